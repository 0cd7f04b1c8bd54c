# SPDX-License-Identifier: Apache-2.0
"""Who acts: a person with the posts held today, a resident with a query code, or the machine itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from sidan.people.days import city_today
from sidan.people.models import User
from sidan.people.posts import POST_ROLES
from sidan.places.codes import county_of
from sidan.places.prepared import all_rows


@dataclass(frozen=True, slots=True)
class Holding:
    """One post as held today; `for_user_id` is the absent holder when the actor is the substitute."""

    role: str
    unit_id: int | None = None
    area_code: str = ""
    post_id: int | None = None
    for_user_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever does something, with all that decides what they may do, so that no rule needs the database.

    `reporter_of` is the order whose query code was shown; `system` names the machine's own part (`clock`, `rule`,
    `importer`); `county` names the audit chain of what they do, empty for the city's own.
    """

    user_id: int | None = None
    name: str = ""
    posts: tuple[Holding, ...] = ()
    reporter_of: int | None = None
    system: str = ""
    ip: str = ""
    county: str = ""

    @classmethod
    def clock(cls) -> "Actor":
        """Return the clock, which makes the moves of lateness and silence."""
        return cls(name="clock", system="clock")

    @classmethod
    def rule(cls) -> "Actor":
        """Return the rule, which makes the moves that a programme leaves to the city's own rules."""
        return cls(name="rule", system="rule")

    @classmethod
    def importer(cls) -> "Actor":
        """Return the operator's command line, which brings in what a spreadsheet says."""
        return cls(name="importer", system="importer")

    @classmethod
    def reporter(cls, order_id: int, *, ip: str = "") -> "Actor":
        """Return the resident who showed the query code of that order."""
        return cls(name="reporter", reporter_of=order_id, ip=ip)

    @classmethod
    def anyone(cls, *, ip: str = "") -> "Actor":
        """Return somebody of whom nothing is known."""
        return cls(name="anyone", ip=ip)

    @cached_property
    def _by_role(self) -> dict[str, tuple[Holding, ...]]:
        """Return the holdings of each role; an actor is asked many times on one page."""
        return {role: tuple(post for post in self.posts if post.role == role) for role in {p.role for p in self.posts}}

    @cached_property
    def all_units(self) -> frozenset[int]:
        """Return every unit at which the actor holds or stands in for any post."""
        return frozenset(post.unit_id for post in self.posts if post.unit_id is not None)

    def holds(self, role: str) -> bool:
        """Say whether the actor holds the role anywhere today, in person or as a substitute."""
        return role in self._by_role

    def areas(self, role: str) -> tuple[str, ...]:
        """Return the codes of the areas the role is held over, none lying inside another.

        A role of the whole city answers the empty code, which begins every other; a role of a unit has no areas.
        """
        if POST_ROLES[role].scope == "unit":
            return ()
        return outermost(post.area_code for post in self._by_role.get(role, ()))

    def units(self, role: str) -> frozenset[int]:
        """Return the units at which the role is held."""
        return frozenset(post.unit_id for post in self._by_role.get(role, ()) if post.unit_id is not None)


def outermost(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that no other of them begins, sorted; inside means sharing a beginning."""
    kept: list[str] = []
    for code in sorted(set(codes)):
        if not kept or not code.startswith(kept[-1]):
            kept.append(code)
    return tuple(kept)


# By hand, because every page of staff runs it and building it with the ORM takes longer than answering it. The halves
# are joined by UNION ALL, as each then has an index of its own.
_POSTS_TODAY = """
    SELECT held.role, held.unit_id, held.area_code, held.id, held.for_user_id, area.code
    FROM (
        WITH own AS (
            SELECT post.*, NULL::bigint AS for_user_id FROM people_post post
            WHERE post.user_id = %s
            UNION ALL
            SELECT post.*, post.user_id FROM people_absence absence JOIN people_post post ON post.id = absence.post_id
            WHERE absence.substitute_id = %s AND %s BETWEEN absence.from_on AND absence.until_on
        )
        SELECT own.role, own.unit_id, own.area_code, own.id, own.for_user_id, own.from_on, own.until_on FROM own
        UNION ALL
        SELECT 'partner', tie.unit_id, tie.area_code, own.id, own.for_user_id,
            greatest(own.from_on, tie.from_on), least(own.until_on, tie.until_on)
        FROM own JOIN people_partner tie ON tie.unit_id = own.unit_id
        WHERE own.role IN ('handler', 'unit_head')
    ) held
    LEFT JOIN people_unit unit ON unit.id = held.unit_id
    LEFT JOIN places_area area ON area.id = unit.area_id
    WHERE held.from_on <= %s AND (held.until_on IS NULL OR held.until_on >= %s)
    ORDER BY held.id, held.for_user_id, held.role <> 'partner', held.area_code
"""


def actor_of(user: User | AnonymousUser, *, ip: str = "") -> Actor:
    """Return the actor a signed-in user is today: own posts, and those of absent colleagues they stand in for.

    One query. Whoever is away keeps the post and may act all the same. A user who may no longer sign in holds nothing.
    """
    if not isinstance(user, User) or not user.is_active:
        return Actor.anyone(ip=ip)
    day = city_today()
    rows = all_rows(_POSTS_TODAY, [user.pk, user.pk, day, day, day])
    counties = (county_of(area or unit_area or "") for _, _, area, _, _, unit_area in rows)
    return Actor(
        user_id=user.pk,
        name=user.display_name,
        posts=tuple(Holding(*row[:5]) for row in rows),
        ip=ip,
        county=next(filter(None, counties), ""),
    )
