# SPDX-License-Identifier: Apache-2.0
"""The service loop as stories: a resident orders, the area dispatches, a department accepts, the resident judges."""

import pytest

from sidan.base.errors import Invalid, Refused, Stale
from sidan.orders.models import Share, Step
from sidan.orders.moves import make
from sidan.people.actors import Actor
from tests.world import Clock, World


def test_a_dark_lamp_is_mended_and_judged(world: World, clock: Clock) -> None:
    """A resident's order is dispatched, signed for, answered and judged, and every step is kept."""
    order = world.submit()

    world.dispatch(order)
    world.move(order, "sign", "handler")
    clock.forward(hours=3)
    world.move(order, "answer", "handler", answer="灯泡已更换。")
    world.move(order, "solved", "reporter", satisfaction="5")

    assert (order.kind, order.outcome, order.solved, order.satisfaction) == ("closed", "solved", "yes", 5)
    made = list(order.steps.values_list("move", flat=True))
    assert made == ["open", "dispatch", "sign", "answer", "solved"]
    assert Share.objects.get().answered_at is not None


def test_an_unsolved_order_is_done_again_and_then_becomes_a_problem_order(world: World) -> None:
    """Three times “not solved” sends it back to the unit; the fourth makes it the supervisor's own."""
    order = world.answered()
    for _ in range(3):
        world.move(order, "not_solved", "reporter", unsolved="还是不亮", satisfaction="1")
        world.move(order, "answer", "handler", answer="又修了一次。")

    with pytest.raises(Refused, match="used 3 times already"):
        world.move(order, "not_solved", "reporter", unsolved="还是不亮", satisfaction="1")
    world.move(order, "still_not_solved", "reporter", unsolved="还是不亮", satisfaction="1")

    assert (order.stage, order.holder) == ("problem", "supervisor")
    world.move(order, "settle", "supervisor", answer="更换整根灯杆。")
    world.move(order, "final_no", "reporter", unsolved="仍不满意", satisfaction="2")
    assert (order.outcome, order.solved) == ("explained", "no")


def test_after_not_solved_the_lead_owes_an_answer_again(world: World) -> None:
    """An answer that solved nothing does not count as given, until the unit answers again."""
    order = world.answered()

    world.move(order, "not_solved", "reporter", unsolved="还是不亮", satisfaction="1")
    assert Share.objects.get().answered_at is None
    world.move(order, "answer", "handler", answer="换了整根线。")

    assert Share.objects.get().answered_at is not None


def test_a_unit_contests_and_the_dispatcher_sends_it_elsewhere(world: World) -> None:
    """A contested order goes to another unit; the first one keeps sight of what it once held."""
    order = world.submit()
    world.dispatch(order, unit="water")

    world.move(order, "contest", "plumber", reason="路灯不归水务管。")
    world.move(order, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark")

    assert order.unit == world.units["lamps"]
    seen = type(order).objects.visible_to(world.actor("plumber"))
    assert list(seen) == [order]


def test_a_designated_unit_cannot_return_the_order(world: World) -> None:
    """When the dispatcher upholds the dispatch, the unit is designated and may not contest again."""
    order = world.submit()
    world.dispatch(order, unit="water")
    world.move(order, "contest", "plumber", reason="不归我们管。")
    world.move(order, "uphold", "dispatcher", reason="职责清单第12项。")

    with pytest.raises(Refused, match="designated"):
        world.move(order, "contest", "plumber", reason="还是不归我们管。")


def test_the_crew_takes_it_on_the_spot(world: World) -> None:
    """A member of the grid crew takes an order of the grid, does it, and the resident judges."""
    order = world.submit(text="楼道里有一袋垃圾没人收。")

    world.move(order, "take", "crew")
    world.move(order, "spot_done", "crew", answer="已清走。")
    world.move(order, "solved", "reporter", satisfaction="5")

    assert order.outcome == "solved"


def test_asking_the_resident_stops_the_clock(world: World, clock: Clock) -> None:
    """While the resident is asked, the unit's time stands still; the answer starts it again with what was left."""
    order = world.at_work()
    due = order.due_at
    clock.forward(hours=1)

    world.move(order, "ask_reporter", "handler", question="请问是哪一盏灯？")
    clock.forward(hours=2)
    world.move(order, "reply_unit", "reporter", facts="单元门口第一盏。")

    assert due is not None
    assert order.due_at is not None
    # Two hours of asking within office hours, of which the lunch break from 12:00 is no working time.
    assert order.due_at > due
    assert order.stage == "working"


def test_a_late_answer_goes_to_the_supervisor_and_then_to_the_leader(world: World, clock: Clock) -> None:
    """An unanswered order is moved by the clock up the ladder, and stays there with a reason."""
    order = world.at_work()

    clock.to_due(order)
    assert world.sweep() == 1
    order.refresh_from_db()
    assert (order.stage, order.holder) == ("overdue", "supervisor")
    assert order.late_at is not None
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()

    assert (order.stage, order.due_at) == ("with_leader", None)
    world.move(order, "answer", "handler", answer="已修复。")
    assert order.stage == "checking"


def test_silence_closes_as_unrated_never_as_satisfied(world: World, clock: Clock) -> None:
    """Without a verdict within its time an order closes as unrated, with no satisfaction at all."""
    order = world.answered()

    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()

    assert (order.outcome, order.solved, order.satisfaction) == ("unrated", "", None)


def test_an_extension_adds_the_original_limit_at_most_twice(world: World) -> None:
    """Two extensions may be granted; the third request can only be refused."""
    order = world.at_work()
    first_due = order.due_at
    for _ in range(2):
        world.move(order, "ask_extension", "handler", reason="等待配件。")
        world.move(order, "grant_extension", "dispatcher")

    world.move(order, "ask_extension", "handler", reason="还要等。")
    with pytest.raises(Refused, match="used 2 times already"):
        world.move(order, "grant_extension", "dispatcher")
    world.move(order, "refuse_extension", "dispatcher", reason="不能再延。")

    assert first_due is not None
    assert order.due_at is not None
    # Two working days from Tuesday 9:00 is Thursday 9:00; four more lead over the weekend to Wednesday.
    assert (order.due_at - first_due).days == 6


def test_a_suspension_resumes_by_the_clock(world: World, clock: Clock) -> None:
    """A suspended order resumes on its day with the time that was left."""
    order = world.at_work()
    world.move(order, "ask_suspension", "handler", reason="等待汛期结束。", until="2026-03-20")
    world.move(order, "grant_suspension", "dispatcher", until="2026-03-20")
    assert order.stage == "suspended"

    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()

    assert order.stage == "working"
    assert order.due_at is not None
    assert order.due_at.date().isoformat() == "2026-03-24"


def test_an_order_not_handled_here_may_be_objected_to_once(world: World) -> None:
    """A refusal names its ground; an objection is heard by the supervisor, and one is all there is."""
    order = world.submit(text="请帮我打官司要回欠款。")
    world.move(order, "decline", "dispatcher", ground="legal_channel", explanation="请向人民法院起诉。")
    assert order.outcome == "not_accepted"

    world.move(order, "object", "reporter", objection="我只是想咨询。")
    world.move(order, "uphold_decline", "supervisor", explanation="可到法律援助中心咨询。")

    with pytest.raises(Refused, match="used 1 times already"):
        world.move(order, "object", "reporter", objection="我还是不同意。")


def test_the_lead_waits_for_the_assisting_unit_or_goes_on_without_it(world: World) -> None:
    """The lead cannot answer while an assisting unit owes its part, unless it is released with a reason."""
    order = world.submit()
    world.dispatch(order, assisting=["water"])
    world.move(order, "sign", "handler")
    with pytest.raises(Refused, match="水务公司"):
        world.move(order, "answer", "handler", answer="已修复。")

    world.move(order, "assist", "plumber", share_answer="水管已避开电缆。")
    world.move(order, "answer", "handler", answer="已修复。")

    assert order.stage == "checking"
    assert Share.objects.get(part="assist").answer == "水管已避开电缆。"


def test_the_complained_of_neither_sees_nor_handles_the_complaint(world: World) -> None:
    """Naming the unit complained of hides the order from its people and keeps it from being sent there."""
    order = world.submit(text="水务公司乱收费。")
    world.move(order, "recuse", "dispatcher", about="water")

    with pytest.raises(Refused, match="complained of"):
        world.dispatch(order, unit="water")
    world.dispatch(order, unit="lamps")

    assert not type(order).objects.visible_to(world.actor("plumber")).exists()


def test_a_stale_page_changes_nothing(world: World) -> None:
    """Of two people who saw the same version, the second is told that somebody was faster."""
    order = world.submit()
    seen = order.version
    answers = {"unit": "lamps", "matter_decided": "city.lamp.dark"}
    make(order, "dispatch", answers, by=world.actor("dispatcher"), expect=seen)

    with pytest.raises(Stale, match="Somebody was faster"):
        make(order, "dispatch", answers, by=world.actor("supervisor"), expect=seen)

    assert Step.objects.filter(order=order).count() == 2


def test_a_resent_form_opens_one_order(world: World) -> None:
    """The same key finds the order it opened before."""
    first = world.submit(key="form-1")

    again = world.submit(key="form-1")

    assert again == first


def test_faults_are_told_for_every_field_at_once(world: World) -> None:
    """All that is wrong with the answers is said in one go, and nothing is written."""
    order = world.submit()

    with pytest.raises(Invalid) as refused:
        world.move(order, "dispatch", "dispatcher", unit="nobody", colour="red")

    assert sorted(refused.value.faults) == ["colour", "matter_decided", "unit"]
    assert order.steps.count() == 1


def test_strangers_and_other_streets_may_not_act(world: World) -> None:
    """Neither somebody without a post nor the next street's dispatcher can dispatch, or see the order."""
    order = world.submit()

    for name in ("stranger", "south_dispatcher", "handler"):
        with pytest.raises(Refused, match="not yours to do"):
            make(order, "dispatch", {}, by=world.actor(name))
        assert not type(order).objects.visible_to(world.actor(name)).exists()
    with pytest.raises(Refused, match="not yours to do"):
        make(order, "withdraw", {}, by=Actor.reporter(order.pk + 1))


def test_an_answer_shows_the_photos_its_matter_asks_for(world: World) -> None:
    """All that is missing is said at once."""
    order = world.submit()
    world.dispatch(order, unit="water", matter="live.water.burst")
    assert order.matter is not None
    order.matter.photos = "before_after"
    order.matter.save()
    world.move(order, "sign", "plumber")

    with pytest.raises(Refused, match="photos from before and after"):
        world.move(order, "answer", "plumber", answer="已抢修。")
