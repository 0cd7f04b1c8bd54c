# SPDX-License-Identifier: Apache-2.0
"""Who looks after the demo city's grids beside the communities' workers: heads, lanes, elders, volunteers. All made up.

Every kind of crew is there, most with days of duty, and here and there a Sunday on which nobody is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sidan.people.crews import is_published_unless_said
from sidan.people.duty import parse_duty
from sidan.people.models import Absence, Post, User
from sidan.places.codes import community_of, new_site_code
from sidan.places.models import Area, Site
from sidan.simulate.city import City
from sidan.simulate.society import GIVEN, SURNAMES

# What a grid's head does in a week; the second leaves Sundays to nobody where the community's worker is off as well.
GRID_DUTY = ("", "周一至周六 08:00-18:00", "周二至周日 08:30-17:30", "")
COMMUNITY_DUTY = ("周一至周五 08:00-18:00", "", "周三至周日 09:00-17:00", "")
SUPERVISION_PHONE = "0794-0000001"


@dataclass(frozen=True, slots=True)
class _Place:
    """A post to fill."""

    kind: str
    role: str
    area: Area
    site: Site | None = None
    duty: str = ""


@transaction.atomic
def man_the_grids(city: City, *, today: date, rng: Random) -> None:
    """Add the crews of the grids, give the communities' workers days of duty, and areas their telephones."""
    areas = {area.code: area for area in Area.objects.filter(level__in=("community", "grid")).defer("geometry")}
    _set_telephones(areas)
    _set_community_duty(areas)
    found = [f"{surname}{given}" for surname in reversed(SURNAMES) for given in GIVEN]
    rng.shuffle(found)
    locked = make_password(None)
    places = list(_places(city, areas))
    people = [
        User(username=_username(place, number), display_name=found[number % len(found)], password=locked)
        for number, place in enumerate(places, start=1)
    ]
    city.people.extend(User.objects.bulk_create(people))
    posts = [_post(place, user, today=today) for place, user in zip(places, people, strict=True)]
    Post.objects.bulk_create(posts)
    _let_some_be_away(posts, today=today)


def _username(place: _Place, number: int) -> str:
    """Return the name under which nobody signs in."""
    return f"{place.kind.replace('_', '-')}-{number}"


def _set_telephones(areas: dict[str, Area]) -> None:
    """Give counties, towns and communities telephones that ring nowhere, and let a few grids have none of their own."""
    Area.objects.filter(level__in=("county", "town", "community")).update(
        phone="0794-0000002", supervision_phone=SUPERVISION_PHONE
    )
    silent = [code for code in areas if len(code) == 15 and code.endswith("003") and code[9:12] == "004"]
    Area.objects.filter(code__in=silent).update(phone="", supervision_phone="")


def _set_community_duty(areas: dict[str, Area]) -> None:
    """Say of which kind the communities' workers are, and on which days they are there."""
    workers = list(Post.objects.filter(role="crew", area__level="community").select_related("area"))
    for number, post in enumerate(sorted(workers, key=lambda each: each.area_code)):
        post.kind = "full_time" if number % 4 else "part_time"
        post.duty = parse_duty(COMMUNITY_DUTY[number % len(COMMUNITY_DUTY)])
        post.title = "网格管理员"
        post.is_published = True
    Post.objects.bulk_update(workers, ["kind", "duty", "title", "is_published"])


def _places(city: City, areas: dict[str, Area]) -> Iterator[_Place]:
    """Yield the posts to fill: a head in each grid, and the other kinds in the first grid of each community."""
    for number, grid in enumerate(sorted(city.grids)):
        area = areas[grid]
        if grid.endswith("004") and number % 5 == 0:
            continue  # a grid with nobody of its own
        yield _Place("grid_head", "crew", area, duty=GRID_DUTY[number % len(GRID_DUTY)])
        if not grid.endswith("001"):
            continue
        stairs = city.sites[grid]
        house = stairs[0].address
        yield _Place("building_head", "crew", area, _building(area, house))
        yield _Place("stair_head", "crew", area, stairs[0], duty="周六、周日")
        yield _Place("lane_head", "crew", area, duty="周一至周五 08:00-12:00")
        yield _Place("micro", "crew", area, duty="周一至周五")
        community = areas[community_of(grid)]
        yield _Place("elders", "member", community, duty="周三 09:00-11:00")
        yield _Place("volunteer", "member", community, duty="周六、周日 09:00-17:00")


def _building(area: Area, name: str) -> Site:
    """Return a building of a grid with a code of its own."""
    return Site.objects.create(code=new_site_code(), area=area, kind="building", name=name, address=name)


def _post(place: _Place, user: User, *, today: date) -> Post:
    """Return the post of a place."""
    return Post(
        user=user,
        role=place.role,
        area=place.area,
        area_code=place.area.code,
        from_on=today - timedelta(days=400),
        kind=place.kind,
        site=place.site,
        duty=parse_duty(place.duty),
        is_published=is_published_unless_said(place.role, place.kind),
    )


def _let_some_be_away(posts: list[Post], *, today: date) -> None:
    """Let every fortieth head be away for some days, in turn with a neighbour who stands in and with nobody."""
    heads = [post for post in posts if post.kind == "grid_head"]
    absences = []
    for number, post in enumerate(heads[7::40]):
        substitute = None if number % 2 else heads[heads.index(post) + 1].user
        begins = today + timedelta(days=2 + number)
        absences.append(Absence(post=post, substitute=substitute, from_on=begins, until_on=begins + timedelta(days=4)))
    Absence.objects.bulk_create(absences)
