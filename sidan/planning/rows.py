# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: S608  what is put into the statements are the names of our own tables and columns
"""Many rows at once, by their columns: read as plain values, changed and written back in one statement each.

What an adoption changes is kept as JSON, and what a rollback restores comes from it; the database itself turns JSON
into columns, so that a date or a list is exactly what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, models

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was made (without `old`), changed (the columns that did) or taken away (without `new`)."""

    what: str
    row: int
    old: Values | None
    new: Values | None


def updated(model: type[models.Model], changes: Sequence[Change], *, to: str = "new") -> int:
    """Write the `new` (or `old`) columns of changed rows; one statement for each set of columns. Return how many."""
    written = 0
    by_columns: dict[tuple[str, ...], list[Values]] = {}
    for change in changes:
        values: Values = getattr(change, to)
        by_columns.setdefault(tuple(sorted(values)), []).append({"id": change.row, **values})
    for columns, rows in by_columns.items():
        setting = ", ".join(f'"{name}" = m."{name}"' for name in columns)
        written += _run(
            f"UPDATE {_table(model)} t SET {setting} "
            f"FROM jsonb_populate_recordset(NULL::{_table(model)}, %s::jsonb) m WHERE t.id = m.id",
            rows,
        )
    return written


def inserted(model: type[models.Model], rows: Sequence[Values]) -> int:
    """Write whole rows with the ids they had. Return how many."""
    if not rows:
        return 0
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return _run(
        f"INSERT INTO {_table(model)} ({columns}) "
        f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{_table(model)}, %s::jsonb)",
        rows,
    )


def removed(model: type[models.Model], ids: Iterable[int]) -> int:
    """Take rows away without asking what hangs on them. Return how many."""
    found = list(ids)
    if not found:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(model)} WHERE id = ANY(%s)", [found])
        return int(cursor.rowcount)


def whole(
    model: type[models.Model], ids: Iterable[int], *, columns: Iterable[str] = (), lock: bool = True
) -> dict[int, Values]:
    """Return rows as plain values by id, all of their columns or some, mostly locked. One query."""
    listed = ", ".join(f"'{name}', t.\"{name}\"" for name in sorted(set(columns)))
    values = f"jsonb_build_object({listed})" if listed else "to_jsonb(t)"
    locking = "FOR UPDATE" if lock else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, {values}::text FROM {_table(model)} t WHERE t.id = ANY(%s) ORDER BY t.id {locking}",
            [list(ids)],
        )
        return {row: orjson.loads(text) for row, text in cursor.fetchall()}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    return orjson.loads(orjson.dumps(value))


def changed(what: str, row: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Return the change of some columns of a row."""
    return Change(what, row, plain(dict(old)), plain(dict(new)))


def _run(statement: str, rows: Sequence[Values]) -> int:
    """Run a statement over rows and return how many it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [orjson.dumps(rows).decode()])
        return int(cursor.rowcount)


def _table(model: type[models.Model]) -> str:
    """Return the table of a model."""
    return f'"{model._meta.db_table}"'
