# SPDX-License-Identifier: Apache-2.0
"""Sets of weights for a planner who does not want to weigh each aim alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sidan.places.redraw.asked import PRESETS as WEIGHTS
from sidan.places.redraw.asked import Weights

OWN = "own"


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of weights under a name, and what it is good for."""

    name: str | Promise
    about: str | Promise
    weights: Weights


PRESETS: dict[str, Preset] = {
    "balanced": Preset(
        _("Balanced"), _("equal households first, compact grids, a little of everything else"), WEIGHTS["usual"]
    ),
    "equal": Preset(
        _("Equal households alone"),
        _("every grid as large as the next; shapes may be odd and crews may change"),
        WEIGHTS["balance"],
    ),
    "compact": Preset(
        _("Compact grids"),
        _("short ways: round grids, no river within one"),
        WEIGHTS["compactness"],
    ),
    "crews": Preset(
        _("Keep today's crews"),
        _("as many households as possible keep the crew they know"),
        WEIGHTS["continuity"],
    ),
}

# The five aims in the order of the form: what each weight is called, and what a high one does.
AIMS: dict[str, tuple[str | Promise, str | Promise]] = {
    "balance": (_("Equal households"), _("every grid holds about as many households as the others")),
    "workload": (_("Equal work"), _("every grid brings about as many orders, weighed by effort")),
    "compactness": (_("Compact grids"), _("grids are round rather than long")),
    "crew": (_("Keep today's crews"), _("few households get another crew than today")),
    "barriers": (_("Do not cross rivers"), _("no grid lies on both sides of what nobody can cross")),
}

# The three kinds of wishes in the order of the form, and what each is called.
WISHES: dict[str, str | Promise] = {
    "fixed": _("Leave these as they are"),
    "together": _("Keep together"),
    "apart": _("Keep apart"),
}


def preset_of(weights: Weights) -> str:
    """Return the preset that has these weights, OWN where none has."""
    return next((code for code, preset in PRESETS.items() if preset.weights == weights), OWN)
