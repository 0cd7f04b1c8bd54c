# SPDX-License-Identifier: Apache-2.0
"""The planned pairs as the page shows them: liaison by liaison with the limit, found by words, turned page by page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidan.matching.by_code import ListedPair
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


def before_of(plan: PairingPlan) -> dict[str, list[str]]:
    """Return by company who served it before and does not any more, as codes."""
    found: dict[str, list[str]] = {}
    for change in plan.result.get("changes") or ():
        if change["before"]:
            found.setdefault(change["company"], []).append(change["before"])
    return found


def shown_of(
    pairs: Iterable[ListedPair],
    supplies: Iterable[Supply],
    advisers: Mapping[str, Any],
    *,
    words: str = "",
    show: str = "",
) -> list[tuple[Supply, list[int]]]:
    """Return the liaisons of a plan by code, each with the numbers of the pairs that are asked for.

    With `words` or `show` only those with something found. Nobody is ranked: the order is that of the codes.
    """
    found: dict[str, list[int]] = {}
    for pair in pairs:
        if _is_shown(pair, show) and (not words or _is_found(pair, advisers.get(pair.liaison), words)):
            found.setdefault(pair.liaison, []).append(pair.pk)
    return [
        (supply, found.get(supply.code, []))
        for supply in sorted(supplies, key=lambda each: each.code)
        if supply.code in found or not (show or (words and not _is_called(advisers.get(supply.code), words)))
    ]


def groups_of(
    rows: Iterable[PlannedPair],
    supplies: Iterable[Supply],
    advisers: Mapping[str, Any],
    *,
    loads: Mapping[str, int],
    names: Mapping[str, str],
    before: Mapping[str, str],
) -> list[Group]:
    """Return some liaisons of a plan, each with those of the pairs that are the liaison's."""
    by_liaison: dict[str, list[PairRow]] = {}
    for row in rows:
        told = PairRow(row, names, before.get(row.company.unit.code, ""))
        by_liaison.setdefault(row.adviser.code, []).append(told)
    found = []
    for supply in supplies:
        adviser = advisers.get(supply.code)
        found.append(
            Group(
                code=supply.code,
                name=adviser.name if adviser else supply.code,
                title=adviser.title if adviser else "",
                unit=adviser.unit if adviser else None,
                capacity=supply.capacity,
                load=loads.get(supply.code, 0),
                rows=by_liaison.get(supply.code, []),
            )
        )
    return found


def _is_found(pair: ListedPair, adviser: Any, words: str) -> bool:
    """Say whether company or liaison bear the words in name or code."""
    texts = (pair.name, pair.name_en, pair.company, pair.industry)
    return any(words in text.lower() for text in texts) or _is_called(adviser, words)


def _is_called(adviser: Any, words: str) -> bool:
    """Say whether a liaison bears the words in name or code."""
    return adviser is not None and (words in adviser.name.lower() or words in adviser.code.lower())


def _is_shown(pair: ListedPair, show: str) -> bool:
    """Say whether a pair is among those asked for: all, those that are new, those set by hand."""
    if show == "changed":
        return not pair.is_kept
    return show != "fixed" or pair.is_fixed
