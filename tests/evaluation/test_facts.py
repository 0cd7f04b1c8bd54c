# SPDX-License-Identifier: Apache-2.0
"""What is counted of an order, on which day and of whom: stories through the real engine."""

from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sidan.base.clock import now
from sidan.evaluation.collect import collect, facts_of, measured, scope_of, whole_months
from sidan.evaluation.counting import catch_up, count_open_again
from sidan.evaluation.declare import Ranking
from sidan.evaluation.facts import recount, recount_all
from sidan.evaluation.models import Exclusion, Fact, Monthly
from sidan.evaluation.subjects import Subject
from sidan.evaluation.sums import differences
from tests.evaluation.rankings import ranking, weighed
from tests.world import COUNTY, Clock, World

ASKED: Ranking = ranking(weighed("solved", 100), programmes=("service",))


def counted(world: World, name: str = "", *, source: str = "facts", without: tuple[str, ...] = ()) -> Mapping[str, int]:
    """Return the tallies of one unit of the world, or of the county, that are not nought, over the last year."""
    asked = ranking(weighed("solved", 100, without=without), programmes=("service",))
    if name:
        unit = world.units[name]
        subjects = [Subject(unit.code, unit.name, "", unit.kind, COUNTY, unit.pk)]
    else:
        asked = ranking(weighed("solved", 100, without=without), programmes=("service",), subjects="counties")
        subjects = [Subject(COUNTY, "", "", "county", COUNTY)]
    today = now().date()
    found = collect(asked, subjects, today - timedelta(days=300), today + timedelta(days=300), source=source)  # type: ignore[arg-type]
    tallies = found[scope_of(asked, asked.indicators[0])]
    return {name: round(float(column[0]), 3) for name, column in tallies.columns.items() if column[0]}


def counts(world: World, name: str, **more: object) -> Mapping[str, int]:
    """Return the tallies of one unit after counting everything."""
    recount_all()
    return counted(world, name, **more)  # type: ignore[arg-type]


def test_answered_in_time_and_judged_solved(world: World, clock: Clock) -> None:
    """Each thing that happened is counted once, on its day."""
    order = world.at_work()
    clock.forward(minutes=90)
    world.move(order, "answer", "handler", answer="已修好。")
    world.move(order, "solved", "reporter", satisfaction=5)

    assert counts(world, "lamps") == {
        "received": 1, "given": 1, "dispatch_due": 1, "dispatch_met": 1, "sign_due": 1, "sign_met": 1,
        "answer_due": 1, "answer_met": 1, "answered": 1, "ended": 1, "ended_met": 1, "contact_met": 1,
        "first_answers": 1, "first_hours": 1.5, "closed": 1, "solved": 1, "mark_5": 1,
    }  # fmt: skip


def test_an_open_and_late_order_counts_as_late_from_the_day_it_is_late(world: World, clock: Clock) -> None:
    """Before that it is in no denominator; from then on it is, although nobody closes it and no clock came round."""
    order = world.at_work()
    assert "answer_due" not in counts(world, "lamps")

    clock.to_due(order)
    assert counts(world, "lamps")["answer_due"] == 1
    world.sweep()
    late = counts(world, "lamps")

    assert late["answer_due"] == late["late"] == 1
    assert "answer_met" not in late
    assert "answered" not in late
    clock.forward(days=4)
    assert counts(world, "lamps")["late_days"] == 4


def test_merging_a_late_order_does_not_hide_it(world: World, clock: Clock) -> None:
    """The unit that was late stays late, though the order ended as another's double."""
    first = world.submit()
    order = world.dispatch(world.submit()).order
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()
    world.move(order, "sign", "handler")
    clock.to_due(order)
    recount_all()
    before = counted(world, "lamps")
    world.move(order, "merge", "dispatcher", duplicate=first.number, note="")

    after = counts(world, "lamps")

    assert before["answer_due"] == after["answer_due"] == 1
    assert after["sign_due"] == 1
    assert "sign_met" not in after
    assert "merged" not in after
    assert counts(world, "")["merged"] == 1


def test_a_contested_order_goes_to_the_right_unit_and_says_so(world: World, clock: Clock) -> None:
    """The first unit returned it and rightly; the second one has it now, and bears its outcome."""
    order = world.dispatch(world.submit(), unit="water").order
    world.move(order, "contest", "plumber", reason="这是路灯，不归我们管。")
    clock.forward(minutes=5)
    world.move(order, "redirect", "dispatcher", matter_decided="city.lamp.dark#usual", unit=world.units["lamps"].code)

    water, lamps = counts(world, "water"), counts(world, "lamps")

    assert (water["given"], water["returned"], water["misdirected"]) == (1, 1, 1)
    assert "received" not in water
    assert (lamps["given"], lamps["received"]) == (1, 1)
    assert "returned" not in lamps


def test_lateness_stays_with_the_unit_whose_it_was(world: World, clock: Clock) -> None:
    """Reassigned after it was late, the order is the next unit's; the first keeps its failure, the next begins anew."""
    order = world.at_work()
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()
    clock.forward(minutes=5)
    world.move(order, "reassign", "supervisor", unit=world.units["water"].code, reason="换单位办理")
    world.move(order, "sign", "plumber")
    world.move(order, "answer", "plumber", answer="已修好。")
    world.move(order, "solved", "reporter", satisfaction=4)

    lamps, water = counts(world, "lamps"), counts(world, "water")

    assert (lamps["answer_due"], lamps["late"], lamps.get("answer_met"), lamps.get("solved")) == (1, 1, None, None)
    assert (water["answer_due"], water["answer_met"], water["solved"]) == (1, 1, 1)


def test_reworks_extensions_and_suspensions_are_seen(world: World) -> None:
    """Sent back once, extended once, suspended once: each of one settled answer."""
    order = world.at_work()
    world.move(order, "ask_extension", "handler", reason="等配件")
    world.move(order, "grant_extension", "dispatcher")
    until = (now() + timedelta(days=9)).date().isoformat()
    world.move(order, "ask_suspension", "handler", reason="等供电局", until=until)
    world.move(order, "grant_suspension", "dispatcher", until=until)
    assert {fact.standing for fact in _facts()} == {"suspended"}
    world.move(order, "resume_early", "handler")
    world.move(order, "answer", "handler", answer="已修好。")
    world.move(order, "not_solved", "reporter", unsolved="还是黑的", satisfaction=1)

    found = counts(world, "lamps")

    assert [found[name] for name in ("answer_due", "extended", "suspended", "reworked", "reworks")] == [1] * 5
    assert "closed" not in found


def test_an_explanation_accepted_is_its_own_outcome(world: World) -> None:
    """Neither solved nor failed; and a verdict of no at the very end is a failure."""
    order = world.at_work()
    world.move(order, "explain", "handler", explanation="线路属于小区产权，依规不能动用财政资金。")
    world.move(order, "accept_explanation", "reporter", satisfaction=3)

    found = counts(world, "lamps")

    assert (found["explained"], found["mark_3"]) == (1, 1)
    assert "solved" not in found
    assert "not_solved" not in found


def test_an_excluded_order_leaves_only_where_a_file_says_so(world: World) -> None:
    """By an exclusion that two persons agreed on; a proposed one changes nothing."""
    order = world.answered()
    people = [world.people[name] for name in ("evaluator", "second_evaluator")]
    exclusion = Exclusion.objects.create(
        order=order, unit=world.units["lamps"], ground="force_majeure", evidence="台风红色预警", proposed_at=now(),
        proposed_by=people[0],
    )  # fmt: skip
    assert counts(world, "lamps", without=("excluded",))["answer_due"] == 1

    Exclusion.objects.filter(pk=exclusion.pk).update(is_agreed=True, decided_by=people[1], decided_at=now())

    assert "answer_due" not in counts(world, "lamps", without=("excluded",))
    assert counted(world, "lamps")["answer_due"] == 1


def test_the_three_ways_of_counting_agree_and_counting_twice_changes_nothing(world: World, clock: Clock) -> None:
    """Sums, facts and orders say the same, as orders move and jobs run again and again."""
    orders = [world.answered() for _ in range(3)] + [world.at_work(), world.submit()]
    catch_up()
    world.move(orders[0], "solved", "reporter", satisfaction=5)
    world.move(orders[1], "not_solved", "reporter", unsolved="没有修", satisfaction=1)
    clock.forward(days=20)
    world.sweep()
    for _ in range(2):
        catch_up()
        count_open_again()

    ways = [counted(world, "lamps", source=source) for source in ("sums", "facts", "orders")]

    assert ways[0] == ways[1] == ways[2]
    assert list(differences()) == []
    assert counted(world, source="sums") == counted(world, source="orders")
    before = list(Fact.objects.order_by("order_id", "share_id").values_list("order_id", "settled_on", "end"))
    recount(order.pk for order in orders)
    assert list(Fact.objects.order_by("order_id", "share_id").values_list("order_id", "settled_on", "end")) == before


def test_hours_are_counted_afresh_too(world: World, clock: Clock) -> None:
    """Of orders nothing was kept of, the median of the first answer is known all the same."""
    order = world.at_work()
    clock.forward(hours=3)
    world.move(order, "answer", "handler", answer="已修好。")
    asked = ranking(weighed("median", 100, measure="first_answer_median"), programmes=("service",))
    unit = world.units["lamps"]
    subjects = [Subject(unit.code, unit.name, "", unit.kind, COUNTY, unit.pk)]
    days = (now().date() - timedelta(days=1), now().date() + timedelta(days=1))

    fresh = measured(asked, collect(asked, subjects, *days, source="orders"))[0].value
    recount_all()
    kept = measured(asked, collect(asked, subjects, *days))[0].value

    assert fresh == kept
    assert fresh == pytest.approx([3.0], rel=0.06)


def test_a_unit_split_in_two_files_has_the_same_figures(world: World) -> None:
    """What two halves of its orders come to, added up, is what all of them come to."""
    orders = [world.answered() for _ in range(4)]
    for order, mark in zip(orders, (5, 4, 2, 1), strict=True):
        world.move(order, "solved", "reporter", satisfaction=mark)
    recount_all()
    unit = world.units["lamps"]
    subjects = [Subject(unit.code, unit.name, "", unit.kind, COUNTY, unit.pk)]
    today = now().date()

    seen = [fact for _, fact in facts_of(ASKED, subjects, today - timedelta(days=3), today + timedelta(days=3))]

    halves = [_added(seen[:2]), _added(seen[2:])]
    whole = dict(counted(world, "lamps"))
    whole.pop("first_hours", None)
    for half in halves:
        half.pop("first_hours", None)
    assert {name: halves[0].get(name, 0) + halves[1].get(name, 0) for name in whole} == whole
    assert {fact.order for fact in seen} == {order.number for order in orders}


@pytest.mark.parametrize(
    ("since", "until", "months", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), 3, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 1, 19), date(2026, 3, 18), 1, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 19), date(2026, 2, 18), 0, date(2026, 2, 1), date(2026, 1, 31)),
        (date(2025, 12, 1), date(2025, 12, 31), 1, date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_whole_months_of_a_period(since: date, until: date, months: int, first: date, last: date) -> None:
    """The rest is read by the day."""
    found, begins, ends = whole_months(since, until)

    assert (len(found), begins, ends) == (months, first, last)


def _added(seen: list) -> dict[str, int]:
    """Return the sum of what facts add."""
    total: dict[str, int] = {}
    for fact in seen:
        for tally, count in fact.tallies.items():
            total[tally] = total.get(tally, 0) + count
    return total


def _facts() -> list[Fact]:
    """Return all facts, counted now."""
    recount_all()
    return list(Fact.objects.all())


def test_a_spoilt_sum_is_found_and_made_anew(world: World) -> None:
    """The operator's command tells what is wrong and exits with a fault; rebuilding mends it."""
    world.answered()
    call_command("evaluation_facts", "rebuild", stdout=StringIO())
    Monthly.objects.filter(answer_due__gt=0).update(answer_due=7)

    out = StringIO()
    with pytest.raises(CommandError, match="differences"):
        call_command("evaluation_facts", "check", stdout=out)
    assert "evaluation_monthly" in out.getvalue()
    call_command("evaluation_facts", "rebuild", stdout=StringIO())
    call_command("evaluation_facts", "check", stdout=out)
    assert "Every fact and every sum" in out.getvalue()
