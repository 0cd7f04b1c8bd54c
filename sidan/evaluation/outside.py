# SPDX-License-Identifier: Apache-2.0
"""Outside figures (外部指标): entered with evidence by one person, checked by another, corrected and never lost."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.evaluation import shelf
from sidan.evaluation.authority import areas_evaluated, require_may_evaluate
from sidan.evaluation.input_rows import OutsideFigure
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit
from sidan.places.codes import is_inside
from sidan.places.models import Area

LONGEST_EVIDENCE, LONGEST_REASON = 500, 200
# What the column can hold, and more than any county's income in yuan.
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """What somebody says of one figure; `subject` is the code of a unit or an area."""

    subject: str
    indicator: str
    since: date
    until: date
    value: Decimal
    evidence: str


def known_indicators() -> Mapping[str, tuple[str, ...]]:
    """Return the outside figures that rankings ask for, each with the codes of these rankings; no query."""
    found: dict[str, list[str]] = {}
    for ranking in shelf.rankings():
        named = {
            *(indicator.outside for indicator in ranking.indicators),
            *(extra.outside for extra in (*ranking.bonuses, *ranking.deductions)),
            ranking.class_outside,
        }
        for name in sorted(named - {""}):
            found.setdefault(name, []).append(ranking.code)
    return {name: tuple(codes) for name, codes in sorted(found.items())}


@transaction.atomic
def enter(facts: OutsideFacts, *, by: Actor, via: str = "form") -> OutsideFigure:
    """Write a new figure, which counts when a second person has checked it; refused where there is a living one."""
    checked = _checked(facts, by=by)
    if _living(checked).exists():
        raise Refused("There is this figure of %(subject)s for the period already; correct it.", subject=facts.subject)
    return _written(checked, by=by, via=via)


@transaction.atomic
def correct(figure: OutsideFigure, facts: OutsideFacts, *, reason: str, by: Actor, via: str = "form") -> OutsideFigure:
    """Put a corrected figure in the place of another, which stays with the reason; the new one is checked anew."""
    found = OutsideFigure.objects.select_for_update().filter(pk=figure.pk, replaced_at=None).first()
    if found is None:
        raise NotFound("There is nothing here.")
    require_may_evaluate(by, area_of(found.subject))
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise Refused("Say why the figure is corrected.")
    found.replaced_at, found.replaced_why = now(), reason
    found.save(update_fields=["replaced_at", "replaced_why"])
    return enter(facts, by=by, via=via)


@transaction.atomic
def check(figure: OutsideFigure, *, by: Actor) -> OutsideFigure:
    """Note that a second person has seen the evidence; from now on the figure counts."""
    found = OutsideFigure.objects.select_for_update().filter(pk=figure.pk, replaced_at=None).first()
    if found is None:
        raise NotFound("There is nothing here.")
    require_may_evaluate(by, area_of(found.subject))
    if found.checked_at is not None:
        raise Refused("This figure was checked already.")
    if by.user_id is None or found.entered_by_id == by.user_id:
        raise Refused("Nobody checks a figure of their own; please ask another evaluator.")
    found.checked_at, found.checked_by_id = now(), by.user_id
    found.save(update_fields=["checked_at", "checked_by"])
    record(by, "outside.checked", found.subject_of_log, value=str(found.value))
    return found


def figures_of(by: Actor) -> QuerySet[OutsideFigure]:
    """Return the living figures of the actor's areas, those to be checked first; one query."""
    areas = areas_evaluated(by)
    living = OutsideFigure.objects.filter(replaced_at=None).select_related("entered_by", "checked_by")
    subjects = [code for code, area in _areas_of_all() if any(is_inside(area, around) for around in areas)]
    return living.filter(subject__in=subjects).order_by("checked_at", "-since", "indicator", "subject")


def find_figure(number: int, *, by: Actor) -> OutsideFigure:
    """Return a living figure of the actor's areas; NotFound alike for any other."""
    figure = OutsideFigure.objects.filter(pk=number, replaced_at=None).first()
    if figure is None or not any(is_inside(area_of(figure.subject), area) for area in areas_evaluated(by)):
        raise NotFound("There is nothing here.")
    return figure


def area_of(subject: str) -> str:
    """Return the code of the area of a subject, "" for a unit of the whole city; Refused when there is no such."""
    unit = Unit.objects.filter(code=subject).select_related("area").first()
    if unit is not None:
        return unit.area.code if unit.area else ""
    if Area.objects.filter(code=subject).exists():
        return subject
    raise Refused("There is no unit and no area %(code)s.", code=subject)


def _areas_of_all() -> list[tuple[str, str]]:
    """Return every subject that has a figure with the code of its area. Two queries."""
    named = set(OutsideFigure.objects.filter(replaced_at=None).values_list("subject", flat=True))
    units = dict(Unit.objects.filter(code__in=named).values_list("code", "area__code"))
    return [(code, (units[code] or "") if code in units else code) for code in named]


def _checked(facts: OutsideFacts, *, by: Actor) -> OutsideFacts:
    """Return the facts with their texts cleaned; Refused with what is wrong."""
    require_may_evaluate(by, area_of(facts.subject))
    known = known_indicators()
    if facts.indicator not in known:
        near = difflib.get_close_matches(facts.indicator, known, n=1)
        if near:
            raise Refused(
                "No ranking asks for “%(code)s”; did you mean “%(near)s”?", code=facts.indicator, near=near[0]
            )
        raise Refused("No ranking asks for “%(code)s”.", code=facts.indicator)
    if facts.until < facts.since:
        raise Refused("The period ends before it begins.")
    if not facts.value.is_finite() or not -LARGEST < facts.value < LARGEST:
        raise Refused("The value must be a number below %(most)s.", most=f"{LARGEST:,}")
    evidence = clean(facts.evidence, LONGEST_EVIDENCE)
    if not evidence:
        raise Refused("Name the evidence: a document, a table, who measured it and when.")
    return OutsideFacts(facts.subject, facts.indicator, facts.since, facts.until, facts.value, evidence)


def _living(facts: OutsideFacts) -> QuerySet[OutsideFigure]:
    """Return the figure that stands for the same subject, indicator and period."""
    return OutsideFigure.objects.filter(
        subject=facts.subject, indicator=facts.indicator, since=facts.since, until=facts.until, replaced_at=None
    )


def _written(facts: OutsideFacts, *, by: Actor, via: str) -> OutsideFigure:
    """Write a figure."""
    figure = OutsideFigure.objects.create(
        subject=facts.subject,
        indicator=facts.indicator,
        since=facts.since,
        until=facts.until,
        value=facts.value,
        evidence=facts.evidence,
        via=via,
        entered_at=now(),
        entered_by_id=by.user_id,
    )
    record(by, "outside.entered", figure.subject_of_log, value=str(facts.value), via=via)
    return figure
