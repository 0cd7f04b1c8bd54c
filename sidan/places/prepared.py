# SPDX-License-Identifier: Apache-2.0
"""Fixed statements, sent once to each connection and planned once: what every move runs must not be built anew.

Building the engine's few statements with the ORM takes longer than carrying them out. They are written by hand where
they are used, and run here; what is shown to people is still asked through the ORM. Like any other query they count in
Django's log of queries. Nothing but their cost depends on their being prepared: see SIDAN_PREPARE_AFTER.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

import orjson
import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models

Row = tuple[Any, ...]
_Model = TypeVar("_Model", bound=models.Model)


def run(statement: str, values: Sequence[Any] = ()) -> None:
    """Run a statement that answers nothing of interest."""
    with _executed(statement, values):
        pass


def first_row(statement: str, values: Sequence[Any] = ()) -> Row | None:
    """Return the first row a statement answers, or None."""
    with _executed(statement, values) as cursor:
        row: Row | None = cursor.fetchone()
        return row


def all_rows(statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """Return the rows a statement answers."""
    with _executed(statement, values) as cursor:
        rows: list[Row] = cursor.fetchall()
        return rows


@cache
def columns(model: type[models.Model], *related: str) -> str:
    """Return the columns of a model's table for a SELECT, as `as_model` and `as_related` read them.

    Those of the rows its foreign keys `related` name follow, which `joins` brings. Columns are named for attributes.
    """
    parts = [(model._meta.db_table, model), *((name, _target(model, name)) for name in related)]
    return ", ".join(
        f"{quoted(table)}.{quoted(field.attname)}" for table, part in parts for field in part._meta.concrete_fields
    )


def joins(model: type[models.Model], *related: str) -> str:
    """Return the joins that bring the rows named by foreign keys, as far as there are such rows."""
    table = model._meta.db_table
    return " ".join(
        f"LEFT JOIN {_target(model, name)._meta.db_table} {quoted(name)} ON {quoted(name)}.id = {table}.{name}_id"
        for name in related
    )


def quoted(name: str) -> str:
    """Return the name of a column in quotation marks, since one may be a word of SQL, such as `limit`."""
    return f'"{name}"'


def as_model(model: type[_Model], row: Row) -> _Model:
    """Return the row that `columns` selected as the model holds it."""
    names, json = _attributes(model)
    values = [orjson.loads(v) if n in json and v is not None else v for n, v in zip(names, row, strict=True)]
    return model.from_db(DEFAULT_DB_ALIAS, names, values)


def as_related(model: type[_Model], related: Sequence[str], row: Row) -> _Model:
    """Return the row that `columns` and `joins` brought as the model holds it, with the rows its foreign keys name."""
    end = len(model._meta.concrete_fields)
    found = as_model(model, row[:end])
    for name in related:
        target = _target(model, name)
        begin, end = end, end + len(target._meta.concrete_fields)
        setattr(found, name, as_model(target, row[begin:end]) if getattr(found, f"{name}_id") is not None else None)
    return found


def as_text(value: Any) -> str | None:
    """Return a value as PostgreSQL reads it from a text: mappings as JSON, lists as arrays.

    Every value goes as a text whose type the statement gives: a type of its own for each value, as psycopg would send,
    is another plan for each mixture of types and of values left out.
    """
    match value:
        case None | str():
            return value
        case bool():
            return "t" if value else "f"
        case date():
            return value.isoformat()
        case dict():
            return orjson.dumps(value).decode()
        case list() | tuple():
            return _array(str(item) for item in value)
    return str(value)


def _array(items: Iterable[str]) -> str:
    """Return an array of texts or numbers."""
    return "{" + ",".join('"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items) + "}"


def _target(model: type[models.Model], name: str) -> type[models.Model]:
    """Return the model a foreign key names."""
    target = model._meta.get_field(name).related_model
    assert isinstance(target, type)
    return target


@cache
def _attributes(model: type[models.Model]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the attributes of a model in the order of its columns, and which of them are JSON, which comes as text."""
    fields = model._meta.concrete_fields
    json = frozenset(field.attname for field in fields if isinstance(field, models.JSONField))
    return tuple(field.attname for field in fields), json


def _executed(statement: str, values: Sequence[Any]) -> Any:
    """Run a statement and return its cursor, which sends values apart, as preparing needs; Django's writes them in."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    raw: Any = psycopg.Cursor(connection.connection)
    cursor = connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw)
    cursor.execute(statement, [as_text(value) for value in values])
    return cursor
