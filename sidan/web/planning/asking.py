# SPDX-License-Identifier: Apache-2.0
"""What a planner asks for, as a form: bounds, number of grids, weights, boundaries and wishes in a clerk's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Invalid, Refused
from sidan.places.codes import Level, is_inside, level_of
from sidan.places.names import area_codes, path_text
from sidan.places.redraw.asked import USUAL_HI, USUAL_LO, Bounds, Weights, Wishes
from sidan.planning.asking import asked_of
from sidan.planning.drafting import LARGEST_SEED
from sidan.planning.instances import MOST_BYTES, instance_of_file
from sidan.web.errors import said
from sidan.web.planning.presets import AIMS, OWN, PRESETS, WISHES, preset_of

ENDINGS = (".geojson", ".json", ".gz")
LONGEST_NAME, LONGEST_WISHES = 100, 20_000
_MOST_HOUSEHOLDS = 1_000_000
_SEPARATORS = re.compile(r"[\s,;，；、]+")
LEVELS: tuple[Level, ...] = ("county", "town", "community")
MOST_CHOICES = 400
# Faults of the question itself, by the name it bears there, and the field beside which they are told.
_FIELD_OF = {"lo": "lo", "hi": "hi", "regions": "regions", "crossing_price": "crossing_price"}


class AskForm(forms.Form):
    """Bounds, number, weights and wishes; `asked` is what the plan is made from once the form is valid."""

    use_required_attribute = False
    # Fields that must be filled in where another has a value, and are not there otherwise.
    needs: ClassVar[dict[str, tuple[str, str]]] = {
        "regions": ("number", "given"),
        "crossing_price": ("inside", "soft"),
        **{f"weight_{aim}": ("preset", OWN) for aim in AIMS},
    }

    name = forms.CharField(label=_("Name of the plan"), max_length=LONGEST_NAME)
    lo = forms.IntegerField(label=_("Households in a grid: at least"), min_value=0, max_value=_MOST_HOUSEHOLDS)
    hi = forms.IntegerField(label=_("Households in a grid: at most"), min_value=1, max_value=_MOST_HOUSEHOLDS)
    number = forms.ChoiceField(
        label=_("How many grids"),
        choices=[("fewest", _("as few as the bounds allow")), ("given", _("this many"))],
        widget=forms.RadioSelect,
    )
    regions = forms.IntegerField(
        label=_("Number of grids in all"), min_value=1, max_value=_MOST_HOUSEHOLDS, required=False
    )
    preset = forms.ChoiceField(label=_("What matters"), widget=forms.RadioSelect)
    inside = forms.ChoiceField(
        label=_("Boundaries of communities"),
        choices=[("hard", _("no grid crosses one")), ("soft", _("a grid may cross one, at a price"))],
        widget=forms.RadioSelect,
    )
    crossing_price = forms.FloatField(
        label=_("Price of each household beyond its grid's largest community"),
        help_text=_("In the unit of the weights: one grid wholly out of balance costs the weight of equal households."),
        min_value=0,
        required=False,
    )
    fixed = forms.CharField(
        label=_("Leave these as they are"),
        help_text=_("Codes of areas, one grid a line: what stands in a line becomes one grid, whatever its size."),
        required=False,
    )
    together = forms.CharField(
        label=_("Keep together"),
        help_text=_("One group a line: the areas of a line come into the same grid."),
        required=False,
    )
    apart = forms.CharField(
        label=_("Keep apart"),
        help_text=_("One group a line: no two areas of a line come into the same grid."),
        required=False,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("The same question with the same seed gives the same plan."),
        min_value=0,
        max_value=LARGEST_SEED,
        required=False,
    )

    def __init__(self, *args: Any, asked: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Begin with what another plan asked, or with what is usual."""
        more["initial"] = {**initial_of(asked or {}), **more.get("initial", {})}
        super().__init__(*args, **more)
        presets = [(code, _two_lines(preset.name, preset.about)) for code, preset in PRESETS.items()]
        self._choices("preset").choices = [
            *presets,
            (OWN, _two_lines(_("Weights of my own"), _("five numbers, one for each aim"))),
        ]
        for aim, (words, about) in AIMS.items():
            self.fields[f"weight_{aim}"] = forms.FloatField(
                label=str(words),
                help_text=str(about),
                min_value=0,
                max_value=1000,
                required=False,
                widget=forms.NumberInput({"step": "0.1", "inputmode": "decimal"}),
            )
        for name, (switch, value) in self.needs.items():
            self.fields[name].required = not self.is_bound or self.data.get(switch) == value
        for wish in WISHES:
            self.fields[wish].widget = forms.Textarea({"rows": 2, "maxlength": LONGEST_WISHES, "autocomplete": "off"})

    def _choices(self, name: str) -> forms.ChoiceField:
        """Return a field that has choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """Return the five weights."""
        return [self[f"weight_{aim}"] for aim in AIMS]

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        """Return the three wishes."""
        return [self[wish] for wish in WISHES]

    @property
    def has_wishes(self) -> bool:
        """Say whether a wish was written or is wrong, so that the page shows them open."""
        return any(self[wish].value() or self[wish].errors for wish in WISHES)

    def clean(self) -> dict[str, Any]:
        """Put each fault of the question beside its field."""
        cleaned = super().clean() or {}
        lo, hi = cleaned.get("lo"), cleaned.get("hi")
        if lo is not None and hi is not None and lo > hi:
            self.add_error("hi", _("The bounds are turned round: this must not be below the lower one."))
        if not self.errors:
            try:
                asked_of(self.asked)
            except Refused as fault:
                self.refuse(fault)
        return cleaned

    def refuse(self, fault: Refused, *, field: str | None = None) -> None:
        """Show a refusal beside the field it belongs to, or above the form."""
        if not isinstance(fault, Invalid):
            self.add_error(field, said(fault))
            return
        for name, found in fault.faults.items():
            for each in found:
                self.add_error(_FIELD_OF.get(name, name if name in self.fields else None), said(each))

    @property
    def asked(self) -> dict[str, Any]:
        """Return the question as `planning.asking.asked_of` reads it."""
        given = self.cleaned_data
        preset = PRESETS.get(given["preset"])
        weights = preset.weights if preset else None
        return {
            "lo": given["lo"],
            "hi": given["hi"],
            "regions": given["regions"] if given["number"] == "given" else "",
            "crossing_price": given["crossing_price"] if given["inside"] == "soft" else "",
            "weights": {aim: getattr(weights, aim) if weights else given[f"weight_{aim}"] for aim in AIMS},
            "wishes": {wish: groups_in(given[wish]) for wish in WISHES},
        }


class NewForm(AskForm):
    """A question over today's grids of one of the planner's areas, or over a file."""

    needs: ClassVar[dict[str, tuple[str, str]]] = {
        **AskForm.needs,
        "effort": ("source", "today"),
        "file": ("source", "file"),
    }

    area = forms.ChoiceField(label=_("Area"))
    source = forms.ChoiceField(
        label=_("Small areas to join"),
        choices=[("today", _("today's grids")), ("file", _("a file"))],
        widget=forms.RadioSelect,
        initial="today",
    )
    effort = forms.ChoiceField(
        label=_("How an order weighs in the work"),
        choices=[("orders", _("each the same")), ("steps", _("by the number of its steps"))],
        widget=forms.RadioSelect,
        required=False,
        initial="orders",
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("GeoJSON with id, community, households and workload of each area; .geojson, .json or .gz."),
        required=False,
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
    )

    def __init__(self, *args: Any, areas: Sequence[str], language: str, **more: Any) -> None:
        """Offer some areas and what lies in them, down to communities where these are not too many to choose from."""
        super().__init__(*args, **more)
        codes = [code for code in area_codes(levels=LEVELS) if any(is_inside(code, area) for area in areas)]
        offered = codes if len(codes) <= MOST_CHOICES else [code for code in codes if level_of(code) != "community"]
        self._choices("area").choices = [(code, path_text(code, language=language)) for code in offered[:MOST_CHOICES]]

    @property
    def asked(self) -> dict[str, Any]:
        """Return the question, with how orders weigh."""
        return {**super().asked, "effort": self.cleaned_data.get("effort") or "orders"}

    def clean(self) -> dict[str, Any]:
        """Look into the file, so that its faults stand beside it."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if cleaned.get("source") == "file" and isinstance(file, UploadedFile):
            try:
                _require_readable(file)
            except Refused as fault:
                self.refuse(fault, field="file")
        return cleaned


def _require_readable(file: "UploadedFile[bytes]") -> None:
    """Refuse a file that is not what a plan can be made over."""
    if not str(file.name).lower().endswith(ENDINGS):
        raise Refused("This kind of file cannot be read; please give one of: %(endings)s.", endings=" ".join(ENDINGS))
    if (file.size or 0) > MOST_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MOST_BYTES // 2**20)
    instance_of_file(file.read())
    file.seek(0)


def initial_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows of a question that was asked before; the usual one for none."""
    bounds, weights, wishes = asked_of(asked) if asked else (Bounds(USUAL_LO, USUAL_HI), Weights(), Wishes())
    return {
        "lo": bounds.lo,
        "hi": bounds.hi,
        "number": "fewest" if bounds.regions is None else "given",
        "regions": bounds.regions,
        "inside": "hard" if bounds.crossing_price is None else "soft",
        "crossing_price": bounds.crossing_price,
        "preset": preset_of(weights),
        **{f"weight_{aim}": getattr(weights, aim) for aim in AIMS},
        **{wish: "\n".join(" ".join(sorted(group)) for group in getattr(wishes, wish)) for wish in WISHES},
    }


def _two_lines(name: str | Promise, about: str | Promise) -> SafeString:
    """Return a choice with what it is good for beneath its name."""
    return format_html("{}<small>{}</small>", name, about)


def groups_in(text: str) -> list[list[str]]:
    """Return the groups of codes in a text, one a line, parted by blanks or commas."""
    lines = ([code for code in _SEPARATORS.split(line) if code] for line in text.splitlines())
    return [line for line in lines if line]
