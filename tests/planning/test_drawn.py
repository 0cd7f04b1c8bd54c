# SPDX-License-Identifier: Apache-2.0
"""A drawing becomes true in one transaction, with all that hangs on the grids, or not at all."""

import pytest

from sidan.base.errors import Refused, Stale
from sidan.people.models import AuditEntry, Post
from sidan.places.areas import void_area
from sidan.places.drawing.ground import ground_of
from sidan.places.drawing.strokes import Bend, Draw, Join, Split
from sidan.places.lineages import Lineage
from sidan.places.models import Area
from sidan.planning.drawn import Facts, save_drawing
from tests.world import MORNING, NORTH, World

COMMUNITY = f"{NORTH}001"
ACROSS = Split(((116.004, 28.0), (116.004, 28.03)), f"{COMMUNITY}001")
TWO = {"new1": Facts("东里", 240, 700), "new2": Facts("西里", 160, 500, "exclusive")}


@pytest.fixture
def planned(world: World) -> World:
    """Give the northern street a planner."""
    world.hold("planner", role="planner", area=NORTH)
    return world


def save(world: World, *strokes, by: str = "planner", stamp: str = "", **more):
    """Save strokes in the northern community."""
    community = world.areas[COMMUNITY]
    stamp = stamp or ground_of(community).stamp
    return save_drawing(community, strokes, more.pop("facts", TWO), stamp=stamp, by=world.actor(by), **more)


def living() -> set[str]:
    """Return the last three digits of the community's living grids."""
    return {
        code[-3:] for code in Area.objects.filter(parent__code=COMMUNITY, void_on=None).values_list("code", flat=True)
    }


def test_a_split_carries_people_places_and_orders_over(planned):
    """The old grid is void, its heirs are numbered from the west, and the open order lies where its place is."""
    order = planned.submit()

    saved = save(planned, ACROSS)

    order.refresh_from_db()
    west, east = (Area.objects.get(code=f"{COMMUNITY}{number}") for number in ("004", "005"))
    assert living() == {"002", "003", "004", "005"}
    assert (west.name, west.households, west.people, west.kind) == ("西里", 160, 500, "exclusive")
    assert (east.name, east.households, east.kind) == ("东里", 240, "general")
    assert saved.carried.codes == (east.code, west.code)
    assert order.area_code == east.code
    assert {post.area_code for post in Post.objects.filter(role="crew", until_on=None)} == {east.code, west.code}
    assert dict(Lineage.objects.values_list("target__code", "share")) == {
        west.code: pytest.approx(0.4),
        east.code: pytest.approx(0.6),
    }
    assert AuditEntry.objects.filter(action="areas.carried", subject=f"area:{COMMUNITY}").count() == 1


def test_a_corrected_border_changes_no_code_and_keeps_the_outline_before(planned):
    """Both neighbours follow; the log holds what the outlines were."""
    before = planned.areas[planned.grid].geometry

    saved = save(planned, Bend((((116.01, 28.015), (116.0102, 28.015)),)), facts={})

    assert saved.corrected == (f"{COMMUNITY}001", f"{COMMUNITY}002")
    assert living() == {"001", "002", "003"}
    for code in saved.corrected:
        assert [116.0102, 28.015] in Area.objects.get(code=code).geometry["coordinates"][0]
    entry = AuditEntry.objects.get(action="area.corrected", subject=f"area:{planned.grid}")
    assert str(before["coordinates"][0][1][0]) in entry.details["before"]


def test_grids_on_empty_ground_get_the_next_numbers_from_west_to_east(planned):
    """A void code is never given again, whatever was drawn first."""
    void_area(f"{COMMUNITY}003", on=MORNING.date())
    east = Draw(((116.05, 28.01), (116.06, 28.01), (116.06, 28.02), (116.05, 28.02)))
    west = Draw(((116.03, 28.01), (116.04, 28.01), (116.04, 28.02), (116.03, 28.02)))

    save(planned, east, west, facts={"new1": Facts("东市场", kind="exclusive"), "new2": Facts("西村", 300)})

    assert living() == {"001", "002", "004", "005"}
    assert Area.objects.get(code=f"{COMMUNITY}004").name == "西村"
    assert Area.objects.get(code=f"{COMMUNITY}005").kind == "exclusive"


def test_joined_grids_become_one(planned):
    """Households are added up, and the outline has no line in the middle."""
    save(planned, Join((f"{COMMUNITY}001", f"{COMMUNITY}002")), facts={"new1": Facts("一二网格", 800)})

    new = Area.objects.get(code=f"{COMMUNITY}004")
    assert living() == {"003", "004"}
    assert new.households == 800
    assert len(new.geometry["coordinates"][0]) == 7


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"new1": Facts("东里", 240)}, "Each new grid needs a name."),
        ({**TWO, "new2": Facts(" ", 160)}, "Each new grid needs a name."),
        ({**TWO, "new2": Facts("西里", 150)}, "400 households before, 390 after"),
        ({**TWO, "new2": Facts("西里", -1)}, "numbers from 0 to"),
        ({**TWO, "new2": Facts("西里", 160, kind="palace")}, "is no kind of grid"),
    ],
)
def test_what_is_missing_or_wrong_saves_nothing(planned, facts, words):
    """Nothing is half saved."""
    with pytest.raises(Refused, match=words):
        save(planned, ACROSS, facts=facts)

    assert living() == {"001", "002", "003"}
    assert not AuditEntry.objects.filter(action__startswith="area").exists()


def test_households_counted_anew_need_not_add_up(planned):
    """The planner says so, and it is taken."""
    save(planned, ACROSS, facts={**TWO, "new2": Facts("西里", 150)}, counted_anew=True)

    assert Area.objects.get(code=f"{COMMUNITY}004").households == 150


def test_nothing_drawn_is_not_saved(planned):
    """There is nothing to record."""
    with pytest.raises(Refused, match="Nothing has been drawn yet"):
        save(planned, facts={})


def test_a_drawing_over_other_grids_is_stale(planned):
    """Somebody else redrew them meanwhile; nothing is changed by the second."""
    seen = ground_of(planned.areas[COMMUNITY]).stamp
    save(planned, ACROSS)

    with pytest.raises(Stale):
        save(planned, ACROSS, stamp=seen)

    assert living() == {"002", "003", "004", "005"}


@pytest.mark.parametrize("person", ["dispatcher", "leader", "crew", "stranger", "south_planner"])
def test_nobody_but_a_planner_of_the_community_saves(planned, person):
    """A planner of the southern street may not either."""
    planned.hold("south_planner", role="planner", area="369901002")

    with pytest.raises(Refused, match="grid planners of the area"):
        save(planned, ACROSS, by=person)

    assert living() == {"001", "002", "003"}
