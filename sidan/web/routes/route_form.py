# SPDX-License-Identifier: Apache-2.0
"""The form of a route; its verb says what cannot be, and nothing that was typed is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sidan.base.errors import Refused
from sidan.dispatch.hours import ALWAYS, hours_words, parse_hours
from sidan.dispatch.keeping_routes import RouteFacts
from sidan.dispatch.route_rows import LEAST_PERCENT, MOST_PERCENT, Route
from sidan.places.areas import find_area
from sidan.places.codes import county_of
from sidan.web.errors import said as sentence
from sidan.web.routes.choices import area_choices, matter_choices, said, unit_choices
from sidan.web.selects import Select, Ticks

_DAY = {"type": "date"}
# What only those who let rules act are asked.
MACHINE = ("is_automatic", "surer_than_percent", "trusts_words")


class RouteForm(forms.Form):
    """What is said of a route, in the order a clerk thinks of it."""

    use_required_attribute = False

    area = forms.ChoiceField(
        label=_("Area"), widget=Select, help_text=_("The smaller the area, the earlier it counts.")
    )
    matter = forms.ChoiceField(
        label=_("Matter"),
        widget=Select,
        required=False,
        help_text=_("A branch (▸) means every matter in it; a condition (·) stands before its matter."),
    )
    hours = forms.CharField(
        label=_("Hours"),
        required=False,
        max_length=200,
        help_text=_("Empty for always; working hours, outside working hours, or such as daily 22:00-06:00."),
    )
    unit = forms.ChoiceField(label=_("Lead unit"), widget=Select)
    assisting = forms.MultipleChoiceField(label=_("Assisting units"), widget=Ticks, required=False)
    from_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
        help_text=_("Empty for today."),
    )
    until_on = forms.DateField(
        label=pgettext_lazy("last day", "Until"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    is_automatic = forms.BooleanField(
        label=_("Dispatch by itself"),
        required=False,
        help_text=_(
            "A new order goes to the unit without a person when the guess of its matter is sure enough. The resident "
            "reads why and may ask for a person. Complaints, danger, urgent and confidential orders never go."
        ),
    )
    surer_than_percent = forms.IntegerField(
        label=_("Surer than (percent)"),
        required=False,
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
        help_text=_("Empty for the matter's own threshold, which is the least."),
    )
    trusts_words = forms.BooleanField(
        label=_("Also on the catalogue's words alone"),
        required=False,
        help_text=_("Words give a score, and no chance that was ever measured here."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        tops: Sequence[str],
        may_automate: bool,
        route: Route | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Offer the areas under `tops`; only who lets rules act is asked about it."""
        begun = _initial(route) if route is not None else dict(initial or {})
        super().__init__(data, auto_id="%s", initial=begun)
        county = county_of(tops[0]) if len(tops) == 1 else ""
        units, self._units = unit_choices(tops)
        choices: dict[str, Any] = {
            "area": [("", ""), *area_choices(tops)],
            "matter": matter_choices(county),
            "unit": [("", ""), *units],
            "assisting": units,
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        if not may_automate:
            for name in MACHINE:
                del self.fields[name]

    def clean_hours(self) -> str:
        """Return the hours in the form they are kept in."""
        try:
            return parse_hours(self.cleaned_data["hours"])
        except Refused as fault:
            raise ValidationError(sentence(fault)) from fault

    @property
    def facts(self) -> RouteFacts:
        """Return what was answered, as the verbs take it. One query."""
        given = self.cleaned_data
        matter, _mark, condition = given["matter"].partition("#")
        return RouteFacts(
            area=find_area(given["area"]),
            unit=self._units[given["unit"]],
            matter_code=matter,
            condition_code=condition,
            hours=given["hours"],
            assisting=[self._units[code] for code in given["assisting"]],
            from_on=given["from_on"],
            until_on=given["until_on"],
            is_automatic=bool(given.get("is_automatic")),
            trusts_words=bool(given.get("trusts_words")),
            surer_than_percent=given.get("surer_than_percent"),
            note=given["note"],
        )


def _initial(route: Route) -> dict[str, Any]:
    """Return a route as its form shows it."""
    return {
        "area": route.area_code,
        "matter": f"{route.matter_code}#{route.condition_code}" if route.condition_code else route.matter_code,
        "hours": "" if route.hours == ALWAYS else said(hours_words(route.hours)),
        "unit": route.unit.code,
        "assisting": [unit.code for unit in route.assisting.all()],
        "from_on": route.from_on,
        "until_on": route.until_on,
        "note": route.note,
        "is_automatic": route.is_automatic,
        "surer_than_percent": route.surer_than_percent,
        "trusts_words": route.trusts_words,
    }
