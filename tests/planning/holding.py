# SPDX-License-Identifier: Apache-2.0
"""A northern street in which something of every kind hangs on the first two grids."""

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from sidan.orders.bodies import PLACE_FORUM, Body
from sidan.orders.purses import Purse
from sidan.orders.saved import SavedFilter
from sidan.people.models import Absence, Post, Unit
from sidan.people.partners import Partner, PartnerKind
from sidan.places.models import Site
from sidan.places.service_points import Station
from sidan.planning.holdings import CARRIED
from tests.world import COUNTY, LONG_AGO, MORNING, NORTH, World

FIRST, SECOND, THIRD = (f"{NORTH}00100{number}" for number in (1, 2, 3))
# The first number that the community has not given.
NEW = f"{NORTH}001004"
TODAY = MORNING.date()
# One plan that makes one grid of the first two and leaves the third alone.
TOGETHER = {"wishes": {"together": [[FIRST, SECOND]]}}


def fill(world: World) -> None:
    """Let people, units, places and filters hang on the first two grids."""
    one, two = world.areas[FIRST], world.areas[SECOND]
    world.hold("second", role="crew", area=SECOND)
    # The crew of the first grid looks after the second for a while, and one begins next month.
    post(world, "crew", SECOND, until=TODAY + timedelta(days=30))
    newcomer = post(world, "newcomer", FIRST, first=TODAY + timedelta(days=20))
    post(world, "gone", FIRST, until=TODAY - timedelta(days=1))
    held = Post.objects.get(user=world.people["crew"], area=one)
    for days, substitute, of in ((-2, "second", held), (25, "handler", newcomer)):
        first = TODAY + timedelta(days=days)
        Absence.objects.create(
            post=of, substitute=world.people[substitute], from_on=first, until_on=first + timedelta(days=5)
        )
    kind = PartnerKind.objects.first()
    for area in (one, two):
        Partner.objects.create(
            area=area, area_code=area.code, unit=world.units["property"], kind=kind, from_on=LONG_AGO
        )
    Unit.objects.create(code="branch", name="网格党支部", kind="branch", area=two)
    for area, name in ((one, "说事厅一"), (two, "说事厅二")):
        Body.objects.create(area=area, kind=PLACE_FORUM, name=name, roll="household", from_on=LONG_AGO)
        Body.objects.create(area=area, kind="owners", name="业主大会", roll="owner", from_on=LONG_AGO)
    site(one, "bbbbbbbb", "1栋", lon=116.006)
    site(two, "cccccccc", "1栋", lon=116.015)
    rest = site(two, "dddddddd", "幸福驿站", kind="station", lon=116.016)
    Station.objects.create(
        code="happy", kind="rest", name="幸福驿站", area=two, area_code=two.code, site=rest, lon=116.016, lat=28.015
    )
    Purse.objects.create(user=world.people["second"], year=2026, county=COUNTY, area_code=SECOND)
    SavedFilter.objects.create(user=world.people["dispatcher"], name="二格", queue="all", values={"area": SECOND})


def post(world: World, name: str, area: str, *, first: date = LONG_AGO, until: date | None = None) -> Post:
    """Give somebody a post of the crew from a day to a day."""
    if name not in world.people:
        world.hold(name, role="member", area=area)
        Post.objects.filter(user=world.people[name]).delete()
    return Post.objects.create(
        user=world.people[name], role="crew", area=world.areas[area], area_code=area, from_on=first, until_on=until
    )


def site(area: Any, code: str, name: str, *, kind: str = "building", lon: float) -> Site:
    """Put a poster up."""
    return Site.objects.create(code=code, kind=kind, name=name, area=area, lon=lon, lat=28.015)


def dump(*more: str) -> dict[str, list[str]]:
    """Return every row of the tables that a redrawing carries, as the database writes them, and areas."""
    names = (*CARRIED, "people.Absence", "orders.SearchEntry", "places.Area", "places.Lineage", *more)
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(names):
            table = apps.get_model(name)._meta.db_table
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            found[name] = [row for (row,) in cursor.fetchall()]
    return found
