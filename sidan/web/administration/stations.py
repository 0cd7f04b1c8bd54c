# SPDX-License-Identifier: Apache-2.0
"""Stations in the admin pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.keeping_stations import add_station, amend_station
from sidan.places.kinds import STATION_KINDS, facility, station_kind
from sidan.places.names import path_text
from sidan.places.opening_hours import in_words, parse_week
from sidan.places.service_points import Station
from sidan.places.station_sheets import parse_days, parse_facilities
from sidan.web.administration.columns import by_words, by_yes_no, column, said
from sidan.web.administration.columns import in_words as column_in_words
from sidan.web.administration.places import PointForm, kinds_of, point_of
from sidan.web.administration.referring import AreaField
from sidan.web.administration.rights import AUDITOR, SYSTEM
from sidan.web.administration.site import site as administration
from sidan.web.administration.verbs import Answers, ByVerbs
from sidan.web.errors import said as sentence


class ReadField(forms.CharField):
    """A line that a reader of the house turns into a value; what it refuses is said at the field."""

    def __init__(self, read: Any, **kwargs: Any) -> None:
        """Keep the reader."""
        super().__init__(required=False, **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        """Return the value of the line."""
        try:
            return self.read(super().clean(value) or "")
        except Refused as fault:
            raise ValidationError(sentence(fault)) from fault


class StationForm(PointForm):
    """What is known of a station."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and hyphens; stays for ever.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: kinds_of(STATION_KINDS))
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("As it stands on the poster."))
    name_en = forms.CharField(label=_("English name"), max_length=150, required=False)
    area = AreaField(label=_("Area code"), help_text=_("Of a town, a community or a grid."))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    hours = ReadField(
        parse_week,
        label=_("Opening hours"),
        max_length=400,
        help_text=_("Such as Mon-Fri 08:00-12:00,14:00-18:00; Sat 09:00-12:00. Empty means never open."),
    )
    hours_note = forms.CharField(label=_("Note on hours"), max_length=200, required=False)
    closed_on = ReadField(
        parse_days, label=_("Closed on"), max_length=400, help_text=_("Single days, such as 2026-10-01, 2026-10-02.")
    )
    facilities = ReadField(
        parse_facilities,
        label=_("Facilities"),
        max_length=400,
        help_text=_("With commas between; one that is not on the list is shown as written."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    class Meta:
        """The fields in the order of the form."""

        model = Station
        fields = (
            "code", "kind", "name", "name_en", "area", "address", "lon", "lat", "phone", "hours", "hours_note",
            "closed_on", "facilities", "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the lists of a station that is there as lines."""
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["hours"] = said(in_words(self.instance.week))
            self.initial["closed_on"] = ", ".join(day.isoformat() for day in self.instance.closed_on)
            self.initial["facilities"] = _listed(self.instance.facilities)


def _listed(codes: Sequence[str]) -> str:
    """Return facilities by their names, as a line."""
    return ("、" if (get_language() or "").startswith("zh") else ", ").join(said(facility(code)) for code in codes)


@admin.register(Station, site=administration)
class StationAdmin(ByVerbs):
    """Stations, kept by the system administrator."""

    form = StationForm
    keepers = frozenset({SYSTEM})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_name", "shown_kind", "shown_path", "shown_hours", "poster", "in_use")
    list_filter = (by_words(_("Kind"), "kind", lambda: STATION_KINDS), by_yes_no(_("In use"), "is_active"))
    list_select_related = ("site",)
    search_fields = ("^code", "name", "name_en", "address", "^area_code")
    ordering = ("area_code", "name")
    shown_code = column("code", _("Code"))
    shown_name = column("name", _("Name"))
    shown_kind = column_in_words("kind", _("Kind"), station_kind)
    in_use = column("is_active", _("In use"), boolean=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Station | None = None) -> tuple[str, ...]:
        """Keep the code and the area, because its poster hangs there."""
        return ("shown_code", "shown_path") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Station | None = None) -> tuple[str, ...]:
        """Show code and area of a station that is there."""
        if obj is None:
            return StationForm.Meta.fields
        return ("shown_code", "shown_path", *(name for name in StationForm.Meta.fields if name not in {"code", "area"}))

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Station:
        """Add or amend a station."""
        plain = ("kind", "name_en", "address", "phone", "hours_note", "closed_on", "facilities", "is_active")
        facts = {name: answers[name] for name in plain}
        facts |= {"week": answers["hours"], "point": point_of(answers)}
        if is_new:
            return add_station(answers["code"], answers["name"], area=answers["area"], by=by, **facts)
        return amend_station(row, answers["name"], by=by, **facts)

    @admin.display(description=_("Lies in"))
    def shown_path(self, station: Station) -> str:
        """Return the areas around it."""
        return path_text(station.area_code, language=get_language() or "zh", below=station.area_code[:4])

    @admin.display(description=_("Opening hours"))
    def shown_hours(self, station: Station) -> str:
        """Return the opening hours in words."""
        return said(station.hours_words) or gettext("never open")

    @admin.display(description=_("Poster"))
    def poster(self, station: Station) -> str:
        """Return the code on its poster."""
        return station.site.code.upper()
