# SPDX-License-Identifier: Apache-2.0
"""What still comes into a grid after it was redrawn: an order sent at that very moment, a closed one opened again.

Opening an order asks no lock of its area, so that residents never wait for a redrawing; what slips through is carried
over some minutes later.
"""

from datetime import timedelta

from django.db import transaction

from sidan.base.clock import now
from sidan.people.days import city_today
from sidan.places.lineages import Lineage
from sidan.places.models import Area
from sidan.places.prepared import all_rows
from sidan.planning.carrying import carry_holdings
from sidan.planning.carrying_areas import shapes_of
from sidan.planning.models import Adoption
from sidan.planning.restoring import changes_of
from sidan.planning.rolling_back import bring_along, way_back
from sidan.planning.successors import Successors

CAUSE = "later"
# A grid that was redrawn twice hands on twice; more often at once than this it never was.
MOST_ROUNDS = 5
# An order sent at the moment of a rollback arrives within minutes of it.
LATELY = timedelta(minutes=15)
_STRANDED = """
    SELECT a.id FROM places_area a
    WHERE a.void_on <= %s::date AND EXISTS (SELECT 1 FROM places_lineage l WHERE l.source_id = a.id) AND (
        EXISTS (SELECT 1 FROM orders_order o WHERE o.area_code = a.code AND o.kind <> 'closed')
        OR EXISTS (SELECT 1 FROM places_site s WHERE s.area_id = a.id)
        OR EXISTS (
            SELECT 1 FROM people_post p WHERE p.area_id = a.id AND (p.until_on IS NULL OR p.until_on >= %s::date)
        )
    )
"""


def carry_strays() -> int:
    """Carry over what is open in redrawn grids, and return how many grids held something. One query, mostly."""
    held = 0
    for _ in range(MOST_ROUNDS):
        stranded = [row for (row,) in all_rows(_STRANDED, [city_today(), city_today()])]
        if not stranded:
            break
        held += len(stranded)
        _carry(stranded)
    for adoption in Adoption.objects.filter(rolled_back_at__gte=now() - LATELY):
        _take_back(adoption)
    return held


@transaction.atomic
def _carry(stranded: list[int]) -> None:
    """Carry what grids hold over to those that took over from them."""
    lineage = list(Lineage.objects.filter(source__in=stranded).values_list("source_id", "target_id", "share"))
    ids = {*stranded, *(target for _, target, _ in lineage)}
    areas = {area.pk: area for area in Area.objects.select_for_update().filter(pk__in=ids).order_by("code")}
    parts: dict[str, dict[str, float]] = {}
    for source, target, share in lineage:
        parts.setdefault(areas[source].code, {})[areas[target].code] = share
    targets = [areas[target] for target in {target for _, target, _ in lineage}]
    olds = [areas[source] for source in stranded]
    weights = {old.code: float(old.households or 0) for old in olds}
    carry_holdings(
        Successors(parts, weights=weights, shapes=shapes_of(targets)),
        {area.code: area.pk for area in targets},
        names={old.code: old.name for old in olds},
        on=city_today(),
        cause=CAUSE,
    )


@transaction.atomic
def _take_back(adoption: Adoption) -> None:
    """Bring back what came into the grids of an adoption while it was taken back."""
    bring_along(way_back(changes_of(adoption), lock=True), on=adoption.on, cause=adoption.plan.code)
