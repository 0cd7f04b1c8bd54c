# SPDX-License-Identifier: Apache-2.0
"""Questions about many units and people, for pickers, messages and the staffing page."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from sidan.people.actors import Actor
from sidan.people.days import city_today, held_on
from sidan.people.models import Post, Unit, User
from sidan.people.posts import POST_ROLES
from sidan.places.codes import LENGTHS, path_of
from sidan.places.models import Area


def active_units(*, kind: str = "", county: str = "", text: str = "") -> QuerySet[Unit]:
    """Return the units a picker offers, by code, with their areas: those of a county and those of the whole city.

    `text` narrows by a part of the name or the beginning of the code. The caller takes a slice.
    """
    units = Unit.objects.filter(is_active=True).select_related("area")
    if kind:
        units = units.filter(kind=kind)
    if county:
        reach = Q(area__isnull=True) | Q(area__code__startswith=county) | Q(area__code__in=path_of(county))
        units = units.filter(reach)
    if text:
        units = units.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__startswith=text))
    return units


def staff_of(county: str) -> list[tuple[User, str]]:
    """Return everybody who holds a post in a county today, each with the earliest post, by name; one query.

    Posts over an area of the county or around it count, and those at units of the county or of the whole city.
    """
    reach = Q()
    if county:
        reach = (
            Q(area_code__startswith=county)
            | Q(area_code__in=path_of(county))
            | Q(unit__area__code__startswith=county)
            | Q(unit__area__code__in=path_of(county))
        )
    posts = Post.objects.filter(held_on(city_today()), reach, user__is_active=True)
    found = posts.select_related("user").order_by("user_id", "from_on", "id").distinct("user_id")
    return sorted(((post.user, post.role) for post in found), key=lambda pair: (pair[0].display_name, pair[0].pk))


def present_kinds() -> list[str]:
    """Return the kinds that units have, each once; one query."""
    return list(Unit.objects.order_by("kind").values_list("kind", flat=True).distinct())


def colleagues(actor: Actor) -> QuerySet[User]:
    """Return the others who hold a post today at one of the actor's units or over one of the actor's own areas."""
    shared = Q(unit__in=actor.all_units) | Q(area_code__in={post.area_code for post in actor.posts} - {""})
    posts = Post.objects.filter(held_on(city_today()), shared, user=OuterRef("pk"))
    others = User.objects.filter(Exists(posts), is_active=True)
    return others if actor.user_id is None else others.exclude(pk=actor.user_id)


def users_over(role: str, area_code: str) -> QuerySet[User]:
    """Return those who may act today in a role over an area, and so may be told: holders and their substitutes."""
    return _users_in(Q(role=role, area_code__in=path_of(area_code)))


def users_at(role: str, units: QuerySet[Unit]) -> QuerySet[User]:
    """Return those who may act today in a role at some units, holders and their substitutes."""
    return _users_in(Q(role=role, unit__in=units))


def _users_in(posts: Q) -> QuerySet[User]:
    """Return the active users who hold one of these posts today or stand in for its holder."""
    today = city_today()
    found = Post.objects.filter(posts, held_on(today))
    lent = found.filter(absences__from_on__lte=today, absences__until_on__gte=today)
    # A union inside IN is read once; two INs joined by OR would read the whole table of users.
    either = found.order_by().values("user").union(lent.order_by().values("absences__substitute"), all=True)
    return User.objects.filter(pk__in=either, is_active=True)


def one_of_each_role() -> list[Post]:
    """Return, for each role somebody holds today, its earliest post with user, unit and area, in the order of the list.

    One query; for the demo's sign-in page.
    """
    posts = Post.objects.filter(held_on(city_today()), user__is_active=True)
    first = posts.order_by("role", "id").distinct("role").select_related("user", "unit", "area")
    return sorted(first, key=lambda post: list(POST_ROLES).index(post.role))


@dataclass(frozen=True, slots=True)
class Gap:
    """An area in which nobody holds a role that it needs."""

    area_code: str
    name: str
    role: str


# Every town needs somebody who dispatches, every grid somebody who goes there.
NEEDED = {"town": "dispatcher", "grid": "crew"}


def coverage(area_code: str, day: date) -> list[Gap]:
    """Return, in order of code, the towns without a dispatcher and the grids without a crew on `day`; one query.

    A post over a larger area covers all within it. A holder who is away still counts: the post has a substitute then.
    """
    areas = Area.objects.filter(Q(void_on__isnull=True) | Q(void_on__gt=day), code__startswith=area_code)
    lacking = [Q(~Exists(_posts_covering(role, day)), level=level) for level, role in NEEDED.items()]
    found = areas.filter(reduce(or_, lacking)).order_by("code").values_list("code", "name", "level")
    return [Gap(code, name, NEEDED[level]) for code, name, level in found]


def _posts_covering(role: str, day: date) -> QuerySet[Post]:
    """Return the posts of a role that cover the area of the outer query."""
    # Equality with each beginning of the code uses the index on role and area, which a reversed LIKE could not.
    code = CharField(db_collation="C")
    beginnings = [Left(OuterRef("code"), length, output_field=code) for length in LENGTHS.values()]
    return Post.objects.filter(held_on(day), role=role, user__is_active=True, area_code__in=beginnings)
