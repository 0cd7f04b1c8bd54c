# SPDX-License-Identifier: Apache-2.0
"""What a ranking file says, as frozen values without behaviour. Pure: no Django.

A file is read by `sidan.evaluation.reader`, proved by `sidan.evaluation.soundness` and served by
`sidan.evaluation.shelf`. A leader must be able to read it from top to bottom and sign it, so it combines closed lists
and holds no expression.
"""

from typing import Literal, get_args

import msgspec

from sidan.base.errors import Words

# What is compared: units, or areas of one level. Never a person.
Subjects = Literal["units", "counties", "towns", "communities", "grids"]
SUBJECTS: tuple[Subjects, ...] = get_args(Subjects)
Period = Literal["month", "quarter", "half_year", "year"]
PERIODS: tuple[Period, ...] = get_args(Period)
Direction = Literal["more", "less"]
# How a value becomes points: as the share it is, as a part of the best in its class, as a part of a target, by bands.
Scale = Literal["share", "best", "target", "bands"]
SCALES: tuple[Scale, ...] = get_args(Scale)
ClassBy = Literal["one", "kind", "size", "outside"]
TierBy = Literal["share", "score"]
# What may leave a denominator, each only where a file says so.
Standing = Literal["counted", "suspended", "excluded"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
FULL_MARKS = 100


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a ranking file; a key that is not declared here is refused by the reader."""


class RankingClass(Declared, frozen=True, kw_only=True):
    """One class: its members are compared with one another alone.

    By kind it names the kinds of units (or levels of areas); by size or by an outside figure it takes what is at least
    `least` and below `below`, either of them open.
    """

    code: str
    name: Words
    kinds: tuple[str, ...] = ()
    least: float | None = None
    below: float | None = None


class Band(Declared, frozen=True, kw_only=True):
    """Which part of the points, from 0 to 1, is given from a value on, or up to it where less is better; best first."""

    least: float
    gives: float


class Weighed(Declared, frozen=True, kw_only=True):
    """One indicator of a ranking: what is measured, what it weighs, and how its value becomes points.

    `weight` is in points of 100. `without` names the standings that leave numerator and denominator. `credit` gives
    each of the five levels of satisfaction its part. `move` and `of_move` say what a measure of steps counts, `outside`
    which outside figure. `target` and `bands` belong to their scales; shares are said as shares (0.9), not percent.
    """

    code: str
    name: Words
    measure: str
    weight: float
    direction: Direction = "more"
    scale: Scale = "share"
    programmes: tuple[str, ...] = ()
    without: tuple[Standing, ...] = ("excluded",)
    credit: dict[str, float] = {}
    move: str = ""
    of_move: str = ""
    outside: str = ""
    target: float | None = None
    bands: tuple[Band, ...] = ()
    # Bounds of the points given, in points: neither a single failure nor a single feat decides everything.
    least_points: float | None = None
    most_points: float | None = None
    # The same orders may be counted in another indicator on purpose, as solved and satisfied are.
    beside: tuple[str, ...] = ()


class Extra(Declared, frozen=True, kw_only=True):
    """Points on top or off, for an outside figure with its evidence: so many a piece, at most so many in all."""

    code: str
    name: Words
    outside: str
    points: float
    at_most: float


class Tier(Declared, frozen=True, kw_only=True):
    """A tier, the best first: the part of a class it takes (0 to 1), or the score from which on it is given."""

    code: str
    name: Words
    share: float | None = None
    least: float | None = None


class Ranking(Declared, frozen=True, kw_only=True):
    """One way of comparing units, in one edition.

    `minimum` is the number of settled cases below which a subject has no rank. `missing_most` is the part of the
    weights that may lack data before a subject is unranked; what is missing stands at the mean of the class, said so.
    `first_day` is the day of the month on which a period begins. `kinds` narrows units by kind, empty takes all;
    `class_measure` or `class_outside` says what size classes are made by. `recheck` is how many satisfied answers a
    subject has re-checked in a round.
    """

    code: str
    edition: int
    basis: str
    name: Words
    summary: Words
    subjects: Subjects
    period: Period
    indicators: tuple[Weighed, ...]
    tiers: tuple[Tier, ...]
    menu: int = 50
    kinds: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    first_day: int = 1
    class_by: ClassBy = "one"
    class_measure: str = ""
    class_outside: str = ""
    classes: tuple[RankingClass, ...] = ()
    shrinks: bool = True
    minimum: int = 10
    missing_most: float = 0.2
    bonuses: tuple[Extra, ...] = ()
    deductions: tuple[Extra, ...] = ()
    tier_by: TierBy = "share"
    ties: bool = True
    publicity: str = "5 working_days"
    recheck: int = 10
    certificate: Words | None = None
