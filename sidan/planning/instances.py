# SPDX-License-Identifier: Apache-2.0
"""What a plan is made over: today's grids of an area, or a file, as the GeoJSON that the solver reads.

The workload of a grid is that of its last twelve months: every order that lies in it and is open or was closed since,
counted once each or by its steps (`asking.EFFORTS`). Orders closed in a grid that was redrawn since count in the grids
that took over from it, by their shares.
"""

import gzip
import threading
import zlib
from collections.abc import Mapping
from datetime import timedelta

import orjson
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_noop

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.people.crews import CREW_KINDS, covers_grid
from sidan.people.days import city_today, held_on
from sidan.people.models import Post
from sidan.places.codes import LENGTHS, parent_of
from sidan.places.lineages import Lineage
from sidan.places.models import Area
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.reading import read_instance
from sidan.planning.models import GridPlan

MOST_BYTES = 64 * 2**20
# A city fits whole; a province is work for the command.
MOST_AREAS = 20_000
WORKLOAD_DAYS = 365
# A city's is some tens of megabytes.
MOST_KEPT = 4
_NAMED = 5
_kept: dict[str, Instance] = {}
_keeping = threading.Lock()
EXCLUSIVE = "exclusive"


def instance_today(area_code: str, *, effort: str = "orders") -> bytes:
    """Return the living grids of an area as GeoJSON; four queries.

    Who looks after a grid today is named by the number of their account. Refused, naming them, when grids have no
    outline or no number of households, or there are fewer than two.
    """
    grids = list(_living(area_code).order_by("code").values("code", "name", "households", "geometry"))
    if len(grids) < 2:
        raise Refused("There are fewer than two grids here, so there is nothing to redraw.")
    _require_size(areas=len(grids))
    _require_none(
        [grid["name"] for grid in grids if grid["geometry"] is None],
        gettext_noop("%(count)d grids have no outline: %(names)s. Draw or import their outlines first."),
    )
    _require_none(
        [grid["name"] for grid in grids if grid["households"] is None],
        gettext_noop("%(count)d grids have no number of households: %(names)s. Enter or import them first."),
    )
    workload, crews = _workload(area_code, effort=effort), _crews(area_code)
    features = [
        {
            "type": "Feature",
            "geometry": grid["geometry"],
            "properties": {
                "id": grid["code"],
                "name": grid["name"],
                "community": parent_of(grid["code"]),
                "households": grid["households"],
                "workload": round(workload.get(grid["code"], 0.0), 3),
                "worker": crews.get(grid["code"]),
            },
        }
        for grid in grids
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features, "barriers": []})


def exclusive_in(area_code: str) -> list[str]:
    """Return the codes of the living exclusive grids of an area, which stay as they are; one query."""
    return list(_living(area_code).filter(kind=EXCLUSIVE).order_by("code").values_list("code", flat=True))


def instance_of_file(data: bytes) -> Instance:
    """Return the small areas of a file, read as the command reads it; Refused when it is none or too large."""
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MOST_BYTES // 2**20)
    instance = read_instance(unpacked_file(data))
    _require_size(areas=len(instance))
    return instance


def unpacked_file(data: bytes) -> bytes:
    """Return a file's GeoJSON, unpacked where it came gzipped, to at most MOST_BYTES."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(data, MOST_BYTES + 1)
    except zlib.error:
        raise Refused("The file is packed, and cannot be unpacked.") from None
    if len(unpacked) > MOST_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MOST_BYTES // 2**20)
    return unpacked


def packed(data: bytes) -> bytes:
    """Return the GeoJSON as it is kept."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def geojson_of(plan: GridPlan) -> bytes:
    """Return the small areas of a plan as GeoJSON; one query where they were left out."""
    return gzip.decompress(bytes(plan.instance))


def instance_of(plan: GridPlan) -> Instance:
    """Return the small areas of a plan as the solver knows them.

    They never change, and reading those of a city takes a second, so that the last few are kept in memory.
    """
    with _keeping:
        found = _kept.get(plan.code)
    if found is None:
        found = read_instance(geojson_of(plan))
        with _keeping:
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[plan.code] = found
    return found


def _living(area_code: str) -> "QuerySet[Area]":
    """Return the living grids of an area."""
    return Area.objects.filter(level="grid", code__startswith=area_code, void_on__isnull=True)


def _require_size(*, areas: int) -> None:
    """Refuse more small areas than a page can show and a worker should hold."""
    if areas > MOST_AREAS:
        raise Refused(
            "There are %(count)d areas; a plan here holds at most %(most)d. Plan county by county, or use the command.",
            count=areas,
            most=MOST_AREAS,
        )


def _require_none(names: list[str], sentence: str) -> None:
    """Refuse with a sentence that counts and names what is wrong."""
    if names:
        shown = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
        raise Refused(sentence, count=len(names), names=shown)


def _workload(area_code: str, *, effort: str) -> Mapping[str, float]:
    """Return the weight of the orders of each grid in the last twelve months. Two queries."""
    since = now() - timedelta(days=WORKLOAD_DAYS)
    weight = Count("pk") if effort == "orders" else Sum("version")
    orders = Order.objects.filter(area_code__startswith=area_code).exclude(closed_at__lt=since)
    counted = orders.order_by().values("area_code").annotate(weight=weight)
    found = {row["area_code"]: float(row["weight"] or 0) for row in counted}
    lineage = Lineage.objects.filter(source__code__startswith=area_code).order_by("on", "source", "target")
    passed: dict[str, list[tuple[str, float]]] = {}
    for source, target, share in lineage.values_list("source__code", "target__code", "share"):
        passed.setdefault(source, []).append((target, share))
    # In the order of days, so that what went on twice arrives.
    for source, targets in passed.items():
        weight_there = found.pop(source, 0.0)
        for target, share in targets:
            found[target] = found.get(target, 0.0) + weight_there * share
    return {code: value for code, value in found.items() if len(code) == LENGTHS["grid"]}


def _crews(area_code: str) -> Mapping[str, str]:
    """Return who looks after each grid today, by the number of the account; grid heads before others. One query.

    Who looks after a building or a stair does not stand for the grid. Of equals the one who has been for longest.
    """
    posts = Post.objects.filter(held_on(city_today()), role="crew", area_code__startswith=area_code)
    found = posts.order_by("from_on", "pk").values_list("area_code", "user_id", "kind", "site_id")
    ranks = {kind: rank for rank, kind in enumerate(CREW_KINDS)}
    first: dict[str, str] = {}
    for code, user, kind, site in sorted(found, key=lambda row: ranks.get(row[2], 0 if not row[2] else len(ranks))):
        if covers_grid("crew", kind, has_site=site is not None):
            first.setdefault(code, str(user))
    return first
