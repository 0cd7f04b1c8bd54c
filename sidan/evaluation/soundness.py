# SPDX-License-Identifier: Apache-2.0
"""The proof that a ranking can be worked out from what it says, and counts nothing twice unnoticed. Pure: no Django.

Every fault is a sentence that names the key. Whether the programmes and moves it names are there is asked when it is
served (`sidan.evaluation.shelf`); whether somebody is alone in a class, when it is computed.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from sidan.base.errors import Refused, Words
from sidan.base.limits import Limit
from sidan.evaluation.class_faults import faults_of_classes, faults_of_tiers
from sidan.evaluation.declare import FULL_MARKS, Extra, Ranking
from sidan.evaluation.indicator_faults import counts_orders, faults_of_indicator
from sidan.evaluation.twice import counted_twice

# Weights are written by people, as 33.3 and 33.4.
TOLERANCE = 1e-6
LAST_FIRST_DAY = 28  # every month has it
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LISTS = ("indicators", "classes", "tiers", "bonuses", "deductions")


def faults_of(ranking: Ranking) -> list[str]:
    """Return every fault of the ranking as a sentence; an empty list is the proof that it is sound."""
    faults = [*_codes(ranking), *_words(ranking), *_numbers(ranking)]
    # Sums and bounds mean something only when every number is one.
    if any("is no number" in fault for fault in faults):
        return faults
    faults += [*_weights(ranking), *_bounds(ranking), *_extras(ranking)]
    for indicator in ranking.indicators:
        faults += faults_of_indicator(indicator)
    return [*faults, *counted_twice(ranking), *faults_of_classes(ranking), *faults_of_tiers(ranking)]


def _codes(ranking: Ranking) -> Iterator[str]:
    """Yield codes that are none, codes used twice, and an edition below one."""
    if not _CODE.fullmatch(ranking.code):
        yield f"code: “{ranking.code}” must be small letters, digits and “_”, beginning with a letter."
    if ranking.edition < 1:
        yield "edition: editions count from 1."
    for place in _LISTS:
        codes = [each.code for each in getattr(ranking, place)]
        for code in codes:
            if not _CODE.fullmatch(code):
                yield f"{place} “{code}” code: it must be small letters, digits and “_”, beginning with a letter."
        yield from (f"{place}: the code “{code}” is used twice." for code in _doubled(codes))
    # A waterfall shows indicators, bonuses and deductions in one row.
    for place in ("bonuses", "deductions"):
        others = {each.code for each in ranking.indicators}
        others |= {each.code for each in ranking.bonuses} if place == "deductions" else set()
        for each in getattr(ranking, place):
            if each.code in others:
                yield f"{place} “{each.code}” code: another part of the score has the code “{each.code}” already."


def _words(ranking: Ranking) -> Iterator[str]:
    """Yield words missing in a language, and a basis that names nothing."""
    named = [("name", ranking.name), ("summary", ranking.summary)]
    named += [("certificate", ranking.certificate)] if ranking.certificate is not None else []
    named += [(f"{place} “{each.code}” name", each.name) for place in _LISTS for each in getattr(ranking, place)]
    for where, words in named:
        yield from _missing(where, words)
    if not ranking.basis.strip():
        yield "basis: name the document this ranking rests on, or say that it is a default of your own."


def _missing(where: str, words: Words) -> Iterator[str]:
    """Yield the language in which a text is missing."""
    for language, text in (("Chinese", words.zh), ("English", words.en)):
        if not text.strip():
            yield f"{where}: the {language} text is missing."


def _numbers(ranking: Ranking) -> Iterator[str]:
    """Yield numbers that are none: TOML knows nan and inf."""
    for where, part in (
        ("", ranking),
        *((f"{place} “{each.code}” ", each) for place in _LISTS for each in getattr(ranking, place)),
    ):
        for field in msgspec.structs.fields(part):
            value = getattr(part, field.name)
            inner = value.values() if isinstance(value, dict) else [value]
            bands = [number for band in value for number in (band.least, band.gives)] if field.name == "bands" else []
            if any(isinstance(each, float) and not math.isfinite(each) for each in (*inner, *bands)):
                yield f"{where}{field.encode_name}: it is no number that can be counted with."


def _weights(ranking: Ranking) -> Iterator[str]:
    """Yield weights that do not add up to full marks, with their sum."""
    if not ranking.indicators:
        yield "indicators: there is nothing to compare by; name at least one indicator."
        return
    total = math.fsum(indicator.weight for indicator in ranking.indicators)
    if abs(total - FULL_MARKS) > TOLERANCE:
        yield f"indicators: the weights add up to {total:g}, not to {FULL_MARKS}."


def _bounds(ranking: Ranking) -> Iterator[str]:
    """Yield numbers of the whole that are out of bounds, and a publicity that is no time limit."""
    if not 1 <= ranking.first_day <= LAST_FIRST_DAY:
        yield f"first_day: a period begins on a day from 1 to {LAST_FIRST_DAY}, which every month has."
    if ranking.minimum < 0 or (ranking.minimum == 0 and all(map(counts_orders, ranking.indicators))):
        yield "minimum: give at least 1; without a case there is nothing to rank."
    if not 0 <= ranking.missing_most < 1:
        yield "missing_most: give the part of the weights that may lack data, from 0 to below 1."
    if ranking.recheck < 0:
        yield "recheck: give how many satisfied answers are asked again, 0 for none."
    if ranking.kinds and ranking.subjects != "units":
        yield f"kinds: only units have kinds, and this ranking compares {ranking.subjects}."
    yield from (f"kinds: “{kind}” is named twice." for kind in _doubled(ranking.kinds))
    yield from (f"programmes: “{code}” is named twice." for code in _doubled(ranking.programmes))
    try:
        Limit.parse(ranking.publicity)
    except Refused as refused:
        yield f"publicity: {refused}"


def _extras(ranking: Ranking) -> Iterator[str]:
    """Yield faults of bonuses and deductions: points, bounds, and figures that count already."""
    weighed = {each.outside: each.code for each in ranking.indicators if each.outside}
    used: dict[str, str] = {}
    listed: list[tuple[str, Extra]] = [("bonuses", each) for each in ranking.bonuses]
    listed += [("deductions", each) for each in ranking.deductions]
    for place, extra in listed:
        where = f"{place} “{extra.code}”"
        if not extra.outside.strip():
            yield f"{where} outside: name the outside figure that is counted, with its evidence."
        if extra.points <= 0:
            yield f"{where} points: give points above 0; a deduction takes them off by itself."
        elif extra.at_most < extra.points:
            yield f"{where} at_most: {extra.at_most:g} in all is less than the {extra.points:g} for one piece."
        elif extra.at_most > FULL_MARKS:
            yield f"{where} at_most: it is more than the {FULL_MARKS} points of the whole."
        if extra.outside in weighed:
            yield f"{where} outside: “{extra.outside}” is weighed in the indicator “{weighed[extra.outside]}” already."
        if extra.outside in used:
            yield f"{where} outside: “{extra.outside}” counts in {used[extra.outside]} already."
        used[extra.outside] = where


def _doubled(names: Iterable[str]) -> list[str]:
    """Return the names that stand there more than once."""
    return sorted(name for name, times in Counter(names).items() if times > 1)
