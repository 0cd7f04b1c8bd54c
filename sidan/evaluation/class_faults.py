# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with the classes and the tiers of a ranking. Pure: no Django."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sidan.base.toml_shape import nearest
from sidan.evaluation.declare import Ranking, RankingClass, Tier
from sidan.evaluation.measures import MEASURES

_TOLERANCE = 1e-6


def faults_of_classes(ranking: Ranking) -> Iterator[str]:
    """Yield what is wrong with how subjects fall into classes, each a sentence."""
    yield from _made_by(ranking)
    if ranking.class_by == "one":
        if ranking.classes:
            yield f"class_by: with “one” all are compared with all, and “{ranking.classes[0].code}” would hold nobody."
        return
    if len(ranking.classes) < 2:
        yield "classes: name at least two classes, or leave class_by out."
    for each in ranking.classes:
        yield from _keys(ranking, each)
    if ranking.class_by == "kind":
        yield from _kinds(ranking)
    else:
        yield from _bounds(ranking.classes)


def _made_by(ranking: Ranking) -> Iterator[str]:
    """Yield what classes are made by where it is missing, unknown, or of no use."""
    for key, by in (("class_measure", "size"), ("class_outside", "outside")):
        named = getattr(ranking, key)
        if ranking.class_by == by and not named:
            yield f"{key}: classes by “{by}” need to be told what they are made by."
        if ranking.class_by != by and named:
            yield f"{key}: only classes by “{by}” are made by it."
    if ranking.class_by == "kind" and ranking.subjects != "units":
        yield f"class_by: {ranking.subjects} are all of one kind; choose “size” or “outside”."
    if ranking.class_by != "size" or not ranking.class_measure:
        return
    measure = MEASURES.get(ranking.class_measure)
    if measure is None:
        hint = nearest(ranking.class_measure, MEASURES)
        yield f"class_measure: there is no measure “{ranking.class_measure}”{hint}"
    elif measure.needs or measure.form != "count":
        counts = [code for code, each in MEASURES.items() if each.form == "count" and not each.needs]
        yield f"class_measure: a size is a plain count; choose {' or '.join(f'“{code}”' for code in counts)}."


def _keys(ranking: Ranking, each: RankingClass) -> Iterator[str]:
    """Yield keys that a class lacks or has too many for what the classes are made by."""
    where = f"classes “{each.code}”"
    if ranking.class_by == "kind":
        if not each.kinds:
            yield f"{where} kinds: say which kinds of units it holds."
        for key in ("least", "below"):
            if getattr(each, key) is not None:
                yield f"{where} {key}: classes by kind have no bounds."
        return
    if each.kinds:
        yield f"{where} kinds: classes by “{ranking.class_by}” have bounds, not kinds."
    if each.least is not None and each.below is not None and each.below <= each.least:
        yield f"{where} below: nothing is at least {each.least:g} and below {each.below:g}."


def _kinds(ranking: Ranking) -> Iterator[str]:
    """Yield kinds that stand in two classes, in none, or outside the ranking."""
    seen: dict[str, str] = {}
    for each in ranking.classes:
        for kind in each.kinds:
            if kind in seen:
                yield f"classes “{each.code}” kinds: “{kind}” stands in the class “{seen[kind]}” already."
            elif ranking.kinds and kind not in ranking.kinds:
                yield f"classes “{each.code}” kinds: “{kind}” is not among the kinds this ranking compares."
            seen.setdefault(kind, each.code)
    for kind in ranking.kinds:
        if kind not in seen:
            yield f"kinds: no class holds “{kind}”, so its units would be unranked."


def _bounds(classes: Sequence[RankingClass]) -> Iterator[str]:
    """Yield gaps and overlaps between classes with bounds, and ends that are not open."""
    ordered = sorted(classes, key=lambda each: -math.inf if each.least is None else each.least)
    if not ordered:
        return
    first, last = ordered[0], ordered[-1]
    if first.least is not None and first.least > 0:
        yield f"classes “{first.code}” least: nobody below {first.least:g} has a class; leave it out."
    if last.below is not None:
        yield f"classes “{last.code}” below: nobody from {last.below:g} on has a class; leave it out."
    for lower, upper in pairwise(ordered):
        if lower.below is None or upper.least is None or upper.least < lower.below:
            yield f"classes “{upper.code}” least: it overlaps with “{lower.code}”."
        elif upper.least > lower.below:
            yield f"classes “{upper.code}” least: nobody from {lower.below:g} to {upper.least:g} has a class."


def faults_of_tiers(ranking: Ranking) -> Iterator[str]:
    """Yield what is wrong with the tiers, each a sentence; they stand the best first."""
    tiers = ranking.tiers
    if len(tiers) < 2:
        yield "tiers: name at least two tiers, the best first."
        return
    wanted, other = ("share", "least") if ranking.tier_by == "share" else ("least", "share")
    for tier in tiers:
        if getattr(tier, other) is not None:
            yield f"tiers “{tier.code}” {other}: tiers by “{ranking.tier_by}” have “{wanted}” instead."
    for tier in tiers[:-1]:
        if getattr(tier, wanted) is None:
            yield f"tiers “{tier.code}” {wanted}: only the last tier may leave it out and hold the rest."
    yield from _shares(tiers) if wanted == "share" else _thresholds(tiers)


def _shares(tiers: Sequence[Tier]) -> Iterator[str]:
    """Yield shares out of bounds, and shares that do not add up."""
    shares = [tier.share for tier in tiers if tier.share is not None]
    for tier in tiers:
        if tier.share is not None and not 0 < tier.share < 1:
            yield f"tiers “{tier.code}” share: give the part of a class it holds, 0.2 for 20 percent."
    total = math.fsum(shares)
    if tiers[-1].share is None and total >= 1:
        yield f"tiers: the shares before the last add up to {total:g}, and nothing is left for “{tiers[-1].code}”."
    elif tiers[-1].share is not None and abs(total - 1) > _TOLERANCE:
        yield f"tiers: the shares add up to {total:g}, not to 1; the last may be left open."


def _thresholds(tiers: Sequence[Tier]) -> Iterator[str]:
    """Yield scores that do not fall from tier to tier, and a last tier that some do not reach."""
    scored = [(tier, tier.least) for tier in tiers if tier.least is not None]
    for (better, above), (worse, least) in pairwise(scored):
        if least >= above:
            yield f"tiers “{worse.code}” least: {least:g} is not below the {above:g} of “{better.code}”."
    last = tiers[-1].least
    if last is not None and last > 0:
        yield f"tiers “{tiers[-1].code}” least: whoever has less than {last:g} would have no tier; leave it out."
