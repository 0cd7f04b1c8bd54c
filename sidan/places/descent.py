# SPDX-License-Identifier: Apache-2.0
"""What became of areas that were redrawn, followed through any number of redrawings.

The lineages are kept in memory (see versions.py): following them takes no query. An area that no lineage names, void or
not, is its own successor.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction

from sidan.base.errors import Refused
from sidan.places.codes import is_inside, parent_of, path_of, stripped
from sidan.places.lineages import Lineage
from sidan.places.locating import locator
from sidan.places.models import Area
from sidan.places.versions import Kept, changed

# Shares are counted households and may be rounded.
WHOLE_SHARE = 0.999


class Passed(NamedTuple):
    """An area that went over into another on a day, by their codes; the share of its households that went."""

    source: str
    target: str
    on: date
    share: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Say whether all of it went over."""
        return self.share >= WHOLE_SHARE


@dataclass(frozen=True)
class Descent:
    """All lineages, forwards and backwards, and since when the areas they name are void."""

    after: Mapping[str, tuple[Passed, ...]]
    before: Mapping[str, tuple[Passed, ...]]
    void_on: Mapping[str, date | None]


@transaction.atomic
def record_lineages(passed: Iterable[Passed]) -> None:
    """Write which areas took over from which; Refused, and nothing written, when one of them cannot be.

    Both must be there and of one level, no area may come after itself, and no more of an area can go over than there
    is. Three queries, however many they are.
    """
    rows = [each._replace(source=stripped(each.source), target=stripped(each.target)) for each in passed]
    codes = {code for row in rows for code in (row.source, row.target)}
    known = dict(Area.objects.filter(code__in=codes).values_list("code", "pk"))
    for missing in sorted(codes - known.keys()):
        raise Refused("There is no area %(code)s.", code=missing)
    _require_sense(rows)
    Lineage.objects.bulk_create(
        Lineage(source_id=known[row.source], target_id=known[row.target], on=row.on, share=row.share) for row in rows
    )
    changed()


def record_lineage(source: str, target: str, *, on: date, share: float = 1.0) -> None:
    """Write that one area took over from another; see record_lineages."""
    record_lineages([Passed(source, target, on, share)])


def successors(code: str, *, on: date | None = None) -> tuple[str, ...]:
    """Return the living areas that an area became, itself as long as it lives, by code; on a day, or by today's rows.

    Empty only where all that took over is void without a successor.
    """
    descent = _descent()
    if code not in descent.after:
        return (code,)
    found, waiting, seen = set(), [code], {code}
    while waiting:
        each = waiting.pop()
        if _lives(descent.void_on.get(each), on):
            found.add(each)
        for passed in descent.after.get(each, ()):
            if passed.target not in seen and (on is None or passed.on <= on):
                seen.add(passed.target)
                waiting.append(passed.target)
    return tuple(sorted(found))


def ancestors(code: str) -> tuple[str, ...]:
    """Return all areas that went over into an area, wholly or in part, through any number of redrawings, by code."""
    descent = _descent()
    found: set[str] = set()
    waiting = [code]
    while waiting:
        for passed in descent.before.get(waiting.pop(), ()):
            if passed.source not in found | {code}:
                found.add(passed.source)
                waiting.append(passed.source)
    return tuple(sorted(found))


def whole_heir(code: str) -> str | None:
    """Return the one living area into which all of an area went; None where it was split or nothing took over."""
    descent = _descent()
    heirs = successors(code)
    if len(heirs) != 1:
        return None
    line = [passed for each in (code, *_between(code, heirs[0])) for passed in descent.after.get(each, ())]
    return heirs[0] if all(passed.is_whole for passed in line) else None


def heir_at(code: str, lon: float | None, lat: float | None) -> str | None:
    """Return the living area that took over from an area at a point: the only one, or the one whose outline covers it.

    None where that cannot be told. An exclusive grid goes before the one it lies over. No query.
    """
    heirs = successors(code)
    if whole_heir(code) is not None or heirs == (code,):
        return heirs[0]
    if lon is None or lat is None:
        return None
    around = [each for each in locator().around(lon, lat) if each in heirs]
    return around[0] if around else None


def living(code: str) -> str:
    """Return the code to use today where an area is named: its own while it lives, else that of its one successor.

    Where it was split, it is the smallest area around all successors. No query.
    """
    heirs = successors(code)
    if code in heirs or not heirs:
        return code
    if len(heirs) == 1:
        return heirs[0]
    around = [part for part in path_of(heirs[0]) if all(is_inside(each, part) for each in heirs)]
    return around[-1] if around else parent_of(code)


def passings(codes: Collection[str]) -> list[Passed]:
    """Return what led to some areas and what became of them, the latest first. No query."""
    descent = _descent()
    line = set(codes)
    for code in codes:
        line |= set(ancestors(code))
    found = {passed for code in line for passed in (*descent.before.get(code, ()), *descent.after.get(code, ()))}
    return sorted(found, key=lambda passed: (-passed.on.toordinal(), passed.source, passed.target))


def split_inside(area: str) -> list[str]:
    """Return the areas in an area of which not all went over into one living area, by code. No query."""
    return sorted(code for code in _descent().after if is_inside(code, area) and whole_heir(code) is None)


def _between(code: str, heir: str) -> set[str]:
    """Return the areas on the way from an area to its heir."""
    return {each for each in ancestors(heir) if code in ancestors(each)}


def _lives(void_on: date | None, on: date | None) -> bool:
    """Say whether an area void from a day lives, on a day or at all."""
    return void_on is None or (on is not None and void_on > on)


def _require_sense(rows: Collection[Passed]) -> None:
    """Refuse rows that no redrawing could mean."""
    descent = _descent()
    after = {code: [passed.target for passed in line] for code, line in descent.after.items()}
    shares = {code: sum(passed.share for passed in line) for code, line in descent.after.items()}
    for row in rows:
        if len(row.source) != len(row.target):
            raise Refused("%(source)s and %(target)s are areas of different levels.", **_codes(row))
        if row.target in after.get(row.source, ()):
            raise Refused("That %(target)s took over from %(source)s is written already.", **_codes(row))
        after.setdefault(row.source, []).append(row.target)
        shares[row.source] = shares.get(row.source, 0.0) + row.share
        if not 0 < row.share <= 1 or shares[row.source] > 2 - WHOLE_SHARE:
            raise Refused("More than all of %(source)s would go over.", **_codes(row))
    for row in rows:
        if _reaches(after, row.target, row.source):
            raise Refused("%(source)s would come after itself.", **_codes(row))


def _codes(row: Passed) -> dict[str, str]:
    """Return the codes of a row as sentences name them."""
    return {"source": row.source, "target": row.target}


def _reaches(after: Mapping[str, Collection[str]], start: str, goal: str) -> bool:
    """Say whether one area leads to another."""
    waiting, seen = [start], {start}
    while waiting:
        each = waiting.pop()
        if each == goal:
            return True
        for target in after.get(each, ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def _load() -> Descent:
    """Return all lineages; one query, some megabytes for a city redrawn ten times."""
    after: dict[str, list[Passed]] = {}
    before: dict[str, list[Passed]] = {}
    void_on: dict[str, date | None] = {}
    rows = Lineage.objects.order_by("on", "source__code", "target__code").values_list(
        "source__code", "target__code", "on", "share", "source__void_on", "target__void_on"
    )
    for source, target, on, share, source_void, target_void in rows:
        passed = Passed(source, target, on, share)
        after.setdefault(source, []).append(passed)
        before.setdefault(target, []).append(passed)
        void_on |= {source: source_void, target: target_void}
    return Descent(
        {code: tuple(line) for code, line in after.items()},
        {code: tuple(line) for code, line in before.items()},
        void_on,
    )


_descent = Kept(_load)
