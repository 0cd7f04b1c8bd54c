# SPDX-License-Identifier: Apache-2.0
"""Why a score is what it is: from nothing to the total, indicator by indicator, with what each one lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from sidan.base.errors import Words
from sidan.evaluation.declare import FULL_MARKS, Ranking
from sidan.evaluation.round_rows import Score
from sidan.web.results.telling import Cell
from sidan.web.round_words import figure_text, form_of, number_text

# Below half a point in a thousand a shrunk share is shown as the bare one.
ALIKE = 0.0005


@dataclass(frozen=True, slots=True)
class Step:
    """One indicator on the way to the total: where it begins, the points it gives of its weight, and its figure."""

    cell: Cell
    begin: float
    points: float
    weight: float

    @property
    def lost(self) -> float:
        """Return the points of the weight that were not given."""
        return max(0.0, self.weight - self.points)

    @property
    def interval(self) -> str:
        """Return the 95 % interval of the figure, empty without one."""
        low, high = self.cell.part.get("low"), self.cell.part.get("high")
        if low is None or high is None:
            return ""
        return f"{figure_text(self.cell.form, low)} – {figure_text(self.cell.form, high)}"

    @property
    def shrunk(self) -> str:
        """Return the value that counts, where it is not the bare one."""
        return figure_text(self.cell.form, self.cell.part.get("shrunk")) if self.is_shrunk else ""

    @property
    def is_shrunk(self) -> bool:
        """Say whether the value was drawn towards the class."""
        value, shrunk = self.cell.part.get("value"), self.cell.part.get("shrunk")
        return shrunk is not None and (value is None or abs(value - shrunk) >= ALIKE)

    @property
    def sentence(self) -> str:
        """Return in plain words why another value counts than was counted; empty where none does."""
        if not self.weight:
            return gettext("Nobody of the class has data here, so it weighs nothing.")
        if not self.cell.is_known:
            return gettext("There is no data, so it stands where its class stands on the whole: neither zero nor full.")
        if not self.is_shrunk:
            return ""
        values = {"count": self.cell.count, "of": self.cell.of, "value": self.cell.value, "shrunk": self.shrunk}
        return gettext(
            "%(count)s of %(of)s may owe something to chance, so %(value)s counts as %(shrunk)s, nearer to its class."
        ) % values  # fmt: skip

    @property
    def points_text(self) -> str:
        """Return the points."""
        return number_text(self.points)

    @property
    def weight_text(self) -> str:
        """Return the weight."""
        return number_text(self.weight)

    @property
    def lost_text(self) -> str:
        """Return what was lost."""
        return number_text(self.lost)


@dataclass(frozen=True, slots=True)
class Added:
    """A bonus or a deduction: what was found, and the points for it, below zero for a deduction."""

    code: str
    name: Words
    outside: str
    found: float
    points: float

    @property
    def points_text(self) -> str:
        """Return the points with their sign."""
        return f"{'+' if self.points > 0 else ''}{number_text(self.points)}"

    @property
    def found_text(self) -> str:
        """Return how many were found."""
        return number_text(self.found)


def steps_of(score: Score, ranking: Ranking) -> list[Step]:
    """Return the indicators in order, their points brought to 100 as the total's are."""
    weights = sum(part.get("weight") or 0 for part in score.parts.values())
    scale = FULL_MARKS / weights if weights else 0
    steps, begin = [], 0.0
    for indicator in ranking.indicators:
        part: Mapping[str, Any] = score.parts.get(indicator.code, {})
        points = (part.get("points") or 0) * scale
        weight = (part.get("weight") or 0) * scale
        steps.append(Step(Cell(indicator, form_of(indicator), part), begin, points, weight))
        begin += points
    return steps


def added_to(score: Score, ranking: Ranking) -> list[Added]:
    """Return the bonuses and deductions of the ranking with what was found of each."""
    found = {each["code"]: each for each in score.extras}
    return [
        Added(extra.code, extra.name, extra.outside, one.get("found") or 0.0, one.get("points") or 0.0)
        for extra in (*ranking.bonuses, *ranking.deductions)
        for one in [found.get(extra.code, {})]
    ]


def drawn(steps: list[Step], added: list[Added], total: float | None) -> dict[str, Any]:
    """Return what the chart draws; bonuses and deductions of nothing are left out."""
    rows = list(_rows(steps, added))
    if total is not None:
        rows.append({"name": gettext("Total"), "from": 0, "to": round(total, 2), "lost": 0, "tone": "total"})
    return {
        "kind": "waterfall",
        "rows": rows,
        "words": {"given": gettext("points given"), "lost": gettext("points lost")},
    }


def _rows(steps: list[Step], added: list[Added]) -> Iterator[dict[str, Any]]:
    """Yield the bars from the top down."""
    language = get_language() or ""
    end = 0.0
    for step in steps:
        end = step.begin + step.points
        name = step.cell.indicator.name.in_language(language)
        yield {
            "name": name,
            "from": round(step.begin, 2),
            "to": round(end, 2),
            "lost": round(step.lost, 2),
            "tone": "given",
        }
    for each in added:
        if each.points:
            tone = "bonus" if each.points > 0 else "deduction"
            name = each.name.in_language(language)
            yield {"name": name, "from": round(end, 2), "to": round(end + each.points, 2), "lost": 0, "tone": tone}
            end += each.points
