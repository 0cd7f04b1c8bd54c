# SPDX-License-Identifier: Apache-2.0
"""New grids take over from old ones, with everybody and everything in them; for a plan and for a line drawn by hand.

Everything happens in the caller's transaction and is locked in the order in which it stands here: the people with posts
by id, the areas by code, then sites, stations, posts, absences, partners, bodies, units, purses, filters and orders,
each by id. Tables that name areas and are not here stand in `sidan.planning.holdings` with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from sidan.base.errors import Refused
from sidan.orders import redrawn
from sidan.places.versions import changed
from sidan.planning.carrying_areas import (
    Succession,
    add_areas,
    locked_areas,
    successors_of,
    void_areas,
    write_lineage,
)
from sidan.planning.carrying_posts import carry_partners, carry_posts, lock_holders
from sidan.planning.carrying_sites import carry_sites
from sidan.planning.carrying_units import carry_bodies, carry_filters, carry_purses, carry_units
from sidan.planning.rows import Change
from sidan.planning.successors import Successors


@dataclass(frozen=True, slots=True)
class Carriage:
    """What was carried over: the new codes in the order of the successions, counts by kind, and notes for people.

    `rows` is all that changed but orders, in the order it was written.
    """

    codes: tuple[str, ...]
    counts: Mapping[str, int]
    notes: tuple[Refused, ...] = ()
    rows: Sequence[Change] = field(default=(), repr=False)


def carry_over(successions: Sequence[Succession], *, on: date, cause: str) -> Carriage:
    """Make the new grids, void the old ones from `on`, and carry posts, sites, orders and all else over.

    Runs in the caller's transaction, which has asked who may and records it. `cause` names the plan or the drawing in
    the history of orders. Costs a fixed number of statements, however many rows there are.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Carrying over is one part of a transaction.")
    if not successions:
        return Carriage((), {})
    olds = sorted({code for each in successions for code in each.sources})
    lock_holders(olds, on=on)
    areas = locked_areas(successions)
    new, made = add_areas(successions, areas, on=on)
    voided = void_areas([areas[code] for code in olds], on=on)
    lineage = write_lineage(successions, areas, new, on=on)
    successors = successors_of(successions, areas, new)
    ids = {area.code: area.pk for area in new}
    rows, notes, orders = carry_holdings(
        successors, ids, names={code: areas[code].name for code in olds}, on=on, cause=cause
    )
    changed()
    counts = {"area_new": len(made), "area_void": len(voided), **_counted(rows), "order": orders}
    return Carriage(tuple(area.code for area in new), counts, tuple(notes), [*made, *voided, *lineage, *rows])


def carry_holdings(
    successors: Successors, areas: Mapping[str, int], *, names: Mapping[str, str], on: date, cause: str
) -> tuple[list[Change], list[Refused], int]:
    """Carry what the old grids hold over to the new ones; what changed, notes, and how many orders. Runs again safely.

    `areas` are the ids of the new grids, `names` the names of the old ones, both by code.
    """
    sites, renamed, by_site = carry_sites(successors, areas, names)
    rows = [*sites, *carry_posts(successors, areas, by_site, on=on), *carry_partners(successors, areas, on=on)]
    bodies, told = carry_bodies(successors, areas, names, on=on)
    rows += [*carry_units(successors, areas), *bodies, *carry_purses(successors), *carry_filters(successors)]
    orders = carry_orders(successors, by_site, on=on, cause=cause)
    return rows, [*told, *renamed], orders


def carry_orders(successors: Successors, by_site: Mapping[int, str], *, on: date, cause: str) -> int:
    """Carry open orders over: by their point, else with their site, else to the largest part. Four queries."""
    standings = redrawn.open_in(successors.old_codes)
    targets = successors.at_points(
        [each.area_code for each in standings],
        [(each.lon, each.lat) for each in standings],
        heirs=[by_site.get(each.site_id or 0) for each in standings],
    )
    by_id = {each.order_id: target for each, target in zip(standings, targets, strict=True)}
    return redrawn.carry(standings, by_id, on=on, cause=cause)


def _counted(rows: Sequence[Change]) -> dict[str, int]:
    """Return how many rows of each kind went on: those made or changed, not those they replace."""
    counts: dict[str, int] = {}
    for row in rows:
        went_on = row.new is not None and (row.old is None or row.what not in ("post", "partner", "absence"))
        counts[row.what] = counts.get(row.what, 0) + went_on
    return counts
