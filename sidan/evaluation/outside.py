# SPDX-License-Identifier: Apache-2.0
"""Outside figures (外部指标): entered with evidence by one person, checked by another, corrected and never lost.

Figures of parts of a period are added up, so that no two living ones of a subject may overlap: one of them would be
counted twice.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.evaluation.authority import areas_evaluated, may_evaluate, require_may_evaluate
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.outside_names import areas_of, known_indicators, pieces
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.places.codes import is_inside

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

    @property
    def key(self) -> tuple[str, str, date, date]:
        """Return what there is one living figure of."""
        return self.subject, self.indicator, self.since, self.until


@transaction.atomic
def enter(facts: OutsideFacts, *, by: Actor, via: str = "form") -> OutsideFigure:
    """Write a new figure, which counts when a second person has checked it; refused where there is a living one."""
    areas = areas_of([facts.subject])
    for _column, fault in faults_of(facts, areas=areas, by=by):
        raise fault
    for there in _living([facts]):
        if there.since <= facts.until and there.until >= facts.since:
            raise _taken(facts, there)
    figure = write([facts], by=by, via=via)[0]
    record(by, "outside.entered", figure.subject_of_log, value=str(facts.value), via=via)
    return figure


@transaction.atomic
def correct(figure: OutsideFigure, facts: OutsideFacts, *, reason: str, by: Actor, via: str = "form") -> OutsideFigure:
    """Put a corrected figure in the place of another, which stays with the reason; the new one is checked anew."""
    found = _locked(figure, by=by)
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise Refused("Say why the figure is corrected.")
    replace_figures([found], reason=reason)
    return enter(facts, by=by, via=via)


@transaction.atomic
def check(figure: OutsideFigure, *, by: Actor) -> OutsideFigure:
    """Note that a second person has seen the evidence; from now on the figure counts."""
    found = _locked(figure, by=by)
    if found.checked_at is not None:
        raise Refused("This figure was checked already.")
    if by.user_id is None or found.entered_by_id == by.user_id:
        raise Refused("Nobody checks a figure of their own; please ask another evaluator.")
    found.checked_at, found.checked_by_id = now(), by.user_id
    found.save(update_fields=["checked_at", "checked_by"])
    record(by, "outside.checked", found.subject_of_log, value=str(found.value))
    return found


def figures_of(by: Actor) -> QuerySet[OutsideFigure]:
    """Return the living figures of the actor's areas, those to be checked first; three queries."""
    areas = areas_evaluated(by)
    living = OutsideFigure.objects.filter(replaced_at=None).select_related("entered_by", "checked_by")
    named = areas_of(living.order_by().values_list("subject", flat=True).distinct())
    subjects = [code for code, area in named.items() if any(is_inside(area, around) for around in areas)]
    waiting = F("checked_at").desc(nulls_first=True)
    return living.filter(subject__in=subjects).order_by(waiting, "-since", "indicator", "subject")


def find_figure(number: int, *, by: Actor) -> OutsideFigure:
    """Return a living figure of the actor's areas; NotFound alike for any other."""
    figure = OutsideFigure.objects.filter(pk=number, replaced_at=None).first()
    area = areas_of([figure.subject]).get(figure.subject) if figure is not None else None
    if figure is None or area is None or not may_evaluate(by, area):
        raise NotFound("There is nothing here.")
    return figure


def earlier_than(figure: OutsideFigure) -> QuerySet[OutsideFigure]:
    """Return the figures that were corrected before this one, the last first. One query."""
    rows = OutsideFigure.objects.filter(subject=figure.subject, indicator=figure.indicator, replaced_at__isnull=False)
    return rows.filter(since__lte=figure.until, until__gte=figure.since).order_by("-replaced_at")


def faults_of(facts: OutsideFacts, *, areas: Mapping[str, str], by: Actor) -> Iterator[tuple[str, Refused]]:
    """Yield what is wrong with what somebody says, each with its column; `areas` are those of `areas_of`."""
    area = areas.get(facts.subject)
    if area is None:
        yield "subject", Refused("There is no unit and no area %(code)s.", code=facts.subject)
    elif not may_evaluate(by, area):
        yield "subject", Refused("Figures are entered by the evaluators of the area of the unit.")
    known = known_indicators()
    if facts.indicator not in known:
        near = difflib.get_close_matches(facts.indicator, known, n=1)
        if near:
            fault = Refused(
                "No ranking asks for “%(code)s”; did you mean “%(near)s”?", code=facts.indicator, near=near[0]
            )
        else:
            fault = Refused("No ranking asks for “%(code)s”.", code=facts.indicator)
        yield "indicator", fault
    if facts.until < facts.since:
        yield "until", Refused("The period ends before it begins.")
    if not facts.value.is_finite() or not -LARGEST < facts.value < LARGEST:
        yield "value", Refused("The value must be a number below %(most)s.", most=f"{LARGEST:,}")
    elif facts.value < 0 and facts.indicator in pieces():
        yield "value", Refused("Of this there cannot be fewer than none.")
    if not clean(facts.evidence, LONGEST_EVIDENCE):
        yield "evidence", Refused("Name the evidence: a document, a table, who measured it and when.")


def overlaps(rows: Sequence[OutsideFacts]) -> Iterator[tuple[OutsideFacts, Refused]]:
    """Yield each of some figures whose period overlaps that of another of them, or of a living one it does not replace.

    One query.
    """
    keys = {each.key for each in rows}
    others = [_facts(there) for there in _living(rows)]
    spans: dict[tuple[str, str], list[OutsideFacts]] = {}
    for each in (*rows, *(there for there in others if there.key not in keys)):
        spans.setdefault((each.subject, each.indicator), []).append(each)
    asked = {id(each) for each in rows}
    for together in spans.values():
        together.sort(key=lambda each: (each.since, each.until))
        widest = together[0]
        for each in together[1:]:
            if each.since <= widest.until and each.key != widest.key:
                wrong, there = (each, widest) if id(each) in asked else (widest, each)
                yield wrong, _taken(wrong, there)
            widest = max(widest, each, key=lambda one: one.until)


def replace_figures(figures: Sequence[OutsideFigure], *, reason: str) -> None:
    """Note that figures are replaced, and why; they stay. One query."""
    chosen = OutsideFigure.objects.filter(pk__in=[each.pk for each in figures])
    chosen.update(replaced_at=now(), replaced_why=reason)


def write(rows: Sequence[OutsideFacts], *, by: Actor, via: str) -> list[OutsideFigure]:
    """Write figures that were looked through and return them; refused when somebody was quicker. One query."""
    at = now()
    figures = [
        OutsideFigure(
            subject=each.subject,
            indicator=each.indicator,
            since=each.since,
            until=each.until,
            value=each.value,
            evidence=clean(each.evidence, LONGEST_EVIDENCE),
            via=via,
            entered_at=at,
            entered_by_id=by.user_id,
        )
        for each in rows
    ]
    try:
        with transaction.atomic():
            return OutsideFigure.objects.bulk_create(figures, batch_size=1000)
    except IntegrityError:
        raise Refused("Somebody entered one of these figures just now; look again.") from None


def _living(rows: Sequence[OutsideFacts]) -> QuerySet[OutsideFigure]:
    """Return the living figures of the subjects and indicators of some rows."""
    return OutsideFigure.objects.filter(
        subject__in={each.subject for each in rows},
        indicator__in={each.indicator for each in rows},
        replaced_at=None,
    )


def _facts(figure: OutsideFigure) -> OutsideFacts:
    """Return what a figure says."""
    return OutsideFacts(figure.subject, figure.indicator, figure.since, figure.until, figure.value, figure.evidence)


def _taken(facts: OutsideFacts, there: OutsideFacts | OutsideFigure) -> Refused:
    """Return why a figure cannot stand beside another."""
    if (there.since, there.until) == (facts.since, facts.until):
        return Refused("There is this figure of %(subject)s for the period already; correct it.", subject=facts.subject)
    return Refused(
        "The figure of %(subject)s from %(since)s to %(until)s overlaps it; figures of parts of a period are added up.",
        subject=facts.subject,
        since=there.since.isoformat(),
        until=there.until.isoformat(),
    )


def _locked(figure: OutsideFigure, *, by: Actor) -> OutsideFigure:
    """Return a living figure, locked, for an evaluator of its area."""
    found = OutsideFigure.objects.select_for_update(of=("self",)).filter(pk=figure.pk, replaced_at=None).first()
    area = areas_of([found.subject]).get(found.subject) if found is not None else None
    if found is None or area is None:
        raise NotFound("There is nothing here.")
    require_may_evaluate(by, area)
    return found
