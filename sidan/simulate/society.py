# SPDX-License-Identifier: Apache-2.0
"""Who else lives and works in the demo city: members and their money, companies, branches, owners. All made up."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sidan.base import clock
from sidan.orders.funds import allot_area
from sidan.people.actors import Actor
from sidan.people.models import Post, Unit, User
from sidan.places.calendars import calendar_for
from sidan.places.models import Area
from sidan.simulate import names
from sidan.simulate.city import City

COMPANIES = (
    ("lantian", "蓝天电子", "Lantian Electronics"),
    ("guofeng", "果丰食品", "Guofeng Foods"),
    ("hengjian", "恒建新材", "Hengjian Materials"),
    ("yunzhi", "云织服装", "Yunzhi Garments"),
)
BRANCHES = (
    ("village", "{town}清溪村党支部", "Qingxi village branch"),
    ("estate", "{town}社区第一党支部", "First community branch"),
)
MEMBERS_A_TOWN = 3
# No less than 200 yuan a year are told of; a little more lets three together ask for a large sum.
PURSE_FEN = 80_000
SURNAMES = "曾邱江涂游乐危揭艾甘"
GIVEN = ("兴旺", "爱民", "为群", "惠兰", "立新", "秋实", "春生", "冬梅", "和平", "永康", "小满", "长青")


@transaction.atomic
def settle_in(city: City, *, today: date, rng: Random) -> None:
    """Add the people and units that other programmes than the service loop need; the same seed adds the same."""
    areas = {area.code: area for area in Area.objects.filter(level__in=("city", "county", "town", "community"))}
    units = list(_units(areas))
    city.others.extend(Unit.objects.bulk_create(units))
    _people(city, areas, units, today=today, rng=rng)


def _units(areas: dict[str, Area]) -> Iterator[Unit]:
    """Yield companies and branches of the deep counties, an owners' committee each, and a university of the city."""
    whole = areas[names.CITY[0]]
    yield _unit("university-city", "市理工大学（演示）", "City University of Technology (demo)", "university", whole)
    yield _unit("outside-party", "邻省交界乡（演示，不在本系统）", "Town across the border (demo)", "outside", whole)
    for county in names.DEEP:
        land = areas[county]
        for code, name, name_en in COMPANIES:
            yield _unit(f"company-{code}-{county}", f"{land.name[:2]}{name}有限公司", f"{name_en} Ltd", "company", land)
        town = next(area for area in areas.values() if area.level == "town" and area.code.startswith(county))
        for code, name, name_en in BRANCHES:
            yield _unit(f"branch-{code}-{county}", name.format(town=town.name[:2]), name_en, "party_branch", town)
        yield _unit(f"owners-{county}", f"{town.name[:2]}花园业主委员会", "Owners' committee", "owners_committee", town)


def _unit(code: str, name: str, name_en: str, kind: str, area: Area) -> Unit:
    """Return a unit with a telephone that rings nowhere."""
    return Unit(code=code, name=name, name_en=name_en, kind=kind, area=area, phone="0794-0000000")


def _people(city: City, areas: dict[str, Area], units: list[Unit], *, today: date, rng: Random) -> None:
    """Write people with one post each, in the manner of the city's own."""
    found = [f"{surname}{given}" for surname in SURNAMES for given in GIVEN]
    rng.shuffle(found)
    locked = make_password(None)
    begun = today - timedelta(days=400)
    people, posts = [], []
    for number, (role, area, unit, title) in enumerate(_places(areas, units), start=1):
        name = found[(number - 1) % len(found)]
        user = User(username=f"{role.replace('_', '-')}-m{number}", display_name=name, password=locked)
        code = area.code if area else ""
        people.append(user)
        posts.append(Post(user=user, role=role, area=area, area_code=code, unit=unit, title=title, from_on=begun))
    city.people.extend(User.objects.bulk_create(people))
    Post.objects.bulk_create(posts)


def _places(areas: dict[str, Area], units: list[Unit]) -> Iterator[tuple[str, Area | None, Unit | None, str]]:
    """Yield the posts to fill: role, area, unit and title."""
    for county in names.DEEP:
        land = areas[county]
        yield from (("organiser", land, None, "组织部组织员"), ("organiser", land, None, "组织部组织员"))
        yield from (("treasurer", land, None, "经费管理员"), ("auditor", land, None, "审计员"))
        yield from (("liaison", land, None, "惠企特派员"), ("liaison", land, None, "零号员工"))
    for code, area in areas.items():
        if area.level == "town" and code[:6] in names.DEEP:
            yield from (("member", area, None, "党员") for _ in range(MEMBERS_A_TOWN))
        elif area.level == "community" and code.endswith("1"):
            yield "convener", area, None, "议事召集人"
    for unit in units:
        if unit.kind == "company":
            yield "company", None, unit, "企业联系人"
        elif unit.kind in ("party_branch", "owners_committee", "university"):
            yield "unit_head", None, unit, "负责人"
            yield "handler", None, unit, ""
    # Last, so that the others keep their numbers.
    yield from (("planner", areas[county], None, "网格规划员") for county in names.DEEP)
    yield from (("evaluator", areas[county], None, "考评员") for county in names.DEEP for _ in range(2))


def allot_purses(begin: datetime, end: datetime) -> None:
    """Give the members of each deep county the year's money, in each year that the demo touches, before its plays."""
    zone = calendar_for("").local(begin).tzinfo
    for year in range(calendar_for("").local(begin).year, calendar_for("").local(end).year + 1):
        with clock.travel(max(begin, datetime(year, 1, 1, tzinfo=zone))):
            for county in names.DEEP:
                allot_area(county, year=year, amount_fen=PURSE_FEN, by=Actor.importer())
