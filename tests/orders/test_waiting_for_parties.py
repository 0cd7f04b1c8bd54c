# SPDX-License-Identifier: Apache-2.0
"""What an order waits for: its lead, all of its parties or most of them, in whatever order they answer."""

from collections.abc import Callable
from math import floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders import joint
from sidan.orders.models import Order, Share, Step
from sidan.orders.ties import Link
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.programmes import claim_rules, joint_rules, link_rules
from tests.beginning import begin, with_companies
from tests.world import World

MOST = 7
# The database is put back after the test, and each case has an order of its own.
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
Guard = Callable[[Order, Step, Actor], None]


def with_parties(world: World, count: int) -> tuple[Order, list[Unit]]:
    """Return an order in which so many units are parties, beside its lead."""
    order = world.at_work()
    units = [
        Unit.objects.get_or_create(code=f"side{number}", defaults={"name": f"第{number}方", "kind": "village"})[0]
        for number in range(count)
    ]
    joint.give(order, units, part="party", at=now())
    return order, units


def holds(guard: Guard, order: Order, by: Actor | None = None) -> bool:
    """Say whether a guard lets a step pass."""
    step = Step(order=order, made_at=now())
    step.resolved = {}
    try:
        guard(order, step, by or Actor.anyone())
    except Refused:
        return False
    return True


@FEW
@given(st.data())
def test_all_and_most_wait_as_long_as_they_say(world: World, data: st.DataObject) -> None:
    """All waits for the last one, most for the first one past the half, whoever comes first."""
    count = data.draw(st.integers(1, MOST))
    order, units = with_parties(world, count)

    for answered, unit in enumerate(data.draw(st.permutations(units))):
        assert not holds(joint_rules.all_parties_answered, order)
        assert holds(joint_rules.most_parties_answered, order) == (answered > count / 2)
        assert joint.answer(joint.owed_by(order, unit.pk), at=now()) == 1

    assert holds(joint_rules.all_parties_answered, order)
    assert holds(joint_rules.most_parties_answered, order)


@FEW
@given(st.data())
def test_all_have_arrived_when_the_last_one_has(world: World, data: st.DataObject) -> None:
    """Arrivals are counted by unit, and answers are no arrivals."""
    order, units = with_parties(world, data.draw(st.integers(1, MOST)))
    joint.living(order, part="party").update(answered_at=now())

    for unit in data.draw(st.permutations(units)):
        assert not holds(joint_rules.all_parties_arrived, order)
        joint.living(order).filter(unit=unit).update(arrived_at=now())

    assert holds(joint_rules.all_parties_arrived, order)


def test_without_a_party_nothing_is_complete(world: World) -> None:
    """An order that waits for parties and has none is not let through."""
    order = world.at_work()

    for guard in (joint_rules.all_parties_answered, joint_rules.most_parties_answered, joint_rules.all_parties_arrived):
        assert not holds(guard, order)


def test_exactly_half_is_not_most(world: World) -> None:
    """过半数 leaves the half out."""
    order, units = with_parties(world, 4)
    for unit in units[: floor(4 / 2)]:
        joint.answer(joint.owed_by(order, unit.pk), at=now())
    assert not holds(joint_rules.most_parties_answered, order)

    joint.answer(joint.owed_by(order, units[2].pk), at=now())

    assert holds(joint_rules.most_parties_answered, order)


def test_it_waits_for_the_lead(world: World) -> None:
    """Until the lead has answered, whatever the parties say."""
    order, _ = with_parties(world, 1)
    joint.living(order, part="party").update(answered_at=now())
    assert not holds(joint_rules.lead_answered, order)

    world.move(order, "answer", "handler", answer="好了。")

    assert holds(joint_rules.lead_answered, order)


def test_paper_counts_for_units_nobody_works_at(world: World) -> None:
    """A unit with somebody in post signs itself; one whose people have left does not."""
    order, (empty,) = with_parties(world, 1)
    joint.give(order, [world.units["water"]], part="party", at=now())

    assert [share.unit for share in joint.owed_outside(order)] == [empty]
    world.people["plumber"].posts.update(until_on="2026-03-09")
    assert joint.owed_outside(order).count() == 2


def test_a_reopened_share_is_owed_again(world: World) -> None:
    """For a second signing every party answers anew, also on paper."""
    order, units = with_parties(world, 2)
    joint.answer(joint.living(order, part="party"), at=now(), is_on_paper=True)
    joint_rules.reopen_shares(order, Step(order=order))

    assert len(joint.owing(order, part="party")) == len(units)
    assert not Share.objects.filter(is_on_paper=True).exists()


def test_an_order_without_a_point_is_checked_in_inside_its_area(world: World) -> None:
    """The outline decides; without any outline nobody can say, and the check-in is taken."""
    with_companies(world)
    place = {"text": "停电。", "situation": "beyond", "grade": "usual"}
    inside = begin(world, "whistle", "owner", area=world.grid, **place)
    nowhere = begin(world, "whistle", "owner", area="369901001", **place)
    for order in (inside, nowhere):
        world.move(order, "call", "dispatcher", parties=["water"])

    with pytest.raises(Refused, match="outside the area"):
        world.move(inside, "check_in", "plumber", position="116.5,28.5")
    assert world.move(inside, "check_in", "plumber", position="116.002,28.012").answers == {"distance_m": 0}
    assert world.move(nowhere, "check_in", "plumber", position="116.5,28.5").answers == {}


def test_whoever_took_part_does_not_hear_the_objection(world: World) -> None:
    """Neither a person who made a step in it nor a colleague at a unit that handled it."""
    order, objection = world.answered(), world.submit(text="不同意答复。")
    Link.objects.create(kind="objected", source=objection, target=order, made_at=now())

    hears = [
        name
        for name in ("dispatcher", "handler", "leader", "supervisor", "plumber")
        if holds(link_rules.not_the_decider, objection, world.actor(name))
    ]

    assert hears == ["leader", "supervisor", "plumber"]
    assert not holds(link_rules.no_open_objection, order)
    world.move(objection, "withdraw", "reporter")
    assert holds(link_rules.no_open_objection, order)


def test_what_is_published_once_stays_so(world: World) -> None:
    """The first moment counts."""
    order = world.submit()
    assert not holds(claim_rules.is_published, order)

    claim_rules.publish(order, Step(order=order, made_at=now()))

    assert order.published_at == now()
    assert holds(claim_rules.is_published, order)
