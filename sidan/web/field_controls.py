# SPDX-License-Identifier: Apache-2.0
"""The control of each type of field; a type without one cannot be asked on a page, and a test says so."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.orders.declare import Field
from sidan.orders.row_fields import MOST_PHOTOS
from sidan.orders.value_fields import MOST_LINE, MOST_LINES, MOST_NUMBER, MOST_TEXT
from sidan.web.offering import Offered
from sidan.web.purse_shares import purse_shares
from sidan.web.selects import Select, Ticks

RATINGS = (
    (1, _("Very dissatisfied")),
    (2, _("Dissatisfied")),
    (3, _("So-so")),
    (4, _("Satisfied")),
    (5, _("Very satisfied")),
)


class Rating(forms.RadioSelect):
    """One to five stars, each with its word."""

    kind = "rating"


class KeptPhotos(forms.SelectMultiple):
    """Photos: those kept as drafts as ticked boxes with their pictures, new ones as files named `…-new`."""

    kind = "photos"

    template_name = "moving/_photos_input.html"

    def __init__(self, *, most: int) -> None:
        """Offer at most `most` photos."""
        super().__init__()
        self.most = most

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows: the drafts kept so far and how many more there may be."""
        tokens = [str(token) for token in value or ()]
        kept = [{"token": token, "url": reverse("public:draft_photo", args=[token])} for token in tokens]
        told = dict(attrs or {})
        return {
            "name": name,
            "id": told.get("id", name),
            "described_by": told.get("aria-describedby", ""),
            "is_faulty": "aria-invalid" in told,
            "kept": kept,
            "most": self.most,
        }


class Position(forms.TextInput):
    """Where somebody stands: filled by the phone where it can, "longitude,latitude" by hand where it cannot."""

    template_name = "moving/_position_input.html"


def form_field(declared: Field, *, offered: Offered) -> forms.Field:
    """Return the form field of a declared field, with its words in the language of the page.

    Units and matters are read when the field is shown, not when its answer is taken, which needs none of them.
    """
    field = _BUILDERS[declared.type](declared, offered)
    field.label = _said(declared.label)
    field.help_text = _said(declared.help)
    field.required = declared.required
    return field


def _said(words: Words | None) -> str:
    """Return declared words in the language of the page."""
    return words.in_language(get_language() or "") if words else ""


def _text(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for words in lines; the browser stops at the limit, the engine says so."""
    return forms.CharField(widget=forms.Textarea({"rows": 3, "maxlength": declared.max or MOST_TEXT}))


def _line(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for one line."""
    return forms.CharField(widget=forms.TextInput({"maxlength": declared.max or MOST_LINE}))


def _choice(declared: Field, offered: Offered) -> forms.Field:
    """Return the declared choices as radio buttons."""
    choices = [(choice.code, _said(choice.label)) for choice in declared.choices]
    return forms.ChoiceField(widget=forms.RadioSelect, choices=choices)


def _yes_no(declared: Field, offered: Offered) -> forms.Field:
    """Return a box to tick."""
    return forms.BooleanField(widget=forms.CheckboxInput)


def _rating(declared: Field, offered: Offered) -> forms.Field:
    """Return one to five stars."""
    return forms.ChoiceField(widget=Rating, choices=RATINGS)


def _date(declared: Field, offered: Offered) -> forms.Field:
    """Return a day."""
    return forms.CharField(widget=forms.DateInput({"type": "date"}))


def _unit(declared: Field, offered: Offered) -> forms.Field:
    """Return one of the units on offer."""

    def choices() -> list[tuple[str, str]]:
        return [("", gettext("Choose a unit")), *offered.units]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


def _units(declared: Field, offered: Offered) -> forms.Field:
    """Return several of the units on offer."""

    def choices() -> list[tuple[str, str]]:
        return offered.units

    return forms.MultipleChoiceField(widget=Ticks(), choices=choices)


def _matter(declared: Field, offered: Offered) -> forms.Field:
    """Return the matters on offer by their branch, each with its conditions and limits."""

    def choices() -> list[Any]:
        return [("", gettext("Choose a matter")), *offered.matters]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


def _number(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for a whole number."""
    least = declared.min if declared.min is not None else 0
    most = declared.max if declared.max is not None else MOST_NUMBER
    return forms.CharField(widget=forms.NumberInput({"min": least, "max": most, "step": 1, "inputmode": "numeric"}))


def _money(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for an amount in yuan."""
    attributes = {"maxlength": 16, "inputmode": "decimal", "autocomplete": "off", "placeholder": gettext("yuan")}
    return forms.CharField(widget=forms.TextInput(attributes))


def _moment(declared: Field, offered: Offered) -> forms.Field:
    """Return a day with a time."""
    return forms.CharField(widget=forms.DateTimeInput({"type": "datetime-local"}))


def _lines(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for a list, one entry a line."""
    attributes = {"rows": 4, "placeholder": gettext("One a line, at most %d") % (declared.max or MOST_LINES)}
    return forms.CharField(widget=forms.Textarea(attributes))


def _position(declared: Field, offered: Offered) -> forms.Field:
    """Return where somebody stands."""
    return forms.CharField(widget=Position({"maxlength": 60, "autocomplete": "off", "inputmode": "decimal"}))


def _person(declared: Field, offered: Offered) -> forms.Field:
    """Return one of the colleagues on offer."""

    def choices() -> list[tuple[str, str]]:
        return [("", gettext("Choose somebody")), *offered.people]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


def _persons(declared: Field, offered: Offered) -> forms.Field:
    """Return several of the colleagues on offer."""

    def choices() -> list[tuple[str, str]]:
        return offered.people

    return forms.MultipleChoiceField(widget=Ticks(), choices=choices)


def _area(declared: Field, offered: Offered) -> forms.Field:
    """Return one of the counties and towns of the city."""

    def choices() -> list[tuple[str, str]]:
        return [("", gettext("Choose an area")), *offered.areas]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


def _orders(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for the numbers of other orders."""
    attributes = {"rows": 2, "spellcheck": "false", "placeholder": gettext("One number a line")}
    return forms.CharField(widget=forms.Textarea(attributes))


def _order(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for the number of another order."""
    return forms.CharField(widget=forms.TextInput({"maxlength": 40, "autocomplete": "off", "spellcheck": "false"}))


def _photos(declared: Field, offered: Offered) -> forms.Field:
    """Return the photos kept and a way to choose more."""
    return forms.MultipleChoiceField(widget=KeptPhotos(most=declared.max or MOST_PHOTOS))


def _body(declared: Field, offered: Offered) -> forms.Field:
    """Return one of the bodies that decide together in the county."""

    def choices() -> list[tuple[str, str]]:
        return [("", gettext("Choose who decides")), *offered.bodies]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


_BUILDERS: dict[str, Callable[[Field, Offered], forms.Field]] = {
    "text": _text,
    "line": _line,
    "lines": _lines,
    "choice": _choice,
    "yes_no": _yes_no,
    "rating": _rating,
    "number": _number,
    "money": _money,
    "date": _date,
    "moment": _moment,
    "position": _position,
    "unit": _unit,
    "units": _units,
    "person": _person,
    "persons": _persons,
    "purse_shares": purse_shares,
    "area": _area,
    "matter": _matter,
    "order": _order,
    "orders": _orders,
    "photos": _photos,
    "body": _body,
}
