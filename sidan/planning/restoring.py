# SPDX-License-Identifier: Apache-2.0
"""The rows that an adoption made, changed and took away: whether they still are as it left them, and as they were."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import connection, models

from sidan.base.errors import Refused, Words
from sidan.orders.bodies import Body
from sidan.orders.purses import Purse
from sidan.orders.saved import SavedFilter
from sidan.people.models import Absence, Post, Unit
from sidan.people.partners import Partner
from sidan.places.lineages import Lineage
from sidan.places.models import Area, Site
from sidan.places.service_points import Station
from sidan.planning.models import Adoption
from sidan.planning.rows import Change, Values, inserted, removed, updated, whole

# In this order rows are restored: what hangs on a row comes after it.
TABLES: Mapping[str, type[models.Model]] = {
    "area": Area,
    "lineage": Lineage,
    "post": Post,
    "absence": Absence,
    "partner": Partner,
    "unit": Unit,
    "body": Body,
    "site": Site,
    "station": Station,
    "purse": Purse,
    "filter": SavedFilter,
}
_WORDS: Mapping[str, Words] = {
    "area": Words("区域", "areas"),
    "post": Words("岗位", "posts"),
    "absence": Words("代班", "absences"),
    "partner": Words("共建单位", "grid partners"),
    "unit": Words("单位", "units"),
    "body": Words("议事组织", "bodies"),
    "site": Words("点位", "sites"),
    "station": Words("驿站", "stations"),
    "purse": Words("额度", "purses"),
}
# Somebody's own list may have changed since: what still names a new grid goes back with the rest, see rolling_back.
_OWN = "filter"


_WRITE = """
    INSERT INTO planning_carried (adoption_id, what, row, old, new)
    SELECT %s, m.what, m.row, m.old, m.new
    FROM jsonb_to_recordset(%s::jsonb) m (what text, row bigint, old jsonb, new jsonb)
"""


_READ = "SELECT what, row, old::text, new::text FROM planning_carried WHERE adoption_id = %s ORDER BY what, id"


def write_rows(adoption_id: int, changes: Sequence[Change]) -> None:
    """Write down what an adoption carried, in the order it was written. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [adoption_id, orjson.dumps(changes).decode()])


def changes_of(adoption: Adoption) -> dict[str, list[Change]]:
    """Return what an adoption carried, by kind, in the order it was written. One query."""
    found: dict[str, list[Change]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_READ, [adoption.pk])
        for what, row, old, new in cursor.fetchall():
            values = (None if each is None else orjson.loads(each) for each in (old, new))
            found.setdefault(what, []).append(Change(what, row, *values))
    return found


def conflicts(changes: Mapping[str, list[Change]], new_areas: Sequence[int], *, lock: bool) -> list[Refused]:
    """Return what has been changed since, or added over the new grids, so that going back would lose it.

    One query for each kind of row, and five more.
    """
    found = []
    for what, rows in changes.items():
        if what in (_OWN, "lineage"):
            continue
        columns = {name for change in rows for name in change.new or {}}
        present = whole(TABLES[what], [change.row for change in rows], columns=columns, lock=lock)
        touched = sum(not _is_as_left(change, present.get(change.row)) for change in rows)
        if touched:
            found.append(Refused("%(count)d %(kind)s have been changed since.", count=touched, kind=_WORDS[what]))
    return found + _added(changes, new_areas)


def restore(changes: Mapping[str, list[Change]]) -> None:
    """Take away what was made, bring back what was taken away, and write the columns that changed as they were."""
    for what, model in reversed(list(TABLES.items())):
        # New grids are not taken away: their codes stay given.
        if what != "area":
            removed(model, (change.row for change in changes.get(what, ()) if change.old is None))
    for what, model in TABLES.items():
        gone = [change for change in changes.get(what, ()) if change.new is None]
        inserted(model, [{**(change.old or {}), "id": change.row} for change in gone])
    for what, model in TABLES.items():
        rows = [change for change in changes.get(what, ()) if change.old is not None and change.new is not None]
        if what == _OWN:
            present = whole(model, [change.row for change in rows])
            rows = [change for change in rows if _is_as_left(change, present.get(change.row))]
        updated(model, rows, to="old")


def _is_as_left(change: Change, present: Values | None) -> bool:
    """Say whether a row still is as an adoption left it, in the columns that it wrote."""
    if change.new is None:
        return present is None
    return present is not None and all(present.get(name) == value for name, value in change.new.items())


def _added(changes: Mapping[str, list[Change]], new_areas: Sequence[int]) -> list[Refused]:
    """Return what was put over the new grids since by people, who must take it back themselves first."""
    carried = {what: {change.row for change in rows} for what, rows in changes.items()}
    rows: dict[str, models.QuerySet[Any]] = {
        "post": Post.objects.filter(area__in=new_areas),
        "absence": Absence.objects.filter(post__area__in=new_areas),
        "partner": Partner.objects.filter(area__in=new_areas),
        "unit": Unit.objects.filter(area__in=new_areas),
        "body": Body.objects.filter(area__in=new_areas),
        "purse": Purse.objects.filter(area_code__in=Area.objects.filter(pk__in=new_areas).values("code")),
    }
    found = []
    for what, query in rows.items():
        added = set(query.values_list("pk", flat=True)) - carried.get(what, set())
        if added:
            found.append(
                Refused(
                    "%(count)d %(kind)s were added in the new grids since; take them back first.",
                    count=len(added),
                    kind=_WORDS[what],
                )
            )
    return found
