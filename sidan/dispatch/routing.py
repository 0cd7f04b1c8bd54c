# SPDX-License-Identifier: Apache-2.0
"""Which route an order takes: the most specific of those that fit. Pure: no Django.

A route is more specific by, in this order: the smaller area; the deeper matter (a matter before its branch, a branch
before "any"); a condition before none; the narrower hours. Of two that both fit an order, equal areas are the same
area and equal matters the same matter, so routes tie only when all they say agrees but hours that overlap. A tie
between different units is a conflict: it is told, and nothing goes by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sidan.dispatch.hours import Moment, is_within, may_meet, narrowness

Rank = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """What a route says, as plain values; `number` is the route's, units are named by their ids.

    `matter` is a matter's code, a branch's or "" for any; `condition` "" for any. The lead unit is `unit`.
    """

    number: int
    area: str
    unit: int
    matter: str = ""
    condition: str = ""
    hours: str = "always"
    assisting: tuple[int, ...] = ()
    from_on: date = date.min
    until_on: date | None = None
    is_automatic: bool = False
    trusts_words: bool = False
    surer_than_percent: int | None = None

    @property
    def units(self) -> tuple[int, tuple[int, ...]]:
        """Return who gets the order: the lead unit and those assisting."""
        return self.unit, tuple(sorted(self.assisting))


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be routed: where, what, under which condition ("" while nobody knows), and when."""

    area: str
    matter: str
    moment: Moment
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The routes that fit a case.

    `best` are the most specific, more than one only in a tie; `wider` the others that fit, the most specific first;
    `undecided` those that would stand before the best if a condition were known.
    """

    best: tuple[Way, ...] = ()
    wider: tuple[Way, ...] = ()
    undecided: tuple[Way, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Say whether the best name different units."""
        return len({way.units for way in self.best}) > 1

    @property
    def way(self) -> Way | None:
        """Return the route to take, the earliest of those that agree; None for none and in a conflict."""
        return None if self.is_conflict else next(iter(self.best), None)


def resolve(ways: Iterable[Way], case: Case) -> Resolution:
    """Return which of the routes fit a case, and which stands first."""
    apart = [way for way in ways if _fits_but_condition(way, case)]
    fitting = sorted((way for way in apart if way.condition in ("", case.condition)), key=_by_rank)
    top = rank(fitting[0]) if fitting else (0, 0, 0, 0)
    best = tuple(way for way in fitting if rank(way) == top)
    undecided = () if case.condition else tuple(w for w in apart if w.condition and rank(w) > top)
    return Resolution(best, tuple(fitting[len(best) :]), tuple(sorted(undecided, key=_by_rank)))


def rank(way: Way) -> Rank:
    """Return how specific a route is; the greater, the more."""
    return len(way.area), depth(way.matter), int(bool(way.condition)), narrowness(way.hours)


def depth(matter: str) -> int:
    """Return how deep a matter or branch lies in the catalogue; 0 for any matter."""
    return matter.count(".") + 1 if matter else 0


def is_of(matter: str, branch: str) -> bool:
    """Say whether a matter is `branch`, lies in it, or `branch` is any."""
    return not branch or matter == branch or matter.startswith(f"{branch}.")


def branches_of(matter: str) -> tuple[str, ...]:
    """Return what a route for a matter may name: any, its branches from the root, and the matter itself."""
    parts = matter.split(".") if matter else []
    return ("", *(".".join(parts[:length]) for length in range(1, len(parts) + 1)))


def conflicts(ways: Iterable[Way]) -> list[tuple[Way, Way]]:
    """Return the pairs of routes that would tie for some case and name different units, by their numbers."""
    alike: dict[tuple[str, str, str, int], list[Way]] = {}
    for way in sorted(ways, key=lambda each: each.number):
        alike.setdefault((way.area, way.matter, way.condition, narrowness(way.hours)), []).append(way)
    return [
        (one, other)
        for group in alike.values()
        for place, one in enumerate(group)
        for other in group[place + 1 :]
        if one.units != other.units and _days_meet(one, other) and may_meet(one.hours, other.hours)
    ]


def _fits_but_condition(way: Way, case: Case) -> bool:
    """Say whether a route fits a case as far as place, matter, day and hours go."""
    day = case.moment.at.date()
    return (
        case.area.startswith(way.area)
        and is_of(case.matter, way.matter)
        and way.from_on <= day
        and (way.until_on is None or day <= way.until_on)
        and is_within(way.hours, case.moment)
    )


def _by_rank(way: Way) -> tuple[int, int, int, int, int]:
    """Return what sorts the most specific first, and of equals the earliest."""
    area, matter, condition, hours = rank(way)
    return -area, -matter, -condition, -hours, way.number


def _days_meet(one: Way, other: Way) -> bool:
    """Say whether there is a day on which both hold."""
    return one.from_on <= (other.until_on or date.max) and other.from_on <= (one.until_on or date.max)
