# SPDX-License-Identifier: Apache-2.0
"""The synthetic city is built: areas with outlines, stairwells, units, people and their posts. All of it is made up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sidan.people.models import Post, Unit, User
from sidan.places.codes import new_site_code, parent_of
from sidan.places.models import Area, Site
from sidan.programmes.catalogue import Catalogue
from sidan.simulate import names, shapes

CENTRE = (116.36, 27.95)


@dataclass
class City:
    """What was built, as the life in it needs it."""

    grids: dict[str, shapes.Ring] = field(default_factory=dict)
    sites: dict[str, list[Site]] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    # Companies, branches and the like, to which no resident's order is sent.
    others: list[Unit] = field(default_factory=list)
    people: list[User] = field(default_factory=list)


@transaction.atomic
def build(catalogue: Catalogue, *, today: date, rng: Random) -> City:
    """Write the city and return it; the same seed builds the same city."""
    city = City()
    _areas(city, rng)
    _sites(city, rng)
    _units(city, catalogue)
    _people(city, today=today, rng=rng)
    return city


def _areas(city: City, rng: Random) -> None:
    """Write the city, its counties, and the towns, communities and grids of the deep ones."""
    code, name, name_en = names.CITY
    whole = shapes.ground(CENTRE, width_deg=1.6, height_deg=1.5, rng=rng, corners=18)
    rows = [_area(code, name, "city", whole, name_en=name_en)]
    town_names, community_names = iter(names.TOWNS), _shuffled(names.COMMUNITIES, rng)
    for (county, county_name, county_en), land in zip(
        names.COUNTIES, shapes.split(whole, len(names.COUNTIES), rng=rng), strict=True
    ):
        rows.append(_area(county, county_name, "county", land, name_en=county_en))
        if county not in names.DEEP:
            continue
        # A built-up core of a few kilometres, so that grids are as large as a neighbourhood is.
        core = shapes.ground(shapes.centre_of(land), width_deg=0.12, height_deg=0.1, rng=rng)
        for number, town_land in enumerate(shapes.split(core, names.DEEP[county], rng=rng), start=1):
            town = f"{county}{number:03d}"
            rows.append(_area(town, next(town_names), "town", town_land))
            rows.extend(_within_town(city, town, town_land, community_names, rng))
    for row in rows:
        row.parent_id = parent_of(row.code) or None
    Area.objects.bulk_create(rows)


def _within_town(city: City, town: str, land: shapes.Ring, found: Iterator[str], rng: Random) -> Iterator[Area]:
    """Yield the communities and grids of a town; households differ as they do in life."""
    for number, community_land in enumerate(shapes.split(land, names.COMMUNITIES_A_TOWN, rng=rng), start=1):
        community, name = f"{town}{number:03d}", next(found)
        yield _area(community, f"{name}社区", "community", community_land)
        pieces = shapes.split(community_land, names.GRIDS_A_COMMUNITY, rng=rng)
        for place, piece in enumerate(sorted(pieces, key=lambda ring: shapes.centre_of(ring)[0]), start=1):
            grid = f"{community}{place:03d}"
            city.grids[grid] = piece
            households = rng.randint(280, 520)
            yield _area(
                grid, f"{name}第{'一二三四五六'[place - 1]}网格", "grid", piece,
                households=households, people=round(households * 2.6),
                phone="0794-0000000", supervision_phone="0794-0000001",
            )  # fmt: skip


def _area(code: str, name: str, level: str, land: shapes.Ring, **more: object) -> Area:
    """Return an area with its outline and centre."""
    lon, lat = shapes.centre_of(land)
    return Area(code=code, name=name, level=level, geometry=shapes.geojson(land), lon=lon, lat=lat, **more)


def _sites(city: City, rng: Random) -> None:
    """Write stairwells with a code each, six to a grid."""
    areas = {area.code: area for area in Area.objects.filter(level="grid")}
    rows = []
    for grid, land in city.grids.items():
        estate = f"{areas[grid].name[:2]}{rng.choice(names.ESTATES)}"
        for number in range(1, 7):
            lon, lat = shapes.inside(land, rng=rng)
            rows.append(
                Site(
                    code=new_site_code(),
                    kind="stair",
                    name=f"{estate}{(number + 1) // 2}栋{2 - number % 2}单元",
                    area=areas[grid],
                    address=f"{estate}{(number + 1) // 2}栋",
                    lon=lon,
                    lat=lat,
                )
            )
    for site in Site.objects.bulk_create(rows):
        city.sites.setdefault(site.area.code, []).append(site)


def _units(city: City, catalogue: Catalogue) -> None:
    """Write one unit of each kind for the city, of some kinds for each deep county, and an office for each town."""
    areas = {area.code: area for area in Area.objects.filter(level__in=("city", "county", "town"))}
    rows: list[Unit] = []
    for kind, words in catalogue.unit_kinds.items():
        if kind == names.TOWN_KIND:
            towns = [area for area in areas.values() if area.level == "town"]
            rows.extend(_unit(f"town-{t.code}", _town_office(t.name), f"Office of {t.code}", kind, t) for t in towns)
        elif kind in names.COUNTY_KINDS:
            for county in names.DEEP:
                area = areas[county]
                name = f"{area.name}{names.OFFICES[kind]}"
                rows.append(_unit(f"{kind}-{county}", name, f"{area.name_en} {words.en}", kind, area))
        elif kind not in names.SKIPPED_KINDS:
            office = names.OFFICES.get(kind, words.zh)
            rows.append(_unit(f"{kind}-city", f"市{office}", f"City {words.en}", kind, areas[names.CITY[0]]))
    city.units = Unit.objects.bulk_create(rows)


def _town_office(town: str) -> str:
    """Return what the office of a town is called: a street's and a town's differ."""
    return f"{town}办事处" if town.endswith("街道") else f"{town}人民政府"


def _unit(code: str, name: str, name_en: str, kind: str, area: Area) -> Unit:
    """Return a unit with a telephone that rings nowhere."""
    return Unit(code=code, name=name, name_en=name_en, kind=kind, area=area, phone="0794-0000000")


def _people(city: City, *, today: date, rng: Random) -> None:
    """Write people with one post each: every role is held by somebody, and every grid has its crew."""
    found = _shuffled([f"{surname}{given}" for surname in names.SURNAMES for given in names.GIVEN], rng)
    # Nobody signs in by password in the demo: each role has its button.
    locked = make_password(None)
    areas = {area.code: area for area in Area.objects.all()}
    posts: list[Post] = []
    rows: list[User] = []
    begun = today - timedelta(days=400)
    for number, (role, area, unit, title) in enumerate(_places(city, areas), start=1):
        user = User(username=f"{role.replace('_', '-')}-{number}", display_name=next(found), password=locked)
        rows.append(user)
        code = area.code if area else ""
        posts.append(Post(user=user, role=role, area=area, area_code=code, unit=unit, title=title, from_on=begun))
    city.people = User.objects.bulk_create(rows)
    Post.objects.bulk_create(posts)


def _places(city: City, areas: dict[str, Area]) -> Iterator[tuple[str, Area | None, Unit | None, str]]:
    """Yield the posts to fill: role, area, unit and title."""
    whole = areas[names.CITY[0]]
    yield from ((role, None, None, "") for role in ("system_admin", "security_admin"))
    yield from (("auditor", whole, None, ""), ("leader", whole, None, "副市长"))
    for county in names.DEEP:
        land = areas[county]
        yield from (("leader", land, None, "副县长"), ("supervisor", land, None, "督办科长"))
        yield from ((role, land, None, "") for role in ("supervisor", "revisitor", "revisitor", "intake"))
    for code, area in areas.items():
        if area.level == "town":
            yield "dispatcher", area, None, "片区调度员"
        elif area.level == "community":
            yield "crew", area, None, "网格长" if code.endswith("1") else "网格员"
    for unit in city.units:
        yield "handler", None, unit, ""
    for unit in city.units:
        if unit.kind in names.COUNTY_KINDS or unit.kind.endswith("water_company"):
            yield "unit_head", None, unit, "主任"
            yield "handler", None, unit, ""


def _shuffled(words: Iterable[str], rng: Random) -> Iterator[str]:
    """Return the words in a random order that the seed decides."""
    order = list(words)
    rng.shuffle(order)
    return iter(order)
