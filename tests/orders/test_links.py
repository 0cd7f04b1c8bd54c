# SPDX-License-Identifier: Apache-2.0
"""Orders that come out of others or are tied to them: all or none, and only to what the actor may see."""

import pytest

from sidan.base.clock import now
from sidan.base.errors import Invalid, Refused
from sidan.orders.models import Order, Step
from sidan.orders.queries import ties_of
from sidan.orders.ties import Link
from sidan.programmes import link_rules
from tests.beginning import begin, spawned_by, with_companies, with_neighbours, withdraw
from tests.world import SOUTH, World


def wish_to_hand_on(world: World) -> Order:
    """Return a wish of the crew's grid."""
    return begin(with_neighbours(world), "grid", text="楼道很黑。")


def naming(order: Order, *others: Order) -> Step:
    """Return a step that names other orders."""
    step = Step(order=order, made_at=now())
    step.resolved = {"orders": list(others)}
    return step


def test_each_entry_becomes_an_order_at_the_same_place(world: World) -> None:
    """Opened by nobody known where the programme is everybody's, through the channel of ties."""
    wish = wish_to_hand_on(world)

    world.move(wish, "hand_on", "crew", tasks="灯坏了\n扶手松了")

    first, second = spawned_by(wish)
    assert (first.text, second.text) == ("灯坏了", "扶手松了")
    assert {(each.area_code, each.lon, each.place_text, each.via, each.opener_id) for each in (first, second)} == {
        (wish.area_code, wish.lon, wish.place_text, "linked", None)
    }


def test_all_entries_become_orders_or_none(world: World) -> None:
    """An entry that the other programme refuses leaves nothing behind, not even the move."""
    wish = wish_to_hand_on(world)

    with pytest.raises(Invalid):
        world.move(wish, "hand_on", "crew", tasks=["灯坏了", "很长" * 1600])

    wish.refresh_from_db()
    assert (wish.stage, Order.objects.count(), Link.objects.count()) == ("wished", 1, 0)


def test_ties_are_made_to_what_the_actor_sees(world: World) -> None:
    """An order out of sight, and the order itself, are refused; no tie is made twice."""
    order, other, far = world.submit(), world.submit(), world.submit(area=f"{SOUTH}001001")
    by = world.actor("dispatcher")
    for named in (far, order):
        with pytest.raises(Refused):
            link_rules.other_orders_visible(order, naming(order, named), by)
    link_rules.other_orders_visible(order, naming(order, other), by)

    for effect in (link_rules.link_caused, link_rules.link_supervised, link_rules.link_objected):
        effect(order, naming(order, other))
        effect(order, naming(order, other))

    made = set(Link.objects.values_list("kind", "source", "target"))
    pair = (order.pk, other.pk)
    assert made == {("caused", *reversed(pair)), ("supervised", *pair), ("objected", *pair)}


def test_a_tie_shows_as_much_as_its_kind_allows(world: World) -> None:
    """Of an order out of sight: how it goes when it was spawned, nothing when it is objected to or merged."""
    order, far = world.submit(), world.submit(area=f"{SOUTH}001001")
    for kind in ("spawned", "objected", "merged"):
        Link.objects.create(kind=kind, source=order, target=far, made_at=now())

    (tie,) = ties_of(order, seen_by=world.actor("dispatcher"))

    assert (tie.kind, tie.number, str(tie.stage), tie.is_visible) == ("spawned", far.number, "待派单", False)
    assert {each.kind for each in ties_of(order, seen_by=world.actor("supervisor"))} == {
        "spawned",
        "objected",
        "merged",
    }


def test_a_tie_tells_nothing_to_the_unit_complained_of(world: World) -> None:
    """Not even that such an order exists."""
    order, about = world.at_work(), world.submit()
    world.move(about, "recuse", "dispatcher", about="lamps")
    Link.objects.create(kind="spawned", source=order, target=about, made_at=now())

    assert ties_of(order, seen_by=world.actor("handler")) == []
    assert len(ties_of(order, seen_by=world.actor("dispatcher"))) == 1


def test_a_closed_order_out_of_sight_is_struck_off(world: World) -> None:
    """The liaison may not open a service order, and sees that it has ended."""
    with_companies(world)
    visit = begin(world, "visit", "liaison", company="factory", planned_on="2026-03-11", text="用电。")
    world.move(visit, "accept", "owner")
    world.move(visit, "held", "liaison", findings="一件事。", problems="门前路灯不亮")
    withdraw(world, spawned_by(visit)[0])

    (tie,) = ties_of(visit, seen_by=world.actor("liaison"))

    assert (tie.is_closed, tie.is_visible) == (True, False)
