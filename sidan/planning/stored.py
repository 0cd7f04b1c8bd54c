# SPDX-License-Identifier: Apache-2.0
"""Plans and refusals as JSON, and back to what they were. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sidan.base.errors import Refused, Words
from sidan.places.redraw.plans import Measures, PartPlan, Plan, RegionFacts
from sidan.planning.asking import asked_of

JSON = dict[str, Any]


def plan_stored(plan: Plan) -> JSON:
    """Return what was computed, without the question, which is kept apart."""
    return {
        "regions": list(plan.regions),
        "parts": [_part(part) for part in plan.parts],
        "facts": facts_stored(plan.facts),
        "measures": asdict(plan.measures),
        "seconds": round(plan.seconds, 3),
    }


def plan_restored(result: Mapping[str, Any], asked: Mapping[str, Any], *, seed: int) -> Plan:
    """Return the plan that was stored."""
    bounds, weights, wishes = asked_of(asked)
    return Plan(
        regions=tuple(result["regions"]),
        parts=[_restored_part(part) for part in result["parts"]],
        facts=facts_restored(result["facts"]),
        measures=Measures(**result["measures"]),
        bounds=bounds,
        weights=weights,
        wishes=wishes,
        seed=seed,
        seconds=result["seconds"],
    )


def facts_stored(facts: Sequence[RegionFacts]) -> list[JSON]:
    """Return the facts of regions."""
    return [{**asdict(each), "areas": list(each.areas)} for each in facts]


def facts_restored(stored: Sequence[Mapping[str, Any]]) -> list[RegionFacts]:
    """Return the facts that were stored."""
    return [RegionFacts(**{**each, "areas": tuple(each["areas"])}) for each in stored]


def refusal_stored(refused: Refused) -> JSON:
    """Return a refusal with its values; words in two languages and refusals within it are kept as such."""
    return {"text": refused.text, "values": {name: _value(value) for name, value in refused.values.items()}}


def refusal_restored(stored: Mapping[str, Any]) -> Refused:
    """Return the refusal that was stored."""
    return Refused(stored["text"], **{name: _restored_value(value) for name, value in stored["values"].items()})


def _part(part: PartPlan) -> JSON:
    """Return a part with its reason in both languages."""
    values = {each.name: getattr(part, each.name) for each in fields(PartPlan)}
    values["reason"] = _value(part.reason) if part.reason is not None else None
    values["nearest"] = list(part.nearest) if part.nearest is not None else None
    return values


def _restored_part(stored: Mapping[str, Any]) -> PartPlan:
    """Return the part that was stored."""
    reason, nearest = stored["reason"], stored["nearest"]
    restored = {"reason": _restored_value(reason), "nearest": tuple(nearest) if nearest is not None else None}
    return PartPlan(**{**stored, **restored})


def _value(value: object) -> Any:
    """Return a value of a sentence as JSON."""
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Refused):
        return refusal_stored(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _restored_value(value: Any) -> Any:
    """Return a value of a sentence as it was."""
    if isinstance(value, Mapping):
        return refusal_restored(value) if "text" in value else Words(value["zh"], value["en"])
    return value
