# SPDX-License-Identifier: Apache-2.0
"""What came in before, from the orders themselves: the pace of the last weeks and the season of earlier years."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q
from django.db.models.functions import Left

from sidan.dispatch.hot_heat import RECENT_DAYS, Baseline, season_of
from sidan.orders.models import Order
from sidan.orders.openings import public_programmes
from sidan.orders.visibility import OrderQuerySet

PACE_WEEKS = 8
SEASON_YEARS = 3
SEASON_DAYS = 10  # this week and a little more on both sides, in each earlier year


def from_residents() -> OrderQuerySet:
    """Return the orders that residents may write, whoever took them down."""
    return Order.objects.filter(programme__in=[programme.code for programme in public_programmes()])


def baseline_at(at: datetime) -> Baseline:
    """Return what place and season would give in the 7 days before a moment. Three queries."""
    until = at - timedelta(days=RECENT_DAYS)
    since = until - timedelta(weeks=PACE_WEEKS)
    came = from_residents().filter(created_at__gt=since, created_at__lte=until)
    rows = came.values(place=Left("area_code", 12), what=F("matter__code")).annotate(count=Count("pk"))
    counts = {(row["place"], row["what"] or ""): row["count"] for row in rows}
    return Baseline(weeks=_weeks_known(since, until), counts=counts, season=_season(at))


def _weeks_known(since: datetime, until: datetime) -> float:
    """Return how many of the weeks have any order, so that a new city is not taken for a quiet one. One query."""
    first = from_residents().order_by("id").values_list("created_at", flat=True).first()
    if first is None or first >= until:
        return 0.0
    return max(1.0, (until - max(since, first)) / timedelta(weeks=1))


def _season(at: datetime) -> dict[str, float]:
    """Return by branch how much this time of the year brings, from whole years that are known. One query or two."""
    first = from_residents().order_by("id").values_list("created_at", flat=True).first()
    years = min(SEASON_YEARS, (at - first).days // 365) if first is not None else 0
    if not years:
        return {}
    span = timedelta(days=SEASON_DAYS)
    middles = [at - timedelta(days=365 * back) for back in range(1, years + 1)]
    is_season = reduce(or_, (Q(created_at__range=(middle - span, middle + span)) for middle in middles))
    past = from_residents().filter(created_at__gt=at - timedelta(days=365 * years + SEASON_DAYS), matter__isnull=False)
    rows = past.values("matter__group__code").annotate(all=Count("pk"), now=Count("pk", filter=is_season))
    found = {row["matter__group__code"]: (row["now"], row["all"]) for row in rows}
    share = 2 * SEASON_DAYS * years / (365 * years + SEASON_DAYS)
    return season_of(
        {branch: now for branch, (now, _all) in found.items()},
        {branch: total for branch, (_now, total) in found.items()},
        share=share,
    )
