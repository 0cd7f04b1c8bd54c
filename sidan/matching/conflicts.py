# SPDX-License-Identifier: Apache-2.0
"""What keeps a company and an adviser, or everybody of a unit, apart: entered and ended, never removed.

Kin and shares are private matters. Only organisers of the company's area read them, and the audit log, which others
read, names neither the kind nor the person.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from sidan.base import clock
from sidan.base.errors import NotFound, Refused
from sidan.matching.authority import areas_kept, require_may_keep
from sidan.matching.costs import is_elsewhere
from sidan.matching.problem import Problem, Supply
from sidan.matching.register_queries import companies_within
from sidan.matching.register_rows import CONFLICT_KINDS, Adviser, Company, Conflict
from sidan.matching.registering import area_of
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.fitting import fitting
from sidan.people.models import Unit, User


def conflicts_of(by: Actor) -> QuerySet[Conflict]:
    """Return the living conflicts of the companies the actor keeps, with both sides; organisers alone have any."""
    living = Conflict.objects.filter(ended_at__isnull=True, company__in=companies_within(areas_kept(by)))
    return living.select_related("company__unit__area", "adviser", "unit").order_by("company__unit__code", "id")


def find_conflict(pk: int, *, by: Actor) -> Conflict:
    """Return a living conflict the actor may read."""
    try:
        return conflicts_of(by).get(pk=pk)
    except Conflict.DoesNotExist:
        raise NotFound("There is no such conflict of interest.") from None


@transaction.atomic
def keep_apart(company: Company, adviser_or_unit: Adviser | Unit, kind: str, note: str = "", *, by: Actor) -> Conflict:
    """Keep a company and an adviser, or everybody of a unit, apart from now on; pairs that are true stay as they are.

    The next plan does not have them, and the pages of plans say so.
    """
    require_may_keep(by, area_of(company.unit))
    if kind not in CONFLICT_KINDS:
        raise Refused("%(kind)s is not a kind of conflict of interest.", kind=kind)
    adviser, unit = sides(adviser_or_unit)
    # The company's row orders two organisers who press at once.
    Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    living = Conflict.objects.filter(company=company, adviser=adviser, unit=unit, kind=kind, ended_at__isnull=True)
    if living.exists():
        raise Refused("They are kept apart for that reason already.")
    if unit is not None and unit.pk == company.unit_id:
        raise Refused("A company is not kept apart from itself.")
    conflict = Conflict.objects.create(
        company=company,
        adviser=adviser,
        unit=unit,
        kind=kind,
        note=fitting(Conflict, "note", note),
        made_by=maker(by),
    )
    record(by, "conflict.made", f"conflict:{conflict.pk}")
    return conflict


@transaction.atomic
def end_conflict(conflict: Conflict, *, by: Actor) -> None:
    """Let a company and an adviser or unit come together again; the row stays, as plans were made with it."""
    row = Conflict.objects.select_for_update(of=("self",)).select_related("company__unit__area").get(pk=conflict.pk)
    require_may_keep(by, area_of(row.company.unit))
    if row.ended_at is not None:
        raise Refused("This conflict of interest has ended already.")
    Conflict.objects.filter(pk=row.pk).update(ended_at=clock.now())
    record(by, "conflict.ended", f"conflict:{row.pk}")


def conflicted_with_all(problem: Problem) -> list[str]:
    """Return the liaisons whom conflicts keep apart from every company that they could serve, by code; no query.

    It is possible, so nobody is refused for it; the page of a plan says who they are, as they get no company.
    """
    apart: dict[str, set[str]] = {}
    for (company, liaison), barrier in problem.forbidden.items():
        if barrier in CONFLICT_KINDS:
            apart.setdefault(liaison, set()).add(company)
    return [each.code for each in problem.supplies if each.code in apart and _meets_nobody(each, problem, apart)]


def sides(adviser_or_unit: Adviser | Unit) -> tuple[Adviser | None, Unit | None]:
    """Return the adviser or the unit in its place."""
    return (adviser_or_unit, None) if isinstance(adviser_or_unit, Adviser) else (None, adviser_or_unit)


def maker(by: Actor) -> User | None:
    """Return who enters a conflict, or None for the machine."""
    return User.objects.filter(pk=by.user_id).first() if by.user_id is not None else None


def _meets_nobody(liaison: Supply, problem: Problem, apart: Mapping[str, set[str]]) -> bool:
    """Say whether a liaison has companies within reach and is kept apart from each of them."""
    reach = (each.code for each in problem.demands if not is_elsewhere(each.area_code, liaison.area_code))
    first = next(reach, None)
    return first in apart[liaison.code] and all(code in apart[liaison.code] for code in reach)
