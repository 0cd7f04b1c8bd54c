# SPDX-License-Identifier: Apache-2.0
"""The desk's search: by number however it is typed, by words in text and place, and never beyond what one may see."""

import pytest

from sidan.base.errors import NotFound, Refused
from sidan.orders.filters import Filters
from sidan.orders.queries import find_order, may_see_contact, number_in, require_contact, search, ties_of
from sidan.people.contacts import keep
from tests.world import MORNING, NORTH, SOUTH, World


def found(world: World, name: str, text: str, **cuts: str) -> list[int]:
    """Return the ids of what somebody's search finds."""
    return [order.pk for order in search(world.actor(name), text, filters=Filters(**cuts)).rows]


def test_a_number_is_known_however_it_is_typed(world: World) -> None:
    """Spaces, small and full-width letters make no difference; other words are no number."""
    number = world.submit().number

    assert number_in(number.lower().replace("-", " ")) == number
    assert number_in(f"　{number.replace('SD', 'ＳＤ')} ") == number
    assert number_in("路灯") is None


def test_every_word_must_be_found_newest_first(world: World) -> None:
    """Words are looked for in text and place together, and all of them must be there."""
    old, new = world.submit("路灯不亮"), world.submit("楼道灯坏了")
    world.submit("水管爆裂")

    assert found(world, "dispatcher", "灯") == [new.pk, old.pk]
    assert found(world, "dispatcher", "幸福小区 路灯") == [old.pk]
    assert found(world, "dispatcher", "路灯 水管") == []
    assert len(found(world, "dispatcher", "")) == 3


def test_the_search_ends_where_ones_posts_end(world: World) -> None:
    """Each finds the orders of their own areas and units, past ones too, and no others."""
    north, south = world.submit("路灯不亮"), world.submit("路灯不亮", area=f"{SOUTH}001001")
    world.dispatch(north, unit="water")
    world.move(north, "contest", "plumber", reason="不归我们。")
    world.move(north, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark")

    assert found(world, "dispatcher", "路灯") == [north.pk]
    assert found(world, "south_dispatcher", "路灯") == [south.pk]
    assert found(world, "supervisor", "路灯") == [south.pk, north.pk]
    assert (
        found(world, "handler", "路灯") == found(world, "plumber", "路灯") == found(world, "plumber", "") == [north.pk]
    )
    assert found(world, "stranger", "路灯") == found(world, "stranger", "") == []


def test_the_complained_of_find_no_complaint(world: World) -> None:
    """An order about one's unit is not found by words either."""
    order = world.submit("水务公司乱收费")
    world.dispatch(order, unit="water")
    world.move(order, "recall", "dispatcher", reason="派错了。")
    world.move(order, "recuse", "dispatcher", about="water")

    assert found(world, "plumber", "乱收费") == []
    assert found(world, "dispatcher", "乱收费") == [order.pk]


def test_filters_cut_the_search_as_well(world: World) -> None:
    """A search may be narrowed to a unit, an area or a kind."""
    sent, waiting = world.submit("路灯不亮"), world.submit("路灯不亮", area=f"{NORTH}001002")
    world.dispatch(sent)

    assert found(world, "supervisor", "路灯", unit="lamps") == [sent.pk]
    assert found(world, "supervisor", "路灯", area=f"{NORTH}001002") == [waiting.pk]


def test_whoever_holds_two_kinds_of_posts_searches_both_as_one(world: World) -> None:
    """Areas and units are cut apart and shown together, page by page, each order once."""
    world.hold("handler", role="dispatcher", area=SOUTH)
    orders = [world.submit("路灯不亮") for _ in range(3)]
    for order in orders:
        world.dispatch(order)
    orders += [world.submit("路灯不亮", area=f"{SOUTH}001001") for _ in range(3)]
    actor = world.actor("handler")

    first = search(actor, "路灯", filters=Filters(), size=4)
    rest = search(actor, "路灯", filters=Filters(), size=4, mark=first.later)

    assert [order.pk for order in [*first.rows, *rest.rows]] == [order.pk for order in reversed(orders)]


def test_an_order_is_found_only_by_those_who_may_see_it(world: World) -> None:
    """A number that does not exist and one out of sight are refused in the same words."""
    order = world.submit()

    assert find_order(order.number.lower(), seen_by=world.actor("dispatcher")) == order
    sentences = set()
    for name, number in (("stranger", order.number), ("south_dispatcher", order.number), ("dispatcher", "SD-1")):
        with pytest.raises(NotFound) as refused:
            find_order(number, seen_by=world.actor(name))
        sentences.add(refused.value.text)
    assert len(sentences) == 1


def test_ties_name_only_orders_in_sight(world: World) -> None:
    """A merged order names the one that took it in to those who may see that one."""
    north, south = world.submit(), world.submit(area=f"{SOUTH}001001")
    world.hold("dispatcher", role="dispatcher", area=SOUTH)
    world.move(south, "merge", "dispatcher", duplicate=north.number)

    assert [str(tie.words) for tie in ties_of(south, seen_by=world.actor("supervisor"))] == ["已并入"]
    assert [str(tie.words) for tie in ties_of(north, seen_by=world.actor("supervisor"))] == ["并入了"]
    assert ties_of(south, seen_by=world.actor("south_dispatcher")) == []


def test_contacts_are_for_those_whose_work_needs_them(world: World) -> None:
    """Area desks and the handling unit see a contact, not assistants, past units, leaders or other streets."""
    contact = keep("王女士", "13800138000", "", "", forget_on=MORNING.date().replace(year=2027))
    order = world.submit(contact=contact)
    world.dispatch(order, unit="water")
    world.move(order, "contest", "plumber", reason="不归我们。")
    world.move(order, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark", assisting=["north"])

    people = ("dispatcher", "supervisor", "revisitor", "intake", "handler", "plumber", "leader", "crew", "stranger")
    seen = [name for name in people if may_see_contact(world.actor(name), order)]

    assert seen == ["dispatcher", "supervisor", "revisitor", "intake", "handler"]
    with pytest.raises(Refused, match="does not let you"):
        require_contact(order, by=world.actor("leader"))


def test_a_confidential_contact_is_kept_from_the_unit(world: World) -> None:
    """Who asked for confidence is not named to the unit that handles the order."""
    order = world.submit(answers={"confidential": True})
    world.dispatch(order)

    assert not may_see_contact(world.actor("handler"), order)
    assert may_see_contact(world.actor("dispatcher"), order)
