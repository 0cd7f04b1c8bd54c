# SPDX-License-Identifier: Apache-2.0
"""Columns that sheets of companies and of advisers share: skills, languages, places and days."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Known, Spec
from sidan.matching.authority import may_keep, not_kept
from sidan.matching.register_facts import Days, place_faults
from sidan.matching.skills import Vocabulary
from sidan.people.actors import Actor
from sidan.places.area_columns import true_point
from sidan.places.codes import is_inside, stripped
from sidan.places.models import Area

KnownRows = Callable[[Sequence[Record]], Known]
CheckRows = Callable[[Sequence[Record]], Iterator[Refused]]
YES_NO = (Words("是", "yes"), Words("否", "no"))
_SPAN = re.compile(r"(.+?)\s*[~～〜至到—–]+\s*(.+)")
_TWO_DASHES = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*-\s*(\d{4}-\d{1,2}-\d{1,2})")

PLACE = (
    Column(
        "lon",
        Words("经度", "Longitude"),
        cells.decimal(-180, 180),
        aliases=("lng",),
        style="number",
        help=Words("度，如 116.35", "degrees, such as 116.35"),
    ),
    # As wide as a longitude: that both were swapped is told by `placed` in better words than a limit.
    Column(
        "lat",
        Words("纬度", "Latitude"),
        cells.decimal(-180, 180),
        style="number",
        help=Words("度，如 27.95", "degrees, such as 27.95"),
    ),
)


def skills_column(name: str, header: Words, words: Vocabulary, *, kind: str = "skill", first: bool = False) -> Column:
    """Return a column of skills or languages, which are named by code, name or other words."""
    more = Words("，最要紧的在前", ", the most important first") if first else Words("", "")
    return Column(
        name,
        header,
        partial(words.codes_in, kind=kind),
        help=Words("用、，；／或换行隔开" + more.zh, "parted by , ; / or new lines" + more.en),
        width=30,
    )


def placed(record: Record, *, system: str) -> Record:
    """Return the record with its point in WGS-84; a fault when it is half a point, swapped or not on earth."""
    for name, fault in place_faults(record.get("lon"), record.get("lat"), box=None):
        raise record.fault(name, fault)
    return true_point(record, system=system)


def spec_of(title: Words, columns: tuple[Column, ...], *, known: KnownRows, check: CheckRows, system: str) -> Spec:
    """Return what a sheet of companies or advisers is about: rows with a code and a place."""
    refine = partial(placed, system=system)
    return Spec(title=title, columns=columns, key=itemgetter("code"), known=known, check=check, refine=refine)


def area_faults(record: Record, area: str, had: str, *, by: Actor) -> Iterator[Refused]:
    """Yield the fault of a row whose area, or whose area until now, is not the actor's to keep; "" is no area."""
    for name, code in (("area", area), ("code", had)):
        if code and not may_keep(by, code):
            yield record.fault(name, not_kept())
            return


def spans(cell: str) -> tuple[Days, ...]:
    """Return the spans of days of a cell, such as 2026-03-01~2026-03-10, or single days, in order."""
    return tuple(sorted(_days(part) for part in _parts(cell)))


def area_code(cell: str) -> str:
    """Return the code of an area without trailing zeros, or "" for none."""
    return stripped(cell) if cell else ""


def unless_empty(parse: Callable[[str], Any], usual: Any) -> Callable[[str], Any]:
    """Return a parser that takes an empty cell for what is usual."""
    return lambda cell: parse(cell) if cell else usual


def living_areas(records: Sequence[Record]) -> dict[str, Area]:
    """Return the areas that rows name and that are not void, by code; one query."""
    codes = {each.get("area") for each in records} - {None, ""}
    return {area.code: area for area in Area.objects.filter(code__in=codes, void_on__isnull=True)}


def said(record: Record, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the columns of a row say, by the names of facts; columns the sheet has not are not in it."""
    return {fact: record[column] for fact, column in names.items() if column in record.values}


def overlap(area: str, areas: Collection[str]) -> bool:
    """Say whether an area lies inside one of others, or around one."""
    return any(is_inside(area, other) or is_inside(other, area) for other in areas)


def _parts(cell: str) -> list[str]:
    """Return the spans a cell names; a stroke parts no spans, as it may stand within a day."""
    return [part for line in re.split(r"[、,;\n\r]+", cells.plain(cell)) if (part := line.strip())] if cell else []


def _days(text: str) -> Days:
    """Return one span of days, or a single day as a span."""
    found = _TWO_DASHES.fullmatch(text) or _SPAN.fullmatch(text)
    first, last = (cells.day(found[1]), cells.day(found[2])) if found else (cells.day(text), cells.day(text))
    if first is None or last is None:
        raise Refused("%(cell)s is not a span such as 2026-03-01~2026-03-10.", cell=text)
    return Days(first, last)
