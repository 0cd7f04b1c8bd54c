# SPDX-License-Identifier: Apache-2.0
"""Whether the first guess was what a person decided, by month and matter, and whether that has fallen.

It measures the guesses and nobody's work: who decided is not kept.
"""

import math
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from sidan.dispatch.learned_rows import FirstGuess
from sidan.dispatch.suggest import first_guess
from sidan.orders.declare import Move, Programme
from sidan.orders.models import Order, Step
from sidan.orders.registry import programme_of

FALLEN_BELOW = -2.33  # standard errors: one false alarm in a hundred months without any change
LEAST_DECIDED = 30
MATTERS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Month:
    """How many orders were decided in a month, how many as guessed, and whether that is fewer than before."""

    month: date
    decided: int
    agreed: int
    has_fallen: bool = False


def note_agreement(order: Order, step: Step, move: Move) -> None:
    """Note at the first decision of a matter by a person whether it was the first guess. One query at that step only.

    A listener: it runs in the step's transaction. The reporter's own choice at the opening is no decision.
    """
    if step.seq == 1 or step.by_id is None or order.matter is None or not order.text:
        return
    programme = programme_of(order)
    fields = programme.fields
    if step.source not in _first_stages(programme) or not any(fields[code].type == "matter" for code in step.answers):
        return
    code, by, chance = first_guess(order.county, order.text)
    decided = order.matter.code
    row = FirstGuess(
        order_id=order.pk,
        county=order.county,
        month=timezone.localdate(step.made_at).replace(day=1),
        guessed=code,
        by=by,
        chance=chance,
        decided=decided,
        agreed=code == decided,
    )
    FirstGuess.objects.bulk_create([row], ignore_conflicts=True)


def _first_stages(programme: Programme) -> set[str]:
    """Return the stage an order opens in and those the clock moves it to from there: where it is decided first."""
    first = programme.opening.to
    return {first, *(move.to for move in programme.moves if "clock" in move.by and first in move.sources and move.to)}


def has_fallen(agreed: int, decided: int, *, before_agreed: int, before_decided: int) -> bool:
    """Say whether agreement is lower than before by more than chance: a one-sided test of two shares at 1 in 100."""
    if min(decided, before_decided) < LEAST_DECIDED:
        return False
    together = (agreed + before_agreed) / (decided + before_decided)
    error = math.sqrt(together * (1 - together) * (1 / decided + 1 / before_decided))
    return error > 0 and (agreed / decided - before_agreed / before_decided) / error < FALLEN_BELOW


def matters_of(county: str) -> list[tuple[str, int, int]]:
    """Return the MATTERS_SHOWN matters decided most often, each with its decisions and those as guessed. One query."""
    rows = FirstGuess.objects.filter(county=county) if county else FirstGuess.objects.all()
    counted = rows.values("decided").annotate(count=Count("pk"), right=Count("pk", filter=Q(agreed=True)))
    latest = counted.order_by("-count", "decided")[:MATTERS_SHOWN]
    return [(row["decided"], row["count"], row["right"]) for row in latest]


def who_spoke(county: str) -> dict[str, tuple[int, int]]:
    """Return for `learned` and `words` how many first guesses were theirs, and how many were decided so. One query."""
    rows = FirstGuess.objects.filter(county=county) if county else FirstGuess.objects.all()
    counted = rows.values("by").annotate(count=Count("pk"), right=Count("pk", filter=Q(agreed=True)))
    return {row["by"]: (row["count"], row["right"]) for row in counted.order_by("by")}


def months_of(county: str, *, matter: str = "") -> list[Month]:
    """Return agreement by month, the oldest first; each month is tested against all before it. One query."""
    rows = FirstGuess.objects.all()
    rows = rows.filter(county=county) if county else rows
    rows = rows.filter(decided=matter) if matter else rows
    counted = rows.values("month").annotate(decided=Count("pk"), agreed=Count("pk", filter=Q(agreed=True)))
    found, before_agreed, before_decided = [], 0, 0
    for row in counted.order_by("month"):
        fallen = has_fallen(row["agreed"], row["decided"], before_agreed=before_agreed, before_decided=before_decided)
        found.append(Month(row["month"], row["decided"], row["agreed"], fallen))
        before_agreed, before_decided = before_agreed + row["agreed"], before_decided + row["decided"]
    return found
