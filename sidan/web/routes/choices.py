# SPDX-License-Identifier: Apache-2.0
"""What the forms of routes offer: areas, branches with their matters and conditions, and units."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language

from sidan.base.errors import Words
from sidan.dispatch.matter_names import ANY, Catalogue, catalogue_of
from sidan.people.models import Unit
from sidan.people.queries import active_units
from sidan.places.codes import LENGTHS, county_of
from sidan.places.names import name_of
from sidan.places.tree import beneath

Choices = list[tuple[str, str]]
MOST_AREAS = 800
MOST_UNITS = 600


def area_choices(tops: Sequence[str], *, deepest: int = LENGTHS["community"]) -> Choices:
    """Return some areas and those beneath down to a length of code, indented; communities only where few. No query."""
    found = [pair for top in tops for pair in _branch(top, 0, deepest)]
    if len(found) > MOST_AREAS and deepest > LENGTHS["town"]:
        return area_choices(tops, deepest=LENGTHS["town"])
    return found[:MOST_AREAS]


def _branch(code: str, level: int, deepest: int) -> Iterator[tuple[str, str]]:
    """Yield an area and those beneath it."""
    if code:
        yield code, f"{'　' * level}{said(name_of(code))}"
    for each in beneath(code):
        if len(each.code) <= deepest:
            yield from _branch(each.code, level + bool(code), deepest)


def matter_choices(county: str, *, conditions: bool = True) -> Choices:
    """Return any matter, the branches with their matters, and under each its conditions as "matter#condition"."""
    known = catalogue_of(county)
    found = [("", said(ANY))]
    for branch in sorted(known.branches):
        found.append((branch, f"{'　' * branch.count('.')}▸ {said(known.branches[branch])}"))
        for matter in sorted(code for code in known.matters if code.rpartition(".")[0] == branch):
            found += _matter(known, matter, conditions=conditions)
    return found


def _matter(known: Catalogue, matter: str, *, conditions: bool) -> Iterator[tuple[str, str]]:
    """Yield a matter, and its conditions where it has several."""
    indent = "　" * matter.count(".")
    yield matter, f"{indent}{said(known.matters[matter])}"
    if conditions and len(known.conditions[matter]) > 1:
        for code, name in known.conditions[matter].items():
            yield f"{matter}#{code}", f"{indent}　· {said(name)}"


def unit_choices(tops: Sequence[str]) -> tuple[Choices, dict[str, Unit]]:
    """Return code and name of the units for some areas, and the rows by code. One query."""
    county = county_of(tops[0]) if len(tops) == 1 else ""
    rows = {unit.code: unit for unit in active_units(county=county)[:MOST_UNITS]}
    return [(code, said(Words(unit.name, unit.name_en))) for code, unit in rows.items()], rows


def said(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language(get_language() or "zh")
