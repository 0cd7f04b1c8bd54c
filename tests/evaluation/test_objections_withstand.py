# SPDX-License-Identifier: Apache-2.0
"""What objections withstand: names not to be seen, a hearer who ran the round, insisting, a round of the city."""

import pytest

from sidan.base.errors import Refused
from sidan.evaluation import rounds
from sidan.evaluation.objecting import object_to
from sidan.evaluation.round_rows import RoundObjection
from sidan.orders.models import Step
from tests.evaluation.real_rounds import MARCH, at_publication, busy_month
from tests.world import CITY, COUNTY, Clock, World


def test_a_stranger_who_objects_leaves_no_name(world: World, clock: Clock, served: None) -> None:
    """Somebody who is not of the unit stays unknown, signed in or not."""
    found = at_publication(world, clock)

    order = object_to(found, "lamps", {"text": "我认为这个得分不对。"}, world.actor("plumber"))

    assert order.opener_id is None
    assert not Step.objects.filter(order=order, by__isnull=False).exists()


def test_the_log_of_a_round_does_not_say_who_objected(world: World, clock: Clock, served: None) -> None:
    """Whoever runs the round reads that there is an objection, not by whom."""
    found = at_publication(world, clock)

    object_to(found, "lamps", {"text": "我认为这个得分不对。"}, world.actor("handler"))

    assert found.events.get(verb="object").by_id is None


def test_evaluators_of_the_city_run_a_round_of_the_city(world: World, clock: Clock, served: None) -> None:
    """A round of a whole city is objected to in the county of the one compared."""
    world.hold("city_evaluator", role="evaluator", area=CITY)
    busy_month(world, clock)
    by = world.actor("city_evaluator")
    found = rounds.open_round("trial", CITY, by=by, **MARCH)
    for verb in (rounds.compute, rounds.let_check, rounds.publish):
        found = verb(found, by=by)

    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))

    assert order.county == COUNTY
    with pytest.raises(Refused):
        rounds.settle(found, by=world.actor("evaluator"))


def test_an_objection_insisted_on_keeps_the_round_open(world: World, clock: Clock, served: None) -> None:
    """Declined, the objection has ended; insisted on, it is open again and the round waits for it."""
    found = at_publication(world, clock)
    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))
    world.move(order, "decline", "supervisor", ground="service", explanation="请另行反映。")
    row = RoundObjection.objects.get(order=order)
    assert row.ended_at is not None

    world.move(order, "insist", "handler", facts="还有新的情况。")

    row.refresh_from_db()
    assert row.ended_at is None
    clock.forward(days=20)
    with pytest.raises(Refused, match=order.number):
        rounds.settle(found, by=world.actor("evaluator"))


def test_whoever_ran_the_round_does_not_hear_the_objection(world: World, clock: Clock, served: None) -> None:
    """A leader who is an evaluator too, and opened the round, may not uphold it."""
    world.hold("evaluator", role="supervisor", area=COUNTY)
    found = at_publication(world, clock)
    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))
    world.move(order, "acknowledge_other", "supervisor", remark="考评轮次")

    with pytest.raises(Refused, match="ran the round"):
        world.move(order, "uphold", "evaluator", findings="维持。")
    world.move(order, "uphold", "supervisor", findings="维持。")

    assert RoundObjection.objects.get(order=order).result == "upheld"


def test_the_city_hears_objections_to_a_round_of_the_city(world: World, clock: Clock, served: None) -> None:
    """A county does not decide on its own standing in the city, where the city has anybody to hear it."""
    world.hold("city_evaluator", role="evaluator", area=CITY)
    world.hold("city_supervisor", role="supervisor", area=CITY)
    busy_month(world, clock)
    by = world.actor("city_evaluator")
    found = rounds.open_round("trial", CITY, by=by, **MARCH)
    for verb in (rounds.compute, rounds.let_check, rounds.publish):
        found = verb(found, by=by)

    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))

    with pytest.raises(Refused, match="not yours to do"):
        world.move(order, "acknowledge_other", "supervisor", remark="考评轮次")
    world.move(order, "acknowledge_other", "city_supervisor", remark="考评轮次")
    world.move(order, "uphold", "city_supervisor", findings="维持。")
    assert RoundObjection.objects.get(order=order).result == "upheld"
