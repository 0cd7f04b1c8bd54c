# SPDX-License-Identifier: Apache-2.0
"""A grid cut in two by a line drawn by hand, and random groupings: nobody and nothing is stranded."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders.bodies import Body, Meeting
from sidan.orders.filters import Filters
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.orders.queries import search
from sidan.people.models import Absence, Post
from sidan.places.models import Area, Site
from sidan.planning import strays
from sidan.planning.carrying import Carriage, carry_over
from sidan.planning.carrying_areas import Succession
from sidan.planning.patience import patiently
from tests.planning.holding import FIRST, NEW, SECOND, THIRD, TODAY, fill
from tests.world import NORTH, SOUTH

COMMUNITY = f"{NORTH}001"
WEST, EAST = NEW, f"{NORTH}001005"

pytestmark = pytest.mark.django_db


def square(west: float, east: float) -> dict[str, Any]:
    """Return an upright piece of the northern street."""
    ring = [[west, 28.01], [east, 28.01], [east, 28.02], [west, 28.02], [west, 28.01]]
    return {"type": "Polygon", "coordinates": [ring]}


def carry(*successions: Succession) -> Carriage:
    """Carry over in a transaction of its own."""
    with transaction.atomic():
        return carry_over(successions, on=TODAY, cause="test")


def halves() -> tuple[Succession, Succession]:
    """Return the first grid cut in two, the west larger."""
    return (
        Succession(COMMUNITY, {FIRST: 0.6}, name="西片", geometry=square(116.0, 116.006)),
        Succession(COMMUNITY, {FIRST: 0.4}, name="东片", geometry=square(116.006, 116.01)),
    )


def test_a_split_grid_shares_out_what_it_held(world):
    """Points decide for sites and orders, the larger part takes the rest, and posts are held over both."""
    east = world.submit(place=Place(FIRST, lon=116.008, lat=28.015))
    poster = Site.objects.create(
        code="ffffffff", kind="shop", name="东店", area=world.areas[FIRST], lon=116.009, lat=28.012
    )
    by_site, by_nothing = world.submit(place=Place(FIRST, site_id=poster.pk)), world.submit(area=FIRST)

    carriage = carry(*halves())

    assert carriage.codes == (WEST, EAST)
    lies = dict(Order.objects.values_list("pk", "area_code"))
    assert lies == {east.pk: EAST, by_site.pk: EAST, by_nothing.pk: WEST}
    assert Site.objects.get(code="k7qf2mxp").area.code == WEST
    assert list(Post.objects.filter(role="crew", until_on=None).order_by("area_code").values_list("area_code")) == [
        (WEST,),
        (EAST,),
    ]
    assert list(Area.objects.filter(from_on=TODAY).order_by("code").values_list("name", "households")) == [
        ("西片", 240),
        ("东片", 160),
    ]


def test_who_looks_after_a_building_goes_with_it(world):
    """A stair head is head in one part of a split grid, where the stair is; whoever has all of it has both parts."""
    world.hold("stairs", role="crew", area=FIRST)
    Post.objects.filter(user=world.people["stairs"]).update(kind="stair_head", site=world.site, duty=[])

    carry(*halves())

    posts = Post.objects.filter(until_on=None, role="crew").order_by("user__username", "area_code")
    assert list(posts.values_list("user__username", "area_code", "kind", "site_id")) == [
        ("crew", WEST, "", None),
        ("crew", EAST, "", None),
        ("stairs", WEST, "stair_head", world.site.pk),
    ]


def test_what_comes_late_into_an_old_grid_is_carried_after_it(world):
    """An order sent at the very moment of the redrawing, or a closed one opened again, reaches the new crew."""
    carry(Succession(COMMUNITY, {FIRST: 1.0, SECOND: 1.0}))
    late = world.submit(area=SECOND)

    assert strays.carry_strays() == 1

    late.refresh_from_db()
    assert (late.area_code, late.area_then) == (NEW, SECOND)
    assert strays.carry_strays() == 0


def test_a_grid_that_is_given_up_cannot_be_carried_again(world):
    """Two redrawings of one grid do not both come true."""
    carry(Succession(COMMUNITY, {FIRST: 1.0, SECOND: 1.0}))

    with pytest.raises(Refused, match="has been given up meanwhile"):
        carry(Succession(COMMUNITY, {SECOND: 1.0, THIRD: 1.0}))


def test_a_forum_does_not_end_in_the_middle_of_a_meeting(world):
    """Of two forums that meet in one grid one would end; while it meets, nothing is carried."""
    fill(world)
    forum = Body.objects.get(name="说事厅二")
    Meeting.objects.create(
        order=world.submit(), body=forum, terms={}, held_on=TODAY, question="?", is_secret=False, called_at=now()
    )

    with pytest.raises(Refused, match="has a meeting running"):
        carry(Succession(COMMUNITY, {FIRST: 1.0, SECOND: 1.0}))

    assert Area.objects.get(code=SECOND).void_on is None


def test_two_absences_of_one_person_become_one(world):
    """Who is away from two grids that become one has one substitute a day, the first to have come."""
    one, two = (world.hold("crew", role="crew", area=code).posts.get(area_code=code) for code in (SECOND, THIRD))
    for post, name, first in ((one, "handler", 0), (two, "plumber", 2)):
        days = [TODAY + timedelta(days=first + more) for more in (0, 5)]
        Absence.objects.create(post=post, substitute=world.people[name], from_on=days[0], until_on=days[1])

    carry(Succession(COMMUNITY, {SECOND: 1.0, THIRD: 1.0}))

    absences = Absence.objects.values_list("post__area_code", "substitute__username", "from_on")
    assert list(absences) == [(NEW, "handler", TODAY)]


def test_a_deadlock_is_waited_out():
    """What the database stopped for the sake of another is done again; what went wrong otherwise is not."""
    tries = []

    def deed():
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError from _Stopped()
        return "done"

    assert patiently(deed) == "done"
    with pytest.raises(OperationalError):
        patiently(lambda: (_ for _ in ()).throw(OperationalError()))


class _Stopped(Exception):
    """What the driver raises for a deadlock."""

    sqlstate = "40P01"


def test_the_cost_does_not_grow_with_what_is_carried(world):
    """The same number of statements carries one order or fifty, one post or twelve."""
    fill(world)
    for _ in range(3):
        world.submit(area=FIRST)
    with CaptureQueriesContext(connection) as few:
        carry(Succession(COMMUNITY, {FIRST: 1.0, SECOND: 1.0}))
    world.areas[NEW] = Area.objects.get(code=NEW)
    for number in range(12):
        world.submit(area=NEW)
        world.hold(f"more{number}", role="crew", area=NEW)

    with CaptureQueriesContext(connection) as many:
        carry(Succession(COMMUNITY, {NEW: 1.0, THIRD: 1.0}))

    assert len(many) <= len(few) <= 50


GRIDS = [f"{street}001{number:03d}" for street in (NORTH, SOUTH) for number in (1, 2, 3)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(st.integers(0, 3), min_size=6, max_size=6), crews=st.lists(st.sampled_from(GRIDS), max_size=4))
def test_nobody_and_nothing_is_stranded(world, groups, crews):
    """However grids are grouped, an order that a crew saw is seen by one, and nothing hangs on a void grid."""
    sid = transaction.savepoint()
    for number, code in enumerate(crews):
        world.people.pop(f"c{number}", None)
        world.hold(f"c{number}", role="crew", area=code)
    orders = [world.submit(area=code) for code in GRIDS]
    seen = {order.pk for order in orders if _crews_of(order.area_code)}

    carry(*_grouped(groups))

    for order in Order.objects.all():
        assert Area.objects.get(code=order.area_code).void_on is None
        assert order.pk not in seen or _crews_of(order.area_code)
    assert not Post.objects.filter(area__void_on__isnull=False, until_on__isnull=True).exists()
    assert not Site.objects.filter(area__void_on__isnull=False).exists()
    living = Area.objects.filter(level="grid", void_on__isnull=True)
    assert sum(area.households or 0 for area in living) == 2400
    transaction.savepoint_rollback(sid)
    world.people = {name: user for name, user in world.people.items() if not name[1:].isdecimal()}


def _grouped(groups: list[int]) -> list[Succession]:
    """Return a succession for each group of more than one grid in a street."""
    found: dict[tuple[str, int], list[str]] = {}
    for code, group in zip(GRIDS, groups, strict=True):
        found.setdefault((code[:12], group), []).append(code)
    return [Succession(place, dict.fromkeys(codes, 1.0)) for (place, _), codes in found.items() if len(codes) > 1]


def _crews_of(area_code: str) -> int:
    """Return how many hold a post of the crew of an area today."""
    return Post.objects.filter(role="crew", area_code=area_code, from_on__lte=TODAY, until_on__isnull=True).count()


def test_an_old_post_over_a_grid_given_up_long_ago_is_left_alone(world, clock):
    """What ended after its grid did is history, and is not looked at again and again."""
    carry(Succession(COMMUNITY, {FIRST: 1.0, SECOND: 1.0}))
    Post.objects.filter(area_code=FIRST).update(until_on=TODAY + timedelta(days=3))
    clock.forward(days=10)

    assert strays.carry_strays() == 0


def test_an_order_that_changes_its_community_is_found_there(world):
    """Where a boundary was crossed, the new street finds the order by its words and the old one no longer."""
    order = world.submit(area=f"{SOUTH}001001")

    carry(Succession(COMMUNITY, {FIRST: 1.0, f"{SOUTH}001001": 1.0}))

    north, south = (
        search(world.actor(name), "楼道灯", filters=Filters()) for name in ("dispatcher", "south_dispatcher")
    )
    assert [found.pk for found in north.rows] == [order.pk]
    assert list(south.rows) == []
