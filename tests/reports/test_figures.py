# SPDX-License-Identifier: Apache-2.0
"""The figures of the leaders' page, counted by hand against the small county."""

import pytest

from sidan.base.clock import now
from sidan.base.share import Share
from sidan.orders.registry import current
from sidan.reports.figures import Pile, figures
from sidan.reports.moves_counted import counted, patient_stages
from tests.world import COUNTY, NORTH, SOUTH, Clock, World


def test_the_counted_moves_are_told_from_what_the_file_declares(db: None) -> None:
    """Lateness goes to whose time it was; contests, reworks and problem orders are found without their names."""
    moves = counted(current("service"))

    assert moves.area_late == ("contest_late", "dispatch_late", "objection_late", "person_late")
    assert moves.sign_late == ("sign_late",)
    assert moves.answer_late == ("answer_late",)
    assert moves.contested == ("contest",)
    assert moves.reworked == ("not_solved", "quick_not_solved")
    assert moves.problem == ("quick_still_not_solved", "still_not_solved")
    assert "with_leader" in patient_stages(current("service"))


def test_open_orders_are_counted_by_stage_unit_and_place(world: World, clock: Clock) -> None:
    """What waits, where, with whom, and since when the longest late one."""
    world.submit()
    world.at_work()
    south = world.submit(area=f"{SOUTH}001002")
    clock.forward(minutes=20)
    world.sweep()

    found = figures([COUNTY], at=now())

    south.refresh_from_db()
    assert found.open == 3
    assert found.late == 2
    assert {stage: pile.count for (_, stage, _), pile in found.stages.items()} == {"dispatch_overdue": 2, "working": 1}
    assert found.places[SOUTH] == Pile(1, 1, south.queue_at)
    assert found.places[NORTH].count == 2
    assert [(row.name.zh, row.open.count, row.open.late) for row in found.units] == [
        ("无主办单位（待派或片区自办）", 2, 2),
        ("城管局照明所", 1, 0),
    ]
    assert (found.received(7), found.closed(30)) == (3, 0)


def test_closed_orders_are_judged_by_the_residents_last_word(world: World) -> None:
    """Solved, partly and silence are three things; a rework is counted and its later verdict stands."""
    first, second, third = world.answered(), world.answered(), world.answered()
    world.move(first, "solved", "reporter", satisfaction=5)
    world.move(second, "not_solved", "reporter", unsolved="还是黑的", satisfaction=1)
    world.move(second, "answer", "handler", answer="线路已重新铺设。")
    world.move(second, "partly", "reporter", satisfaction=3)
    Clock().forward(days=8)
    world.sweep()

    went = figures([COUNTY], at=now()).month

    third.refresh_from_db()
    assert third.outcome == "unrated"
    assert (went.closed, went.handled, went.judged) == (3, 3, 2)
    assert (went.solved, went.partly, went.not_solved, went.unrated) == (1, 1, 0, 1)
    assert went.solved_share == Share(1, 2)
    assert (went.marks, went.satisfaction, went.mean_satisfaction) == (2, 8, 4.0)
    assert went.share("reworked") == Share(1, 3)


def test_lateness_is_the_lateness_of_whoever_had_the_time(world: World, clock: Clock) -> None:
    """A unit that signs late and answers in time is late at one and not at the other; dispatching was in time."""
    order = world.submit()
    world.dispatch(order)
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="已修好。")
    world.move(order, "solved", "reporter", satisfaction=4)

    went = figures([COUNTY], at=now()).month

    assert went.area_on_time == Share(1, 1)
    assert went.signed_on_time == Share(0, 1)
    assert went.answered_on_time == Share(1, 1)


def test_orders_nobody_handled_are_no_failure_and_no_success(world: World) -> None:
    """Withdrawn and refused orders are closed, and stand in no share."""
    world.move(world.submit(), "withdraw", "reporter")
    world.move(world.submit(), "decline", "dispatcher", ground="outside", explanation="请联系物业公司。")

    went = figures([COUNTY], at=now()).month

    assert (went.closed, went.handled) == (2, 0)
    assert went.area_on_time.percent is None
    assert went.mean_satisfaction is None


def test_another_area_is_not_counted(world: World) -> None:
    """Figures of a street hold its own orders alone, and those of nowhere hold none."""
    world.submit()
    closed = world.answered()
    world.move(closed, "solved", "reporter", satisfaction=5)

    assert figures([SOUTH], at=now()).open == 0
    assert figures([SOUTH], at=now()).month.closed == 0
    assert figures([NORTH], at=now()).month.closed == 1
    assert figures([], at=now()).open == 0
    assert figures([""], at=now()).open == 1


def test_what_is_older_than_the_window_is_not_counted(world: World, clock: Clock) -> None:
    """After thirty days a closed order leaves the figures, after seven the week's."""
    order = world.answered()
    world.move(order, "solved", "reporter", satisfaction=5)

    clock.forward(days=6)
    assert figures([COUNTY], at=now()).week.closed == 1
    clock.forward(days=1)
    assert figures([COUNTY], at=now()).week.closed == 0
    assert figures([COUNTY], at=now()).month.closed == 1
    clock.forward(days=23)
    assert figures([COUNTY], at=now()).month.closed == 0


def test_days_are_those_of_the_city(world: World, clock: Clock) -> None:
    """An order received half an hour before midnight belongs to that day, whatever the server's zone."""
    clock.to(now().replace(hour=15, minute=30))  # 23:30 in China
    world.submit()
    clock.forward(hours=1)

    days = figures([COUNTY], at=now()).days

    assert [day.received for day in days[-2:]] == [1, 0]


def test_the_page_costs_three_queries_however_much_there_is(world: World, django_assert_num_queries: object) -> None:
    """Open orders, closed orders, and the names of units."""
    for _ in range(5):
        world.answered()
    figures([COUNTY], at=now())

    with django_assert_num_queries(3):  # type: ignore[operator]
        figures([COUNTY], at=now())


@pytest.mark.parametrize(
    ("share", "percent", "low", "high"),
    [(Share(9, 10), 90.0, 59.6, 98.2), (Share(0, 4), 0.0, 0.0, 49.0), (Share(50, 100), 50.0, 40.4, 59.6)],
)
def test_a_share_tells_how_sure_it_is(share: Share, percent: float, low: float, high: float) -> None:
    """The interval is Wilson's, checked against his formula by hand."""
    assert share.percent == pytest.approx(percent)
    assert share.interval == (pytest.approx(low, abs=0.1), pytest.approx(high, abs=0.1))


def test_nothing_to_count_is_no_share() -> None:
    """Neither 0 nor 100 %: there is no share and no interval."""
    assert Share(0, 0).percent is None
    assert Share(0, 0).interval is None
    assert Share(1, 2) + Share(2, 2) == Share(3, 4)
