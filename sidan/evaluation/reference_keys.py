# SPDX-License-Identifier: Apache-2.0
"""What each key of a ranking file means, for the reference page. Pure: no Django.

A test asks that every key has its line here, and that nothing else has.
"""

from collections.abc import Mapping

from sidan.evaluation.declare import (
    Band,
    ClassBy,
    Declared,
    Direction,
    Extra,
    Period,
    Ranking,
    RankingClass,
    Scale,
    Standing,
    Subjects,
    Tier,
    TierBy,
    Weighed,
)
from sidan.evaluation.figure import Form

_NAME = "its name as shown"
_OUTSIDE = "the outside figure of that name, entered with evidence and checked by a second person"

KEYS: dict[str, tuple[type[Declared], Mapping[str, str]]] = {
    "The file": (
        Ranking,
        {
            "code": "its name in code; rounds keep it",
            "edition": "its number; a changed file needs a new one, rounds keep the text they were opened with",
            "basis": "the document behind it; say so where it is a default of your own",
            "name": _NAME,
            "summary": "one sentence for the page about it",
            "subjects": "what is compared, from the list below; never a person",
            "period": "how often a round is opened, from the list below",
            "indicators": "what is measured; the weights add up to 100",
            "tiers": "the tiers, the best first; at least two",
            "menu": "its place in menus, the smallest first",
            "kinds": "the kinds of units compared; without it all",
            "programmes": "the programmes whose orders count; without it all",
            "first_day": "the day of the month, 1 to 28, on which a period begins",
            "class_by": "what parts subjects into classes, from the list below",
            "class_measure": 'the count that makes the size, for `class_by = "size"`: `"given"` or `"received"`',
            "class_outside": 'the outside figure that parts them, for `class_by = "outside"`',
            "classes": "the classes, without a gap and without an overlap",
            "shrinks": "whether rates of few cases are shrunk towards their class",
            "minimum": "settled cases below which there is no rank; 0 only where outside figures are weighed",
            "missing_most": "the part of the weights, 0 to below 1, that may lack data before there is no rank",
            "bonuses": "points on top, for figures with evidence",
            "deductions": "points off, for figures with evidence",
            "tier_by": "what a tier is given for, from the list below",
            "ties": "whether who does not surely differ from the last of a tier stands in it, too",
            "publicity": 'how long results stand for objections, such as `"5 working_days"`',
            "recheck": "how many satisfied answers of each subject are asked again by somebody else",
            "certificate": "the words on the certificate of whoever is named; without it there is none",
        },
    ),
    "`[[indicators]]`": (
        Weighed,
        {
            "code": "its name in code",
            "name": _NAME,
            "measure": "what is counted, from [measures](../topics/measures.md)",
            "weight": "its points of 100",
            "direction": "which direction is good; most measures allow one alone",
            "scale": "how the value becomes points, from the list below",
            "programmes": "the programmes whose orders count here, instead of the ranking's",
            "without": "the standings that leave numerator and denominator, from the list below",
            "credit": 'what each level of satisfaction is worth, `"1"` to `"5"`, each from 0 to 1; '
            "without it a quarter a level",
            "move": "the move that a measure of steps counts",
            "of_move": "the move of which it is a part",
            "outside": _OUTSIDE,
            "target": "the value that gives all the points, for the scale `target`; a share as 0.9",
            "bands": "which value gives which part of the points, the best first, for the scale `bands`",
            "least_points": "the fewest points given",
            "most_points": "the most points given",
            "beside": "indicators that count the same on purpose; each names the other",
        },
    ),
    "`bands`": (
        Band,
        {
            "least": "the value from which on it is given, or up to which where less is better",
            "gives": "the part of the points, 0 to 1; the first band gives 1",
        },
    ),
    "`[[classes]]`": (
        RankingClass,
        {
            "code": "its name in code",
            "name": _NAME,
            "kinds": 'the kinds of units it holds, for `class_by = "kind"`',
            "least": "the size or figure from which on one is in it; open without it",
            "below": "the size or figure below which one is in it; open without it",
        },
    ),
    "`[[bonuses]]` and `[[deductions]]`": (
        Extra,
        {
            "code": "its name in code",
            "name": _NAME,
            "outside": _OUTSIDE,
            "points": "points for each piece, above 0; a deduction takes them off by itself",
            "at_most": "points in all",
        },
    ),
    "`[[tiers]]`": (
        Tier,
        {
            "code": "its name in code",
            "name": _NAME,
            "share": "the part of a class it holds; the last may leave it out",
            "least": "the score from which on it is given; the last may leave it out",
        },
    ),
}

# Title -> the names of a closed list with what each means.
SUBJECTS_MEAN: Mapping[Subjects, str] = {
    "units": "units, of some kinds or of all",
    "counties": "the counties of the city, by all that happened there",
    "towns": "towns and streets",
    "communities": "villages and urban communities",
    "grids": "grids",
}
PERIODS_MEAN: Mapping[Period, str] = {
    "month": "from `first_day` to the day before the next one",
    "quarter": "three months",
    "half_year": "six months",
    "year": "twelve months",
}
SCALES_MEAN: Mapping[Scale, str] = {
    "share": "the share itself, or what it lacks to 1 where less is better; only for shares",
    "best": "the value as a part of the best among the others of the class",
    "target": "the value as a part of `target`, at most all the points",
    "bands": "what the first band gives whose bound the value reaches; nothing where it reaches none",
}
DIRECTIONS_MEAN: Mapping[Direction, str] = {"more": "the more the better", "less": "the less the better"}
STANDINGS_MEAN: Mapping[Standing, str] = {
    "counted": "orders that count as usual",
    "suspended": "orders that stand suspended (缓办、挂账)",
    "excluded": "orders excluded on a named ground, with evidence, by two persons (剔除)",
}
CLASSES_MEAN: Mapping[ClassBy, str] = {
    "one": "nothing: all are compared with all",
    "kind": "the kind of the unit",
    "size": "how much there was to do in the period before, by `class_measure`, so that nobody picks a class",
    "outside": "an outside figure of the period, by `class_outside`",
}
TIERS_MEAN: Mapping[TierBy, str] = {
    "share": "the place in the class: each tier holds a part of it",
    "score": "the total: each tier begins at a score",
}
FORMS_MEAN: Mapping[Form, str] = {
    "share": "share",
    "mean": "mean",
    "quantile": "quantile",
    "count": "number",
    "amount": "amount",
}
