# SPDX-License-Identifier: Apache-2.0
"""Where a round stands: its five steps, and whatever a reader should be warned of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sidan.evaluation.declare import Ranking
from sidan.evaluation.reading import ClassCount
from sidan.evaluation.round_rows import Round, RoundEvent
from sidan.web.round_words import class_name, number_text

STEPS: Mapping[str, str | Promise] = {
    "open": pgettext_lazy("round", "Opened"),
    "computed": pgettext_lazy("round", "Computed"),
    "checking": pgettext_lazy("round", "Checked by the units"),
    "published": pgettext_lazy("round", "Published"),
    "settled": pgettext_lazy("round", "Settled and sealed"),
}
# The verbs whose events bring a round into a step.
REACHED: Mapping[str, tuple[str, ...]] = {
    "open": ("open", "recheck"),
    "computed": ("compute", "recompute"),
    "checking": ("let_check",),
    "published": ("publish",),
    "settled": ("settle",),
}
DONE: Mapping[str, str | Promise] = {
    "open": _("opened the round"),
    "compute": _("computed it"),
    "recompute": _("computed it again"),
    "let_check": _("let the units check their figures"),
    "publish": _("published it for objections"),
    "settle": _("settled and sealed it"),
    "cancel": _("cancelled it"),
    "recheck": _("opened the yearly re-check"),
    "object": _("An objection was made."),
}
# From these parts on a reader is warned.
MUCH_UNRANKED, MUCH_EXCLUDED = 0.3, 0.1
# A class of fewer ranked than these says little.
SMALL_CLASS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round: when it was reached, and whether it is behind, now, or ahead."""

    name: str | Promise
    at: datetime | None
    is_past: bool
    is_now: bool


def steps_of(found: Round, events: list[RoundEvent]) -> list[Step]:
    """Return the steps of a round with the day each was reached; none of a cancelled one is now."""
    states = list(STEPS)
    here = states.index(found.state) if found.state in states else -1
    is_over = found.state == "settled"
    return [
        Step(
            name,
            _reached(state, events) if place <= here else None,
            is_past=place < here or (is_over and place == here),
            is_now=place == here and not is_over,
        )
        for place, (state, name) in enumerate(STEPS.items())
    ]


def _reached(state: str, events: list[RoundEvent]) -> datetime | None:
    """Return when a step was reached last; events come with the latest first."""
    return next((event.at for event in events if event.verb in REACHED[state]), None)


def done_words(event: RoundEvent) -> str | Promise:
    """Return what an event says was done."""
    return DONE.get(event.verb, event.verb)


def warnings(found: Round, ranking: Ranking, counts: Mapping[str, ClassCount]) -> Iterator[str]:
    """Yield what a reader of the result should know before believing it, a sentence each."""
    language = get_language() or ""
    ranked = sum(each.ranked for each in counts.values())
    unranked = sum(each.unranked for each in counts.values())
    for code, each in counts.items():
        name = class_name(ranking, code).in_language(language)
        if not code:
            continue
        if each.ranked == 1:
            yield gettext("In the class “%(name)s” only one is ranked; there is nobody to be compared with.") % {
                "name": name
            }
        elif 0 < each.ranked < SMALL_CLASS:
            yield gettext("In the class “%(name)s” only %(count)d are ranked.") % {"name": name, "count": each.ranked}
    if unranked and unranked / (ranked + unranked) > MUCH_UNRANKED:
        yield gettext("%(unranked)d of %(all)d have no rank, for too few cases or missing data.") % {
            "unranked": unranked,
            "all": ranked + unranked,
        }
    if (rate := excluded_rate(found)) is not None and rate > MUCH_EXCLUDED:
        yield gettext(
            "%(percent)s %% of the orders were left out on a ground; that is published beside the result."
        ) % {"percent": number_text(100 * rate, 1)}


def excluded_rate(found: Round) -> float | None:
    """Return which part of the orders was left out on a ground, as the run froze it; None where it was not counted."""
    kept: Mapping[str, Any] | Any = (found.frozen or {}).get("excluded")
    if not isinstance(kept, Mapping) or not kept.get("of"):
        return None
    return float(kept["count"]) / float(kept["of"])
