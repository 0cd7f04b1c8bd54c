# SPDX-License-Identifier: Apache-2.0
"""From the registers of an area to what a plan is computed from, as things are on a day. Five queries.

Companies and liaisons are told apart by their codes. A liaison who also serves companies outside the area brings what
is left of the capacity.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import Q

from sidan.matching.models import Adviser, AdviserAbsence, Company, Conflict, Pairing
from sidan.matching.problem import Barrier, Demand, Problem, Supply, Weights
from sidan.people.days import city_today, held_on
from sidan.places.codes import is_inside, path_of

# Whoever is away for less keeps today's companies and gets nobody new; for longer, everybody is to be served otherwise.
LONG_ABSENCE_DAYS = 30
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Held:
    """A pairing of a day: who serves which company, lying where."""

    company: str
    area_code: str
    is_key: bool
    liaison: str


def problem_of(
    area_code: str,
    *,
    weights: Weights,
    fewest_changes: bool,
    on: date | None = None,
    fixed: Collection[Pair] = (),
    without: Collection[str] = (),
) -> Problem:
    """Return what is matched in an area on a day (today unless told), with pairs set by hand and without some advisers.

    In it are the companies in scope of working units there, the liaisons whose own area lies inside or around it, and
    the pairings of that day.
    """
    day = on or city_today()
    companies = list(_companies(area_code))
    advisers = list(_advisers(area_code))
    held = list(_held(area_code, [each.pk for each in advisers], day))
    inside = [each for each in held if is_inside(each.area_code, area_code)]
    away = _away([each.pk for each in advisers], day)
    kept = frozenset((each.company, each.liaison) for each in inside)
    demands = tuple(_demand(each) for each in companies)
    outside = [each for each in held if not is_inside(each.area_code, area_code)]
    supplies = tuple(_supplies(advisers, outside, away, without=without))
    forbidden = {
        **dict(_absent_for_new(demands, advisers, away, kept)),
        **dict(_bound_elsewhere(demands, outside)),
        **dict(_kept_apart(area_code, advisers)),
    }
    return Problem(
        demands=demands,
        supplies=supplies,
        forbidden=forbidden,
        kept=kept,
        fixed=frozenset(fixed),
        weights=weights,
        fewest_changes=fewest_changes,
    )


def _companies(area_code: str) -> Iterable[Company]:
    """Return the companies in scope in an area with unit and area, by code. One query."""
    found = Company.objects.filter(is_in_scope=True, unit__is_active=True, unit__area__code__startswith=area_code)
    return found.select_related("unit__area").order_by("unit__code")


def _advisers(area_code: str) -> Iterable[Adviser]:
    """Return the liaisons who may serve in an area, by code. One query."""
    near = Q(area_code__startswith=area_code) | Q(area_code__in=path_of(area_code))
    return Adviser.objects.filter(near, kind="liaison", is_active=True, user__is_active=True).order_by("code")


def _held(area_code: str, advisers: list[int], day: date) -> Iterator[_Held]:
    """Yield the pairings of a day at companies of an area, and of its liaisons anywhere. One query."""
    here = Q(company__unit__area__code__startswith=area_code) | Q(adviser__in=advisers)
    rows = Pairing.objects.filter(held_on(day), here).order_by("pk")
    names = ("company__unit__code", "company__unit__area__code", "company__is_key", "adviser__code")
    return (_Held(company, area or "", key, liaison) for company, area, key, liaison in rows.values_list(*names))


def _away(advisers: list[int], day: date) -> dict[int, int]:
    """Return for how many days more those who are away on a day will be so, that day counted. One query."""
    found: dict[int, int] = {}
    rows = AdviserAbsence.objects.filter(adviser__in=advisers, until_on__gte=day).order_by("adviser", "from_on")
    ends: dict[int, date] = {}
    for adviser, first, last in rows.values_list("adviser", "from_on", "until_on"):
        # One absence that follows another is the same absence.
        if first <= ends.get(adviser, day - timedelta(days=1)) + timedelta(days=1):
            ends[adviser] = max(last, ends.get(adviser, last))
    for adviser, last in ends.items():
        found[adviser] = (last - day).days + 1
    return found


def _demand(company: Company) -> Demand:
    """Return a company as the matching sees it."""
    return Demand(
        code=company.unit.code,
        area_code=company.unit.area.code if company.unit.area else "",
        point=company.point,
        needs=tuple(company.needs),
        languages=tuple(company.languages),
        words=company.need_words,
        is_key=company.is_key,
        team=company.team,
    )


def _supplies(
    advisers: Iterable[Adviser], outside: Iterable[_Held], away: dict[int, int], *, without: Collection[str]
) -> Iterator[Supply]:
    """Yield the liaisons, with what those outside leave of their capacity."""
    elsewhere = list(outside)
    loads = Counter(each.liaison for each in elsewhere)
    # The liaison of a key company serves nobody else.
    taken = {each.liaison for each in elsewhere if each.is_key}
    for each in advisers:
        yield Supply(
            code=each.code,
            area_code=each.area_code,
            point=each.point,
            skills=frozenset(each.skills),
            languages=frozenset(each.languages),
            words=each.skill_words,
            capacity=0 if each.code in taken else max(0, each.capacity - loads[each.code]),
            is_absent=each.code in without or away.get(each.pk, 0) >= LONG_ABSENCE_DAYS,
        )


def _absent_for_new(
    demands: Iterable[Demand], advisers: Iterable[Adviser], away: dict[int, int], kept: frozenset[Pair]
) -> Iterator[tuple[Pair, Barrier]]:
    """Yield what keeps companies from somebody who is away for a short time: all but those served today."""
    companies = [each.code for each in demands]
    for adviser in advisers:
        if 0 < away.get(adviser.pk, 0) < LONG_ABSENCE_DAYS:
            yield from (((code, adviser.code), "absent") for code in companies if (code, adviser.code) not in kept)


def _bound_elsewhere(demands: Iterable[Demand], outside: Iterable[_Held]) -> Iterator[tuple[Pair, Barrier]]:
    """Yield what keeps key companies from those who serve somebody outside the area."""
    busy = {each.liaison for each in outside}
    for demand in demands:
        if demand.is_key:
            yield from (((demand.code, liaison), "elsewhere") for liaison in busy)


def _kept_apart(area_code: str, advisers: Iterable[Adviser]) -> Iterator[tuple[Pair, Barrier]]:
    """Yield the conflicts of interest at companies of an area: of a liaison, or of the unit of liaisons. One query."""
    found = Conflict.objects.filter(ended_at__isnull=True, company__unit__area__code__startswith=area_code)
    of_unit: dict[int, list[str]] = {}
    code_of: dict[int, str] = {}
    for each in advisers:
        of_unit.setdefault(each.unit_id, []).append(each.code)
        code_of[each.pk] = each.code
    # By id, so that of two conflicts of one pair the same is told each time.
    for company, adviser, unit, kind in found.order_by("-pk").values_list(
        "company__unit__code", "adviser_id", "unit_id", "kind"
    ):
        codes = [code_of[adviser]] if adviser in code_of else of_unit.get(unit, [])
        # The database holds no other kind: conflict_kind_known.
        yield from (((company, code), cast("Barrier", kind)) for code in codes)
