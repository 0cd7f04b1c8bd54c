# SPDX-License-Identifier: Apache-2.0
"""What an organiser asks of a plan of pairs, as a form in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused
from sidan.matching.problem import Weights
from sidan.places.codes import Level, is_inside, level_of
from sidan.places.names import area_codes, path_text
from sidan.web.errors import said
from sidan.web.matching.presets import AIMS, OWN, PRESETS, STEPS, preset_of

LONGEST_NAME = 100
LEVELS: tuple[Level, ...] = ("city", "county", "town")
MOST_CHOICES = 400
MOST_KM = 1000


class AskForm(forms.Form):
    """A preset or four weights in words, and what stands beside them; `weights` is what comes of it."""

    use_required_attribute = False

    preset = forms.ChoiceField(label=_("What matters"), widget=forms.RadioSelect)
    most_km = forms.FloatField(
        label=_("No pair farther apart than (km)"),
        help_text=_("Empty for no limit. A limit can leave companies without anybody."),
        min_value=0.1,
        max_value=MOST_KM,
        required=False,
    )
    reach_km = forms.FloatField(
        label=_("A usual way (km)"),
        help_text=_("So many kilometres count as much as the weight of short ways says."),
        min_value=0.1,
        max_value=MOST_KM,
        required=False,
    )
    fewest_changes = forms.BooleanField(
        label=_("Change as few of today's pairs as possible"),
        help_text=_("Then a pair is given up only where a company would be without anybody."),
        required=False,
    )

    def __init__(self, *args: Any, weights: Weights | None = None, **more: Any) -> None:
        """Begin with the weights of another plan, or with the usual ones."""
        begun = weights or Weights()
        more["initial"] = {**_initial(begun), **more.get("initial", {})}
        super().__init__(*args, **more)
        choices = [
            *((code, format_html("{}<small>{}</small>", each.name, each.about)) for code, each in PRESETS.items()),
            (OWN, format_html("{}<small>{}</small>", _("Weights of my own"), _("one word for each aim"))),
        ]
        preset = self.fields["preset"]
        assert isinstance(preset, forms.ChoiceField)
        preset.choices = choices
        for aim, (words, about) in AIMS.items():
            steps = _steps_with(getattr(begun, aim))
            self.fields[f"weight_{aim}"] = forms.ChoiceField(
                label=str(words), help_text=str(about), choices=steps, required=False
            )

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """Return the four weights."""
        return [self[f"weight_{aim}"] for aim in AIMS]

    @property
    def weights(self) -> Weights:
        """Return the weights asked for."""
        given = self.cleaned_data
        preset = PRESETS.get(given["preset"])
        usual = Weights()
        numbers = {
            aim: getattr(preset.weights, aim) if preset else float(given.get(f"weight_{aim}") or getattr(usual, aim))
            for aim in AIMS
        }
        return Weights(**numbers, reach_km=given.get("reach_km") or usual.reach_km, most_km=given.get("most_km"))

    def refuse(self, fault: Refused) -> None:
        """Show a refusal above the form."""
        self.add_error(None, said(fault))


class NewForm(AskForm):
    """A plan of one of the organiser's areas."""

    name = forms.CharField(label=_("Name of the plan"), max_length=LONGEST_NAME)
    area = forms.ChoiceField(label=_("Area"))

    def __init__(self, *args: Any, areas: Sequence[str], language: str, **more: Any) -> None:
        """Offer the areas kept and those inside them, down to towns."""
        super().__init__(*args, **more)
        codes = [code for code in area_codes(levels=LEVELS) if any(is_inside(code, area) for area in areas)]
        codes.extend(area for area in areas if area not in codes and level_of(area) == "community")
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [(code, path_text(code, language=language)) for code in codes[:MOST_CHOICES]]


def _initial(weights: Weights) -> Mapping[str, Any]:
    """Return what a form shows of some weights."""
    return {
        "preset": preset_of(weights),
        "most_km": weights.most_km,
        "reach_km": weights.reach_km,
        **{f"weight_{aim}": str(float(getattr(weights, aim))) for aim in AIMS},
    }


def _steps_with(weight: float) -> list[tuple[str, Any]]:
    """Return the words for weights, with a number among them that has none."""
    own = str(float(weight))
    return list(STEPS) if own in dict(STEPS) else [*STEPS, (own, f"{weight:g}")]
