# SPDX-License-Identifier: Apache-2.0
"""Conflicts of interest that have come up since a plan was computed."""

from django.db.models import F, Q

from sidan.base.errors import Refused
from sidan.matching.models import Adviser, Conflict
from sidan.matching.names import named
from sidan.matching.reasons import BARRIERS


def require_no_new_conflict(company: str, adviser: str) -> None:
    """Refuse a pair that the registers keep apart today, whatever they said when the plan was computed. One query."""
    of_person = Q(adviser__code=adviser)
    of_unit = Q(unit__in=Adviser.objects.filter(code=adviser).values(unit_of=F("unit_id")))
    found = Conflict.objects.filter(of_person | of_unit, company__unit__code=company, ended_at__isnull=True)
    kind = found.values_list("kind", flat=True).first()
    if kind is not None:
        names = named(company=company, liaison=adviser)
        raise Refused("%(liaison)s cannot serve %(company)s: %(why)s.", **names, why=BARRIERS[kind])
