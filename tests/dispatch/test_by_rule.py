# SPDX-License-Identifier: Apache-2.0
"""A rule dispatches by itself only where a route says so; it says why, and the resident may ask for a person."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sidan.base.errors import Refused, Stale
from sidan.dispatch import acting
from sidan.dispatch.acting import act, appeal_of
from sidan.dispatch.by_rule import decide
from sidan.dispatch.keeping_routes import set_threshold, stop_route
from sidan.orders.allowed import moves_for
from sidan.orders.catalogue import Matter
from sidan.orders.models import Order, Step
from sidan.orders.progress import progress_of
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.people.models import Absence, Post
from tests.dispatch.routing import route, rule
from tests.world import COUNTY, NORTH, SOUTH, World

DARK = "门口路灯不亮三天了，路灯不亮，晚上看不见路。"


@pytest.fixture(autouse=True)
def usual_threshold(db: None, world: World) -> None:
    """Ask of dark lamps no more than the toss of a coin, as the words of this small catalogue score little."""
    set_threshold("city.lamp.dark", 50, by=Actor.importer())


def acted(order: Order) -> bool:
    """Let the rule look at a fresh order, and say whether it dispatched it."""
    made = act(order.pk, 1)
    order.refresh_from_db()
    return made is not None


def lacks(order: Order, **more: str) -> list[str]:
    """Return what keeps the rule from an order, in English."""
    return [str(each) for each in decide(order, **more).lacks]


def test_a_rule_dispatches_and_its_step_says_what_decided(world):
    """The step holds route, chance, threshold and words; the order is the unit's to sign for."""
    found = rule(world, assisting=["water"])
    order = world.submit(DARK)

    assert acted(order)

    step = Step.objects.get(order=order, seq=2)
    assert (order.stage, order.unit, order.assisting) == ("dispatched", world.units["lamps"], [world.units["water"].pk])
    assert (step.move, step.role, step.by) == ("dispatch_by_rule", "rule", None)
    kept = {name: step.answers[name] for name in ("route", "judge", "needed_percent", "heard", "matter_decided")}
    assert kept == {
        "route": found.pk, "judge": "words", "needed_percent": 50, "heard": "路灯不亮",
        "matter_decided": "city.lamp.dark#usual",
    }  # fmt: skip
    assert step.answers["chance_percent"] > 50
    assert f"第{found.pk}号派单规则：东山县 × 路灯不亮" in step.answers["why"]


def test_the_reporter_reads_why_in_their_language_and_a_stranger_does_not(world):
    """Whoever wrote English reads English; a follower sees that a rule acted, and nothing of the reporter's words."""
    Matter.objects.filter(code="city.lamp.dark").update(words_en=["street lamp"])
    found = rule(world)
    order = world.submit("The street lamp by the gate is dark, this street lamp needs a new bulb")

    assert acted(order)

    own = progress_of(order, is_reporter=True).events[0]
    other = progress_of(order, is_reporter=False).events[0]
    assert "No person decided this; you may ask for one." in own.told.en
    why = next(answer.value for answer in own.answers if answer.type == "text")
    assert why.startswith("From the words “street lamp” the matter “Street lamp is dark” was recognised, ")
    assert why.endswith(f"Sent because of route {found.pk}: Dongshan × Street lamp is dark.")
    assert other.answers == ()


def test_the_resident_asks_for_a_person_and_no_rule_comes_again(world):
    """Work goes on while the dispatcher decides; the rule never touches the order again."""
    rule(world)
    order = world.submit(DARK)
    acted(order)
    world.move(order, "sign", "handler")

    world.move(order, "ask_a_person", "reporter", facts_if_any="是小区里的灯，归物业。")

    assert (order.stage, order.holder, order.unit) == ("person_asked", "dispatcher", world.units["lamps"])
    world.move(order, "progress", "handler", progress="已派人去看。")
    world.move(order, "redirect", "dispatcher", unit="property", matter_decided="city.lamp.dark")
    assert (order.stage, order.unit) == ("dispatched", world.units["property"])
    assert not acted(order)
    assert "ask_a_person" not in [move.code for move in moves_for(Actor.reporter(order.pk), order)]


def test_a_caller_asks_through_the_intake_officer(world):
    """Whoever has no page asks by telephone; the officer presses for them."""
    rule(world)
    order = world.submit(DARK)
    acted(order)

    world.move(order, "ask_a_person", "intake", facts_if_any="来电人要求由人来派。")

    assert order.stage == "person_asked"


def test_a_person_may_leave_it_with_the_unit_and_says_why(world):
    """The reporter reads the dispatcher's own reason; the unit signs and goes on, and may still contest."""
    rule(world)
    order = world.submit(DARK)
    acted(order)
    world.move(order, "ask_a_person", "reporter")

    world.move(order, "confirm_unit", "dispatcher", why="这段路的灯归照明所管。")

    assert (order.stage, order.unit, order.is_designated) == ("dispatched", world.units["lamps"], False)
    event = progress_of(order, is_reporter=True).events[0]
    assert [answer.value for answer in event.answers] == ["这段路的灯归照明所管。"]


def test_a_dispatcher_who_does_not_decide_is_late(world, clock):
    """After four working hours the supervisor has it."""
    rule(world)
    order = world.submit(DARK)
    acted(order)
    world.move(order, "ask_a_person", "reporter")

    clock.to_due(order)
    world.sweep()

    order.refresh_from_db()
    assert (order.stage, order.holder) == ("contest_overdue", "supervisor")


def test_without_a_rule_nobody_is_offered_a_person(world):
    """Where a dispatcher decided there is nothing to ask a person for."""
    order = world.submit(DARK)
    world.dispatch(order)

    assert "ask_a_person" not in [move.code for move in moves_for(Actor.reporter(order.pk), order)]


def test_the_rule_is_queued_with_the_opening_only_where_a_route_acts(world):
    """No route, no job; a route over the place, and the job commits with the order's first step."""
    rule(world, area=NORTH)

    elsewhere, here = world.submit(DARK, area=f"{SOUTH}001001"), world.submit(DARK)
    world.dispatch(here)

    jobs = ProcrastinateJob.objects.filter(task_name="dispatch_by_rule")
    assert [job.args for job in jobs] == [{"order_id": here.pk, "version": 1}]
    assert elsewhere.version == 1


def test_a_faster_dispatcher_wins(world, monkeypatch):
    """The rule acts on the version it saw; a person who was faster keeps the order, also at the last moment."""
    rule(world)
    order, second = world.submit(DARK), world.submit(DARK)
    world.dispatch(order, unit="property")

    assert not acted(order)

    def too_late(*args: object, **more: object) -> None:
        raise Stale("Somebody was faster.")

    monkeypatch.setattr(acting, "make", too_late)
    assert not acted(second)
    assert (order.unit, second.stage) == (world.units["property"], "registered")


@pytest.mark.parametrize("appeal", ["complaint", "report"])
def test_complaints_are_read_by_a_person(world, appeal):
    """What is about somebody's conduct never goes by rule."""
    rule(world)
    order = world.submit(DARK, answers={"appeal": appeal})

    assert not acted(order)
    assert lacks(order, appeal=appeal_of(order)) == ["It is a complaint or a report of wrongdoing: a person reads it."]


def test_what_a_person_must_answer_for_is_left_to_one(world):
    """An order about a unit, a contact kept from it, danger, urgency, a unit named: each is said, and nothing goes."""
    rule(world)
    confidential = world.submit(DARK, answers={"confidential": True})
    dangerous = world.submit(f"{DARK}电线掉下来漏电了")
    naming = world.submit(f"{DARK}城管局照明所一直不来。")
    about = world.submit(DARK)
    world.move(about, "recuse", "dispatcher", about="property")
    urgent = world.submit(DARK, answers={"matter": "city.lamp.dark#danger"})

    assert lacks(confidential) == ["The reporter's contact is to be kept from the unit: a person decides."]
    assert "The text tells of danger: a person sees to it at once." in lacks(dangerous)
    assert lacks(naming) == ["The text names Lamp office itself: a person decides."]
    assert lacks(about) == ["The order is about a unit: a person decides."]
    assert "It is urgent: a person sees to it at once." in lacks(urgent)
    assert [acted(each) for each in (confidential, dangerous, naming, urgent)] == [False] * 4


def test_a_guess_must_be_surer_than_the_matter_asks(world):
    """The matter's own threshold is a floor: a route may ask for more, and never for less."""
    rule(world)
    order = world.submit(DARK)
    chance = decide(order).chance_percent
    assert acted(world.submit(DARK))

    set_threshold("city.lamp.dark", 99, by=Actor.importer())

    assert lacks(order) == [f"The guess is {chance} percent sure; more than 99 percent are asked."]
    set_threshold("city.lamp.dark", 100, by=Actor.importer(), county=COUNTY)
    assert decide(order).needed_percent == 100


def test_words_alone_are_trusted_only_where_the_route_says_so(world):
    """A score of words is no measured chance: without leave it is not enough."""
    route(world, unit="lamps", matter="city.lamp.dark", is_automatic=True)

    assert lacks(world.submit(DARK)) == [
        "Nothing has been learned yet, and the route does not trust the catalogue's words alone."
    ]


def test_the_matter_a_resident_chose_counts_unless_the_words_say_otherwise(world):
    """A choice is sure; where the words speak clearly for another matter a person reads it."""
    route(world, unit="lamps", matter="city.lamp.dark", is_automatic=True)
    plain = world.submit("楼下的灯坏了", answers={"matter": "city.lamp.dark"})
    other = world.submit("水管爆裂，水管爆裂了", answers={"matter": "city.lamp.dark"})

    assert lacks(other) == ["The reporter chose “Street lamp is dark”, but the words speak for “Burst pipe”."]
    assert lacks(plain) == []
    assert acted(plain)


def test_a_closed_or_empty_unit_gets_nothing(world):
    """A rule sends to nobody: a closed unit, or one whose people are all away, waits for a person."""
    rule(world)
    order = world.submit(DARK)
    today = city_today()
    post = Post.objects.get(user=world.people["handler"])
    away = Absence.objects.create(post=post, from_on=today, until_on=today + timedelta(days=3))
    assert lacks(order) == ["Nobody is at work at Lamp office today."]
    away.substitute = world.people["plumber"]
    away.save()
    assert lacks(order) == []

    world.units["lamps"].is_active = False
    world.units["lamps"].save()

    assert any(each.startswith("A unit of route") for each in lacks(order))


def test_a_tie_an_open_condition_and_a_plain_route_do_not_go(world):
    """Each keeps the order for a person, with the reason."""
    first = rule(world, hours="每天 00:00-12:00")
    tied = rule(world, unit="water", hours="每天 06:00-18:00")
    order = world.submit(DARK)
    assert lacks(order) == [
        f"routes {first.pk}, {tied.pk} are equally specific and name different units: somebody must decide."
    ]

    stop_route(tied, by=Actor.importer())
    narrower = route(world, matter="city.lamp.dark", condition="danger", unit="water")

    assert lacks(order) == [
        f"Route {narrower.pk} is narrower and depends on the condition, which nobody has decided yet."
    ]

    stop_route(narrower, by=Actor.importer())
    stop_route(first, by=Actor.importer())
    assert "No route is for this place, matter and hour." in lacks(order)
    plain = route(world, matter="city.lamp", unit="lamps")
    assert f"Route {plain.pk} does not dispatch by itself." in lacks(order)


def test_nobody_but_the_rule_makes_its_move(world):
    """A dispatcher, the reporter and the clock are refused; the button stands on no page."""
    order = world.submit(DARK)

    for actor in (world.actor("dispatcher"), Actor.reporter(order.pk), Actor.clock(), Actor.importer()):
        assert "dispatch_by_rule" not in [move.code for move in moves_for(actor, order)]
        with pytest.raises(Refused, match="not yours to do"):
            world.move(order, "dispatch_by_rule", actor)
