# SPDX-License-Identifier: Apache-2.0
"""“Who would get this?”: any text, place and moment tried on the routes as they are; nothing is written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point, require_point
from sidan.dispatch.by_rule import Decision, decide
from sidan.dispatch.hours import hours_words
from sidan.dispatch.route_rights import areas_read
from sidan.dispatch.route_words import why_words
from sidan.dispatch.routes import moment_in
from sidan.dispatch.suggest import Suggestion, suggest
from sidan.orders.matters import find_matter
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.places.codes import county_of
from sidan.places.locating import area_at
from sidan.places.names import path_names
from sidan.web.errors import said as sentence
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for
from sidan.web.routes.access import reader_page
from sidan.web.routes.choices import area_choices, matter_choices
from sidan.web.routes.listing import told
from sidan.web.selects import Select

MOST_TEXT = 3000
APPEALS = (
    ("", _("not said")), ("help", _("Request for help")), ("ask", _("Question")), ("complaint", _("Complaint")),
    ("report", _("Report of wrongdoing")), ("suggestion", _("Suggestion")), ("praise", _("Praise")),
)  # fmt: skip


class TryForm(forms.Form):
    """A message as a resident might write it, where, and when."""

    use_required_attribute = False

    text = forms.CharField(label=_("What is wrong?"), max_length=MOST_TEXT, widget=forms.Textarea({"rows": 3}))
    area = forms.ChoiceField(label=_("Area"), widget=Select, required=False)
    point = forms.CharField(
        label=_("Or a point"),
        required=False,
        max_length=60,
        help_text=_("Longitude, latitude, such as 116.005, 28.015."),
    )
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=_("Empty for now."),
    )
    matter = forms.ChoiceField(label=_("Matter the reporter chose"), widget=Select, required=False)
    appeal = forms.ChoiceField(label=_("Kind of message"), widget=Select, required=False, choices=APPEALS)

    def __init__(self, data: QueryDict | None, *, tops: tuple[str, ...]) -> None:
        """Offer the areas one may read."""
        super().__init__(data, auto_id="%s")
        county = county_of(tops[0]) if len(tops) == 1 else ""
        choices: dict[str, Any] = {
            "area": [("", ""), *area_choices(tops)],
            "matter": [("", _("none"))]
            + [pair for pair in matter_choices(county, conditions=False) if "▸" not in pair[1] and pair[0]],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        self.tops = tops

    def clean(self) -> dict[str, Any]:
        """Return the answers with the area of the point, where one is given; it must lie in one's own areas."""
        given = super().clean() or {}
        if point := given.get("point"):
            given["at_point"] = self._point(point)
            located = area_at(*given["at_point"])
            if located is None:
                self.add_error(
                    "point",
                    sentence(
                        Refused(
                            "This point lies outside the city. Please mark the place again, or pick it from the list."
                        )
                    ),
                )
            else:
                given["area"] = located.area_code
        if not self.errors and not given.get("area"):
            self.add_error("area", sentence(Refused("Please say where it is: pick an area, or give a point.")))
        if given.get("area") and not any(given["area"].startswith(top) for top in self.tops):
            self.add_error("point", sentence(Refused("This place lies outside your areas.")))
        return given  # fmt: skip

    def _point(self, text: str) -> Point:
        """Return the point of a text."""
        lon, _comma, lat = text.replace("，", ",").partition(",")
        try:
            return require_point(lon.strip(), lat.strip())
        except Refused as fault:
            raise ValidationError({"point": sentence(fault)}) from fault


@dataclass(frozen=True)
class Answer:
    """Who would get it: the guesses, the units, why, and whether a rule would dispatch it and what it lacks."""

    order: Order
    at: datetime
    is_working: bool
    suggestion: Suggestion
    decision: Decision

    @property
    def path(self) -> tuple[object, ...]:
        """Return the names of the areas around the place and its own."""
        return path_names(self.order.area_code, below=self.order.area_code[:4])

    @property
    def guesses(self) -> list[dict[str, Any]]:
        """Return each guess with its chance in percent."""
        return [{"guess": each, "percent": int(each.chance * 100)} for each in self.suggestion.guesses]

    @property
    def why(self) -> object:
        """Return why the route is taken at that moment."""
        return why_words(self.decision.found)

    @property
    def hours(self) -> object:
        """Return the hours of the route."""
        return hours_words(self.decision.way.hours) if self.decision.way is not None else None


@reader_page
@require_safe
def trying(request: Request) -> HttpResponse:
    """Show the form, and with a text who would get it. Eight queries of its own at most."""
    actor = administrator_for(request)
    tops = areas_read(actor)
    form = TryForm(request.GET if "text" in request.GET else None, tops=tops)
    answer = _answer(form, actor) if form.is_bound and form.is_valid() else None
    context = {"show": "try", "form": form, "answer": answer, **told(actor)}
    return render(request, "routes/try.html", context, status=422 if form.is_bound and answer is None else 200)


def _answer(form: TryForm, actor: Actor) -> Answer:
    """Return who would get it; the order tried is nowhere but in memory."""
    given = form.cleaned_data
    county = county_of(given["area"])
    at = given["at"] or now()
    order = Order(pk=0, county=county, area_code=given["area"], text=given["text"])
    if given["matter"]:
        try:
            order.matter = find_matter(given["matter"], county=county)
        except NotFound:
            order.matter = None
    moment = moment_in(county, at)
    return Answer(order, at, moment.is_working, suggest(order, at=at), decide(order, appeal=given["appeal"], at=at))
