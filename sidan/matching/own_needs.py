# SPDX-License-Identifier: Apache-2.0
"""What a company says of itself: which skills and languages it needs, and in its own words what else."""

from collections.abc import Sequence

from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.matching.models import Company, Skill
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit

MOST_NEEDS = 8
LONGEST_WORDS = 300


def own_companies(by: Actor) -> list[Unit]:
    """Return the companies that the actor is a contact of, each with its row in the register. One query."""
    units = by.units("company")
    return list(Unit.objects.filter(pk__in=units).select_related("company", "area").order_by("code")) if units else []


def find_own(code: str, *, by: Actor) -> Unit:
    """Return one of the actor's own companies, the first without a code; NotFound for any other. One query."""
    for unit in own_companies(by):
        if code in ("", unit.code):
            return unit
    raise NotFound("There is no company %(code)s.", code=code[:40])


@transaction.atomic
def change_needs(company: Company, *, needs: Sequence[str], languages: Sequence[str], words: str, by: Actor) -> None:
    """Set what a company needs, the most important first; by its own contacts alone, and audited."""
    if company.unit_id not in by.units("company"):
        raise Refused("What a company needs is changed here by its own contacts.")
    company = Company.objects.select_for_update(of=("self",)).select_related("unit").get(pk=company.pk)
    wanted = list(dict.fromkeys(code for code in needs if code))
    spoken = list(dict.fromkeys(code for code in languages if code))
    if len(wanted) > MOST_NEEDS:
        raise Refused("Name at most %(most)d skills.", most=MOST_NEEDS)
    if company.team > max(1, len(wanted)):
        raise Refused("Your team of %(team)d people needs as many skills named.", team=company.team)
    _require_known(wanted, kind="skill", had=company.needs)
    _require_known(spoken, kind="language", had=company.languages)
    company.needs, company.languages = wanted, spoken
    company.need_words = clean(words, LONGEST_WORDS)
    company.changed_at = now()
    company.save(update_fields=["needs", "languages", "need_words", "changed_at"])
    record(by, "company.needs_changed", f"company:{company.unit.code}", needs=wanted, languages=spoken)


def offered_skills() -> list[Skill]:
    """Return the skills and languages in use. One query."""
    return list(Skill.objects.filter(is_active=True).order_by("code"))


def _require_known(codes: Sequence[str], *, kind: str, had: Sequence[str]) -> None:
    """Refuse codes that name no skill of the kind in use, but for those the company had. One query."""
    known = set(Skill.objects.filter(kind=kind, is_active=True, code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known and code not in had:
            raise Refused("There is no skill with the code %(code)s.", code=code[:40])
