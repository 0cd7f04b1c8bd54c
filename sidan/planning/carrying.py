# SPDX-License-Identifier: Apache-2.0
"""New areas take over from old ones, with everybody and everything in them; for a plan and for a line drawn by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sidan.base.errors import Refused
from sidan.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Succession:
    """A new grid and what it is made of: shares (above 0, up to 1) of the households of old grids by their codes.

    An old grid with several successions is split. Without `geometry` the outlines of the old ones are joined; without
    `households` and `people` the shares of theirs are added up.
    """

    community: str
    name: str
    sources: Mapping[str, float]
    geometry: Mapping[str, Any] | None = None
    households: int | None = None
    people: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Carriage:
    """What was carried over: the new codes in the order of the successions, counts by kind, and notes for people."""

    codes: tuple[str, ...]
    counts: Mapping[str, int]
    notes: tuple[Refused, ...] = ()
    rows: Sequence[Mapping[str, Any]] = field(default=(), repr=False)


def carry_over(successions: Sequence[Succession], *, on: date, by: Actor, cause: str) -> Carriage:
    """Make the new areas, void the old ones from `on`, and carry posts, sites, orders and all else over.

    Runs in the caller's transaction. `cause` names the plan or the drawing in the history of orders. Costs a fixed
    number of statements, however many rows there are; rows are locked in the order of the tables below.
    """
    raise NotImplementedError
