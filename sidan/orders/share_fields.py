# SPDX-License-Identifier: Apache-2.0
"""The answer of who gives how much from their purse."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sidan.base.errors import Refused
from sidan.orders.answers import Answer
from sidan.orders.declare import Field
from sidan.orders.row_fields import MOST_PERSONS, people_named
from sidan.orders.value_fields import money_of


def purse_shares_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read people with an amount in yuan each, one a line ("name 120.50") or as pairs; stored as [[name, fen], …].

    The field's `max` bounds how many people. What is resolved are pairs of user and fen. One query.
    """
    pairs = list(_pairs(raw))
    most = declared.max or MOST_PERSONS
    if len(pairs) > most:
        raise Refused("Name at most %(most)d people.", most=most)
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise Refused("“%(name)s” is named twice; write one amount for each person.", name=name[:60])
    amounts = [
        money_of(amount, msgspec.structs.replace(declared, max=None, min=None), county).stored for _, amount in pairs
    ]
    users = people_named(names)
    stored = [[user.username, fen] for user, fen in zip(users, amounts, strict=True)]
    return Answer(stored, list(zip(users, amounts, strict=True)))


def _pairs(raw: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and amount as they were given: by a form as lines, by a programme as pairs or by name."""
    given: Any = raw.splitlines() if isinstance(raw, str) else raw.items() if isinstance(raw, Mapping) else raw
    for each in given:
        parts = each.replace("：", " ").replace(":", " ").split() if isinstance(each, str) else list(each)
        if not parts:
            continue
        if len(parts) != 2 or not isinstance(parts[0], str):
            raise Refused("Write one person a line: the user name, a space, and the amount in yuan.")
        yield parts[0].strip(), parts[1]
