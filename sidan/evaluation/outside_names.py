# SPDX-License-Identifier: Apache-2.0
"""Which outside figures rankings ask for, how these are called, and which count pieces; no query but for subjects."""

from collections.abc import Collection, Iterator, Mapping

from sidan.base import cells
from sidan.base.errors import Refused, Words
from sidan.evaluation import shelf
from sidan.people.models import Unit
from sidan.places.codes import stripped
from sidan.places.models import Area
from sidan.places.names import area_codes


def known_indicators() -> Mapping[str, tuple[str, ...]]:
    """Return the outside figures that rankings ask for, each with the codes of these rankings."""
    found: dict[str, list[str]] = {}
    for name, ranking, _words in _asked():
        codes = found.setdefault(name, [])
        if ranking not in codes:
            codes.append(ranking)
    return {name: tuple(codes) for name, codes in sorted(found.items())}


def indicator_names() -> Mapping[str, Words]:
    """Return how the outside figures are called where a ranking first asks for them; what only parts classes is not."""
    found: dict[str, Words] = {}
    for name, _ranking, words in _asked():
        if words is not None:
            found.setdefault(name, words)
    return found


def pieces() -> frozenset[str]:
    """Return the outside figures never below nought: so many awards or reports, and sizes that part classes."""
    return frozenset(
        name
        for ranking in shelf.rankings()
        for name in (*(extra.outside for extra in (*ranking.bonuses, *ranking.deductions)), ranking.class_outside)
        if name
    )


def subject_code(text: str) -> str:
    """Return the code of a unit or an area as it is kept; an area's may be filled with zeros, as offices write it."""
    code = cells.code_text(text)
    try:
        return stripped(code) if code.endswith("000") else code
    except Refused:
        return code


def areas_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the code of the area of each subject that is there, of a unit without one the city's. Two queries."""
    found = dict(Area.objects.filter(code__in=subjects).values_list("code", "code"))
    units = Unit.objects.filter(code__in=subjects).values_list("code", "area__code")
    city = next(iter(area_codes(levels=["city"])), "")
    return found | {code: area or city for code, area in units}


def subject_names(subjects: Collection[str]) -> dict[str, Words]:
    """Return how subjects are called. Two queries."""
    rows = [
        *Area.objects.filter(code__in=subjects).values_list("code", "name", "name_en"),
        *Unit.objects.filter(code__in=subjects).values_list("code", "name", "name_en"),
    ]
    return {code: Words(name, name_en or name) for code, name, name_en in rows}


def _asked() -> Iterator[tuple[str, str, Words | None]]:
    """Yield every outside figure with the ranking that asks for it and its name there."""
    for ranking in shelf.rankings():
        named = [(each.outside, each.name) for each in ranking.indicators]
        named += [(each.outside, each.name) for each in (*ranking.bonuses, *ranking.deductions)]
        yield from ((outside, ranking.code, name) for outside, name in named if outside)
        if ranking.class_outside:
            yield ranking.class_outside, ranking.code, None
