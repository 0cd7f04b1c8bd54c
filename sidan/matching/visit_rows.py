# SPDX-License-Identifier: Apache-2.0
"""What is read of visits: those of a company so far, how each stands, and when the last one was held."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.db.models.fields.json import KeyTextTransform

from sidan.matching.burden import VISIT
from sidan.matching.models import Pairing
from sidan.orders.models import Order
from sidan.places.calendars import calendar_for
from sidan.programmes.claim_rules import visits_to

# Stages of the programme `visit`: somebody came and has to write it down; somebody came and problems are being solved.
RECORDING = ("to_record", "not_recorded")
FOLLOWING = ("following", "confirming")
# Nobody waits longer than a year for a visit; two cover whatever was late.
MEMORY_DAYS = 2 * 366
HELD = Q(stage__in=FOLLOWING) | Q(kind="closed", outcome__in=("done", "solved", "explained", "unrated"))
_HELD_OUTCOMES = ("done", "solved", "explained", "unrated")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit by a liaison: its order, the day, and how it stands."""

    order: Order
    company: str
    on: date

    @property
    def is_held(self) -> bool:
        """Say whether somebody came."""
        return self.order.stage in FOLLOWING or (self.order.is_closed and self.order.outcome in _HELD_OUTCOMES)

    @property
    def held_on(self) -> date:
        """Return the day of a visit that was held: the one agreed on, or an earlier one on which it was recorded."""
        recorded_at = self.order.closed_at or self.order.entered_at
        return min(self.on, calendar_for(self.order.county).local(recorded_at).date())

    @property
    def is_declined(self) -> bool:
        """Say whether the company declined or did not answer: silence is no consent."""
        return self.order.is_closed and self.order.outcome == "not_accepted"

    @property
    def is_following(self) -> bool:
        """Say whether its problems are being solved."""
        return self.order.stage in FOLLOWING

    @property
    def may_be_recorded(self) -> bool:
        """Say whether the company agreed, so that what was said there can be written down."""
        return self.order.stage in RECORDING or self.order.stage == "accepted"

    @property
    def is_ahead(self) -> bool:
        """Say whether it is asked for or agreed and has not been held."""
        return not self.order.is_closed and not self.is_following


def visits_of(companies: Collection[str], today: date) -> dict[str, list[Visit]]:
    """Return the visits under the programme of visits to each company, the newest last. One query."""
    found: dict[str, list[Visit]] = {code: [] for code in companies}
    if not companies:
        return found
    since = (today - timedelta(days=MEMORY_DAYS)).isoformat()
    for order in visits_to(companies).filter(programme=VISIT, facts__planned_on__gte=since):
        company = order.facts["company"]
        found[company].append(Visit(order, company, date.fromisoformat(order.facts["planned_on"])))
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
    return max((each.held_on for each in visits if each.is_held and each.order.opener_id in liaisons), default=None)


def last_held_in(counties: Collection[str], today: date) -> dict[tuple[str, int], date]:
    """Return the last day somebody came, by company and user, over whole counties. One query."""
    since = (today - timedelta(days=MEMORY_DAYS)).isoformat()
    rows = (
        Order.objects.filter(HELD, county__in=counties, programme=VISIT, opener__isnull=False)
        .filter(facts__planned_on__gte=since)
        .annotate(visited=KeyTextTransform("company", "facts"))
        .values("visited", "opener_id")
        .annotate(last=Max(KeyTextTransform("planned_on", "facts")))
        .order_by()
    )
    return {(row["visited"], row["opener_id"]): min(today, date.fromisoformat(row["last"])) for row in rows}
