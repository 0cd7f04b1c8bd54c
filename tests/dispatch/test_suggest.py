# SPDX-License-Identifier: Apache-2.0
"""Suggestions for the dispatcher: the matter from the words, the unit from matter and place."""

from sidan.dispatch.suggest import suggest, suggestions
from sidan.people.models import Unit
from tests.world import COUNTY, NORTH, SOUTH, World


def units(world: World, text: str, **more: object) -> list[str]:
    """Return the codes of the units suggested for a text."""
    return [unit.code for unit in suggest(world.submit(text, **more)).units]


def test_words_name_the_matter_and_the_matter_its_unit(world: World) -> None:
    """A dark lamp is suggested for the lamp office, with the words that spoke for it."""
    found = suggest(world.submit("门口路灯不亮三天了"))

    assert [matter.code for matter in found.matters] == ["city.lamp.dark"]
    assert [unit.code for unit in found.units] == ["lamps"]
    assert found.words == ("路灯不亮",)


def test_nothing_is_suggested_where_no_word_speaks(world: World) -> None:
    """Words that no matter knows suggest nothing at all."""
    found = suggest(world.submit("想问一下"))

    assert (found.matters, found.units, found.words) == ((), (), ())


def test_the_matter_decided_stands_before_what_the_words_say(world: World) -> None:
    """A matter that somebody has chosen comes first, and its unit with it."""
    order = world.submit("路灯不亮", answers={"matter": "live.property"})

    found = suggest(order)

    assert [matter.code for matter in found.matters] == ["live.property", "city.lamp.dark"]
    assert [unit.code for unit in found.units] == ["housing", "lamps"]
    assert found.words == ()


def test_the_unit_closest_to_the_place_comes_first_and_others_not_at_all(world: World) -> None:
    """Of two units of one kind that of the street stands before that of the county; another street's never."""
    for code, area in (("lamps-north", NORTH), ("lamps-south", SOUTH)):
        Unit.objects.create(code=code, name=code, kind="urban_management", area=world.areas[area])
    Unit.objects.create(code="lamps-old", name="旧", kind="urban_management", area=world.areas[COUNTY], is_active=False)

    assert units(world, "路灯不亮") == ["lamps-north", "lamps"]
    assert units(world, "路灯不亮", area=f"{SOUTH}001001") == ["lamps-south", "lamps"]


def test_the_unit_complained_of_is_never_suggested(world: World) -> None:
    """Once a unit is named as complained of, another must be found."""
    order = world.submit("路灯不亮，照明所不管")
    world.move(order, "recuse", "dispatcher", about="lamps")

    assert suggest(order).units == ()


def test_many_orders_cost_what_one_costs(world: World, django_assert_max_num_queries: object) -> None:
    """Suggestions for a page of orders read the county's matters and units once."""
    orders = [world.submit("路灯不亮") for _ in range(10)]
    suggest(orders[0])

    with django_assert_max_num_queries(2):  # type: ignore[operator]  # the plugin's own fixture
        found = suggestions(orders)

    assert {found[order.pk].units[0].code for order in orders} == {"lamps"}
