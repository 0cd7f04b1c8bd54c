# SPDX-License-Identifier: Apache-2.0
"""Texts as their columns take them."""

from django.db.models import CharField, Model

from sidan.base.errors import Refused


def fitting(model: type[Model], field: str, text: str) -> str:
    """Return a text without the spaces around it; refuse one longer than its column or with a sign no text has."""
    column = model._meta.get_field(field)
    length = column.max_length if isinstance(column, CharField) else None
    text = text.strip()
    if length is not None and len(text) > length:
        raise Refused("%(text)s… is longer than %(count)d characters.", text=text[:20], count=length)
    if not text.isprintable():
        raise Refused("A name or title is one line of plain text.")
    return text


def name_fitting(model: type[Model], field: str, text: str) -> str:
    """Return a text as `fitting` does, and refuse an empty one."""
    name = fitting(model, field, text)
    if not name:
        raise Refused("Please give a name.")
    return name
