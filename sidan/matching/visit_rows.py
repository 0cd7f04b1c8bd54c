# SPDX-License-Identifier: Apache-2.0
"""What is read of visits: those of a company so far, how each stands, and when the last one was held."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Max, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Least, TruncDate

from sidan.matching.burden import VISIT
from sidan.matching.models import Pairing
from sidan.orders.models import Order, Step
from sidan.orders.registry import current
from sidan.programmes.claim_rules import visits_to
from sidan.programmes.visit_moves import DAY, held_moves

# Stages of the programme `visit`: somebody came and has to write it down.
RECORDING = ("to_record", "not_recorded")
# Nobody waits longer than a year for a visit; two cover whatever was late.
MEMORY_DAYS = 2 * 366


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit by a liaison: its order, the day agreed, the day it was held, and how it stands."""

    order: Order
    company: str
    on: date
    held_on: date | None

    @property
    def is_held(self) -> bool:
        """Say whether somebody came."""
        return self.held_on is not None

    @property
    def is_declined(self) -> bool:
        """Say whether the company declined or did not answer: silence is no consent."""
        return self.order.is_closed and self.order.outcome == "not_accepted"

    @property
    def is_following(self) -> bool:
        """Say whether its problems are being solved."""
        return self.is_held and not self.order.is_closed

    @property
    def may_be_recorded(self) -> bool:
        """Say whether the company agreed, so that what was said there can be written down."""
        return self.order.stage in RECORDING or self.order.stage == "accepted"

    @property
    def is_ahead(self) -> bool:
        """Say whether it is asked for or agreed and has not been held."""
        return not self.order.is_closed and not self.is_held


def visits_of(companies: Collection[str], today: date) -> dict[str, list[Visit]]:
    """Return the visits under the programme of visits to each company, the newest last. One query."""
    found: dict[str, list[Visit]] = {code: [] for code in companies}
    if not companies:
        return found
    since = (today - timedelta(days=MEMORY_DAYS)).isoformat()
    asked = visits_to(companies).filter(programme=VISIT, facts__planned_on__gte=since)
    for order in asked.annotate(recorded_on=_recorded_on()):
        company, on = order.facts["company"], date.fromisoformat(order.facts[DAY])
        recorded_on: date | None = getattr(order, "recorded_on", None)
        found[company].append(Visit(order, company, on, recorded_on and min(on, recorded_on)))
    for visits in found.values():
        visits.sort(key=lambda each: (each.on, each.order.pk))
    return found


def liaisons_of(companies: Collection[int]) -> dict[str, set[int]]:
    """Return the users who ever served each company as its liaison, by code of its unit. One query."""
    found: dict[str, set[int]] = {}
    pairings = Pairing.objects.filter(company__in=companies, adviser__user__isnull=False).order_by()
    for code, user in pairings.values_list("company__unit__code", "adviser__user_id"):
        found.setdefault(code, set()).add(user)
    return found


def last_held(visits: Iterable[Visit], liaisons: Collection[int]) -> date | None:
    """Return the last day on which one of the liaisons came, whoever it was of a team or before."""
    days = [each.held_on for each in visits if each.held_on is not None and each.order.opener_id in liaisons]
    return max(days, default=None)


def last_held_in(counties: Collection[str], today: date) -> dict[tuple[str, int], date]:
    """Return the last day somebody came, by company and user, over whole counties. One query."""
    since = (today - timedelta(days=MEMORY_DAYS)).isoformat()
    rows = (
        Order.objects.filter(county__in=counties, programme=VISIT, opener__isnull=False)
        .filter(facts__planned_on__gte=since)
        .annotate(recorded_on=_recorded_on(), visited=KeyTextTransform("company", "facts"))
        .filter(recorded_on__isnull=False)
        .values("visited", "opener_id")
        .annotate(last=Max(Least(Cast(KeyTextTransform(DAY, "facts"), DateField()), "recorded_on")))
        .order_by()
    )
    return {(row["visited"], row["opener_id"]): row["last"] for row in rows}


def _recorded_on() -> Subquery:
    """Return the SQL of the day on which somebody first said of a visit that it was held, as `rhythm` counts it."""
    steps = Step.objects.filter(order=OuterRef("pk"), move__in=held_moves(current(VISIT))).order_by("seq")
    return Subquery(steps.annotate(day=TruncDate("made_at")).values("day")[:1])
