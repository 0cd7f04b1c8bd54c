# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs in words: its state, its proof in one sentence, why a pair, why nobody, and what would help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from sidan.base.errors import Words
from sidan.matching.by_code import skill_titles
from sidan.matching.models import PairingPlan
from sidan.matching.problem import Uncovered, WayOut
from sidan.matching.reasons import BARRIERS, Said, way_out, why, why_uncovered
from sidan.matching.register_rows import CONFLICT_KINDS
from sidan.matching.stored import parts_restored
from sidan.places.names import name_of

# State -> kind of badge.
KINDS = {
    "computing": "working",
    "failed": "late",
    "draft": "checking",
    "open": "working",
    "scheduled": "waiting",
    "adopted": "closed",
    "discarded": "draft",
}


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan as lists and heads show it."""

    plan: PairingPlan

    @property
    def kind(self) -> str:
        """Return the kind of its badge."""
        return KINDS[self.plan.state]

    @property
    def state(self) -> str:
        """Return the word for its state."""
        return self.plan.state_words.in_language(get_language() or "")

    @property
    def place(self) -> Words:
        """Return the area it is for."""
        return name_of(self.plan.area_code) if self.plan.area_code else Words("全市", "the whole city")

    @property
    def figures(self) -> Mapping[str, Any]:
        """Return its stored figures, empty while there are none."""
        found: Mapping[str, Any] = self.plan.result.get("figures") or {}
        return found

    @property
    def km(self) -> float | None:
        """Return how far pairs are apart on average, in kilometres."""
        away = self.figures.get("mean_distance_m")
        return None if away is None else away / 1000

    @property
    def fit_percent(self) -> float | None:
        """Return how much of what is needed is answered on average, in per cent."""
        share = self.figures.get("fit_share")
        return None if share is None else 100 * share


def proof_sentence(plan: PairingPlan) -> str:
    """Return how good a computed plan is known to be, in one sentence."""
    proof = plan.result.get("proof") or {}
    if not proof:
        return ""
    figures = plan.result.get("figures") or {}
    if plan.result.get("is_by_hand"):
        values = {"cost": f"{figures.get('cost', 0):.2f}", "bound": f"{proof['bound']:.2f}"}
        return gettext("Changed by hand: it costs %(cost)s; the plan as computed cost %(bound)s at least.") % values
    if proof["is_optimal"]:
        values = {"pairs": f"{proof['pairs_priced']:,}", "seconds": f"{max(0.1, proof['seconds']):.1f}"}
        return (
            gettext(
                "Proved: no plan covering as many costs less. %(pairs)s possible pairs were weighed in %(seconds)s s."
            )
            % values
        )
    # Plans computed before it was kept are full.
    if not proof.get("is_fullest", True):
        return gettext("Not proved: the time ran out while it was looked at whether more could be covered.")
    gap = max(0.0, proof["cost"] - proof["bound"])
    values = {"gap": f"{100 * gap / max(abs(proof['cost']), 1e-9):.2f}"}
    return gettext("Covers as many as can be covered; costs at most %(gap)s %% more than the best such plan.") % values


def skill_names() -> dict[str, str]:
    """Return what skills and languages are called in the language of the page. One query."""
    language = get_language() or ""
    return {code: title.in_language(language) for code, title in skill_titles().items()}


def told(said: Said) -> str:
    """Return a sentence of matching in the language of the page."""
    language = get_language() or ""
    values = {name: _value(name, value, language) for name, value in said.values.items()}
    return gettext(said.text) % values if values else gettext(said.text)


def _value(name: str, value: object, language: str) -> object:
    """Return a value of a sentence; what keeps a pair apart is told by its code."""
    if name == "barrier" and isinstance(value, str) and value in BARRIERS:
        return BARRIERS[value].in_language(language)
    if isinstance(value, str) and not language.startswith("zh"):
        return value.replace("、", ", ")
    return value


def barrier_words(code: str | None) -> str:
    """Return what keeps a pair apart in the language of the page, empty for nothing."""
    if not code:
        return ""
    return BARRIERS[code].in_language(get_language() or "") if code in BARRIERS else code


def why_pair(stored: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Return what speaks for a planned pair and what against, sentence by sentence."""
    if not stored:
        return []
    return [told(said) for said in why(parts_restored(stored), names=names)]


def why_nobody(stored: Mapping[str, Any], *, with_conflicts: bool) -> list[str]:
    """Return why nobody takes a seat; conflicts are told by their kind to organisers alone."""
    barriers: dict[str, int] = {}
    for code, count in (stored.get("barriers") or {}).items():
        shown = "other" if code in CONFLICT_KINDS and not with_conflicts else code
        barriers[shown] = barriers.get(shown, 0) + int(count)
    seat = Uncovered(stored["company"], stored["seat"], stored.get("skill", ""), stored["is_full"], barriers)
    return [told(said) for said in why_uncovered(seat)]


def ways_out(
    stored: Iterable[Mapping[str, Any]], *, names: Mapping[str, str], liaisons: Mapping[str, str]
) -> list[str]:
    """Return what would cover those left over, sentence by sentence."""
    found = []
    for each in stored:
        lists = {
            "liaisons": tuple((code, int(more)) for code, more in each.get("liaisons", ())),
            "companies": tuple(each.get("companies", ())),
        }
        found.append(told(way_out(WayOut(**{**each, **lists}), names=names, liaisons=liaisons)))
    return found


def signed(change: float) -> str:
    """Return a change of cost with its sign, "±0" where nobody would see one."""
    return "±0" if abs(change) < 0.005 else f"{change:+.2f}".replace("-", "−")
