# SPDX-License-Identifier: Apache-2.0
"""Sets of weights for an organiser who does not want to weigh each aim alone, and the words for single weights."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sidan.matching.problem import Weights

OWN = "own"


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of weights under a name, and what it is good for."""

    name: str | Promise
    about: str | Promise
    weights: Weights


PRESETS: dict[str, Preset] = {
    "usual": Preset(_("Balanced"), _("what a company needs first, a little of everything else"), Weights()),
    "needs": Preset(
        _("Needs first"),
        _("whoever can help best, even from farther away"),
        Weights(fit=2.0, distance=0.25, change=0.25, balance=0.25),
    ),
    "near": Preset(
        _("Short ways"),
        _("whoever is near; for places where ways are long"),
        Weights(fit=0.5, distance=2.0, change=0.5, balance=0.25),
    ),
    "equal": Preset(
        _("Equal loads"),
        _("every liaison as far from the limit as the next"),
        Weights(fit=0.5, distance=0.25, change=0.25, balance=2.0),
    ),
    "keep": Preset(
        _("Keep today's pairs"),
        _("whoever knows the company goes on, unless much speaks against it"),
        Weights(fit=0.5, distance=0.25, change=2.0, balance=0.25),
    ),
}

# The four aims in the order of the form: what each weight is called, and what a high one does.
AIMS: dict[str, tuple[str | Promise, str | Promise]] = {
    "fit": (_("What is needed"), _("a liaison who can do what the company needs")),
    "distance": (_("Short ways"), _("a liaison near the company")),
    "change": (_("Keep today's pairs"), _("few companies get somebody else")),
    "balance": (_("Equal loads"), _("nobody is near the limit while others have few")),
}

# How much an aim counts, in words, the least first.
STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("0.0", pgettext_lazy("weight", "not at all")),
    ("0.25", pgettext_lazy("weight", "a little")),
    ("0.5", pgettext_lazy("weight", "somewhat")),
    ("1.0", pgettext_lazy("weight", "much")),
    ("2.0", pgettext_lazy("weight", "very much")),
)


def preset_of(weights: Weights) -> str:
    """Return the preset that has these weights, distances apart; OWN where none has."""
    own = _numbers(weights)
    return next((code for code, preset in PRESETS.items() if _numbers(preset.weights) == own), OWN)


def step_words(weight: float) -> str | Promise:
    """Return a weight in words, the number where no word fits."""
    return dict(STEPS).get(str(float(weight)), f"{weight:g}")


def _numbers(weights: Weights) -> tuple[float, ...]:
    """Return the four weights in the order of the form."""
    return tuple(float(getattr(weights, aim)) for aim in AIMS)
