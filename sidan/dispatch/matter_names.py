# SPDX-License-Identifier: Apache-2.0
"""Names of matters, of branches of the catalogue and of conditions by code, for routes that name them by code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sidan.base import spans
from sidan.base.errors import Words
from sidan.orders.catalogue import Condition
from sidan.orders.matters import conditions_offered, groups_offered

KEPT_SECONDS = 60
ANY = Words("所有事项", "any matter")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a county offers: branches and matters by code, and each matter's conditions, the usual one first."""

    branches: Mapping[str, Words]
    matters: Mapping[str, Words]
    conditions: Mapping[str, Mapping[str, Words]]
    unit_kinds: Mapping[str, str]

    def name(self, code: str) -> Words:
        """Return the name of a matter or branch; its code where it is not offered any more."""
        if not code:
            return ANY
        return self.matters.get(code) or self.branches.get(code) or Words(code, code)

    def condition(self, matter: str, code: str) -> Words:
        """Return the name of a matter's condition; its code where it is not offered any more."""
        return self.conditions.get(matter, {}).get(code) or Words(code, code)


def catalogue_of(county: str) -> Catalogue:
    """Return what a county offers, or the city for "", at most KEPT_SECONDS old. Two queries when it must be read."""
    return _catalogue(county, spans.current(KEPT_SECONDS))


@lru_cache(maxsize=64)
def _catalogue(county: str, minute: int) -> Catalogue:
    """Return the catalogue of a county. Two queries."""
    conditions: dict[str, dict[str, Words]] = {}
    matters: dict[str, Words] = {}
    kinds: dict[str, str] = {}
    for row in conditions_offered(county):
        matters[row.matter.code], kinds[row.matter.code] = row.matter.words_name, row.matter.unit_kind
        conditions.setdefault(row.matter.code, {})[row.code] = _words(row)
    branches = {group.code: Words(group.name, group.name_en) for group in groups_offered()}
    return Catalogue(branches, matters, conditions, kinds)


def _words(row: Condition) -> Words:
    """Return the name of a condition."""
    return row.words_name
