# SPDX-License-Identifier: Apache-2.0
"""The planned pairs as the page shows them: liaison by liaison with the limit, found by words, turned page by page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidan.matching.models import PairingPlan, PlannedPair
from sidan.matching.problem import Supply
from sidan.web.matching.pair_words import why_pair

SHOWN = ("", "changed", "fixed")


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair: its row, what the seat is for, who served the company before, and why the two go together."""

    pair: PlannedPair
    names: Mapping[str, str]
    before: str = ""

    @property
    def company(self) -> str:
        """Return the company's code."""
        return self.pair.company.unit.code

    @property
    def skill(self) -> str:
        """Return what a seat of a team is for, empty for a single seat."""
        return self.names.get(self.pair.skill, self.pair.skill)

    @property
    def needs(self) -> list[str]:
        """Return what the company needs, by name."""
        return [self.names.get(code, code) for code in (*self.pair.company.needs, *self.pair.company.languages)]

    @property
    def km(self) -> float | None:
        """Return how far the two are apart, None where a place is unknown."""
        away = self.pair.parts.get("distance_m")
        return None if away is None else away / 1000

    @property
    def why(self) -> list[str]:
        """Return why the two go together."""
        return why_pair(self.pair.parts, self.names)


@dataclass(frozen=True, slots=True)
class Group:
    """A liaison of the plan, the limit, how many seats are taken, and the pairs shown of them."""

    code: str
    name: str
    title: str
    unit: Any
    capacity: int
    load: int
    rows: Sequence[PairRow]

    @property
    def is_full(self) -> bool:
        """Say whether there is no room left."""
        return self.load >= self.capacity


def is_found(pair: PlannedPair, words: str) -> bool:
    """Say whether company or liaison bear the words in name or code."""
    unit, adviser = pair.company.unit, pair.adviser
    texts = (unit.name, unit.name_en, unit.code, pair.company.industry, adviser.name, adviser.code)
    return any(words in text.lower() for text in texts)


def before_of(plan: PairingPlan) -> dict[str, list[str]]:
    """Return by company who served it before and does not any more, as codes."""
    found: dict[str, list[str]] = {}
    for change in plan.result.get("changes") or ():
        if change["before"]:
            found.setdefault(change["company"], []).append(change["before"])
    return found


def groups_of(
    rows: Iterable[PlannedPair],
    supplies: Sequence[Supply],
    advisers: Mapping[str, Any],
    *,
    names: Mapping[str, str],
    before: Mapping[str, str],
    words: str = "",
    show: str = "",
) -> list[Group]:
    """Return the liaisons of a plan by code with their pairs; with `words` or `show` only those with something found.

    Nobody is ranked: the order is that of the codes.
    """
    by_liaison: dict[str, list[PlannedPair]] = {}
    for row in rows:
        by_liaison.setdefault(row.adviser.code, []).append(row)
    found = []
    for supply in sorted(supplies, key=lambda each: each.code):
        own = by_liaison.get(supply.code, [])
        adviser = advisers.get(supply.code)
        chosen = [each for each in own if (not words or is_found(each, words)) and _is_shown(each, show, before)]
        if not chosen and (show or (words and not _is_called(adviser, words))):
            continue
        found.append(
            Group(
                code=supply.code,
                name=adviser.name if adviser else supply.code,
                title=adviser.title if adviser else "",
                unit=adviser.unit if adviser else None,
                capacity=supply.capacity,
                load=len(own),
                rows=[PairRow(each, names, before.get(each.company.unit.code, "")) for each in chosen],
            )
        )
    return found


def _is_called(adviser: Any, words: str) -> bool:
    """Say whether a liaison bears the words in name or code."""
    return adviser is not None and (words in adviser.name.lower() or words in adviser.code.lower())


def _is_shown(pair: PlannedPair, show: str, before: Mapping[str, str]) -> bool:
    """Say whether a pair is among those asked for: all, those that are new, those set by hand."""
    if show == "changed":
        return not pair.is_kept
    return show != "fixed" or pair.is_fixed
