# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: S608  what is put into the statements are the names of our own columns
"""The fixed statements of the engine: lock an order, write it, add a step. Only `sidan.orders.moves` writes with them.

The statements are made from the models once, when the module is loaded, so that a column cannot be forgotten.
"""

from django.db import models

from sidan.orders.models import Order, Step
from sidan.places.prepared import as_model, columns, first_row, quoted, run

# What no move changes: number, place, channel and words of the order stay as they were when it was opened.
_LASTING = {
    "id", "number", "key", "programme", "edition", "county", "area_code", "area_then", "site", "lon", "lat",
    "place_text", "text", "via", "contact", "code_digest", "created_at",
}  # fmt: skip


def _names(model: type[models.Model], *, besides: set[str]) -> tuple[str, ...]:
    """Return the columns of a model, which are the names of its attributes too, besides those of some fields."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.name not in besides)


_ORDER = _names(Order, besides=set())
_CHANGING = _names(Order, besides=_LASTING)
_STEP = _names(Step, besides={"id"})


def _list(names: tuple[str, ...]) -> str:
    """Return the names of columns."""
    return ", ".join(quoted(name) for name in names)


def _places(names: tuple[str, ...]) -> str:
    """Return one place for a value for each name."""
    return ", ".join(["%s"] * len(names))


_LOCK = f"SELECT {columns(Order)} FROM orders_order WHERE id = %s FOR UPDATE"
_NEXT_ID = "SELECT nextval(pg_get_serial_sequence('orders_order', 'id'))"
_OPEN = f"INSERT INTO orders_order ({_list(_ORDER)}) VALUES ({_places(_ORDER)})"
_ADD = f"INSERT INTO orders_step ({_list(_STEP)}) VALUES ({_places(_STEP)}) RETURNING id"
# One way to the database in the place of two.
_MOVE = f"""
    WITH moved AS (UPDATE orders_order SET ({_list(_CHANGING)}) = ({_places(_CHANGING)}) WHERE id = %s)
    {_ADD}
"""


def locked(order_id: int | None) -> Order | None:
    """Return the order as it is now, locked until the transaction ends, or None. One query."""
    row = first_row(_LOCK, [order_id])
    return as_model(Order, row) if row is not None else None


def next_id() -> int:
    """Return the id of the next order, from which its number is made before it is written. One query."""
    row = first_row(_NEXT_ID)
    assert row is not None
    return int(row[0])


def write_opened(order: Order, step: Step) -> None:
    """Write a new order and its first step. Two queries."""
    run(_OPEN, [getattr(order, name) for name in _ORDER])
    order._state.adding = False
    _added(step, first_row(_ADD, [getattr(step, name) for name in _STEP]))


def write_moved(order: Order, step: Step) -> None:
    """Write what a move may have changed of an order, and the step it made. One query."""
    changed = [getattr(order, name) for name in _CHANGING]
    _added(step, first_row(_MOVE, [*changed, order.pk, *(getattr(step, name) for name in _STEP)]))


def _added(step: Step, row: tuple[int] | None) -> None:
    """Note that a step is written, and under which id."""
    assert row is not None
    step.pk = row[0]
    step._state.adding = False
