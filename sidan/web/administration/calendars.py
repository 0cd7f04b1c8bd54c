# SPDX-License-Identifier: Apache-2.0
"""The city's own days and office hours in the admin pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.people.actors import Actor
from sidan.people.keeping_places import drop_holiday, set_holiday, set_office_hours
from sidan.places.models import Holiday, OfficeHours
from sidan.places.names import name_of
from sidan.web.administration.columns import by_yes_no, column
from sidan.web.administration.rights import AUDITOR, SYSTEM
from sidan.web.administration.site import site
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm
from sidan.web.operator import administrator_for


def _county_field() -> forms.CharField:
    """Return a field for the county a row is about."""
    return forms.CharField(
        label=_("County code"), max_length=6, required=False, help_text=_("Empty for the whole city.")
    )


def _county_name(code: str) -> str:
    """Return a county's name, or the words for the whole city."""
    return name_of(code).in_language(get_language() or "zh") if code else gettext("the whole city")


class HolidayForm(VerbForm):
    """A day and what it is."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("Reason"), max_length=60)
    is_working = forms.BooleanField(label=_("Worked"), required=False, help_text=_("Not ticked, the day is off."))
    county = _county_field()

    class Meta:
        """The fields in the order of the form."""

        model = Holiday
        fields = ("day", "name", "is_working", "county")


@admin.register(Holiday, site=site)
class HolidayAdmin(ByVerbs):
    """Own days, kept by the system administrator; deadlines that run keep the day they were given."""

    form = HolidayForm
    keepers = frozenset({SYSTEM})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_day", "reason", "worked", "shown_county")
    list_filter = (by_yes_no(_("Worked"), "is_working"),)
    search_fields = ("name", "=county")
    ordering = ("-day", "county")
    shown_day = column("day", _("Day"))
    reason = column("name", _("Reason"))
    worked = column("is_working", _("Worked"), boolean=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Holiday | None = None) -> tuple[str, ...]:
        """Keep which day and where; another day is another row."""
        return ("shown_day", "shown_county") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Holiday | None = None) -> tuple[str, ...]:
        """Show the day of a row that is there."""
        return ("shown_day", "shown_county", "name", "is_working") if obj else HolidayForm.Meta.fields

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Holiday:
        """Set the day."""
        day, county = (answers["day"], answers["county"]) if is_new else (row.day, row.county)
        return set_holiday(day, answers["name"], is_working=answers["is_working"], county=county, by=by)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that a day can be again what the public calendar says."""
        return self.has_change_permission(request)

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        """Drop a day by its verb."""
        drop_holiday(obj, by=administrator_for(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Holiday]) -> None:
        """Drop the chosen days, each by its verb."""
        for holiday in queryset:
            drop_holiday(holiday, by=administrator_for(request))

    @admin.display(description=_("County"), ordering="county")
    def shown_county(self, holiday: Holiday) -> str:
        """Return where it holds."""
        return _county_name(holiday.county)


def _time(label: Any, initial: str) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(label=label, initial=initial, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class OfficeHoursForm(VerbForm):
    """When offices work."""

    county = _county_field()
    morning_from = _time(_("Morning from"), "08:00")
    morning_until = _time(_("Morning until"), "12:00")
    afternoon_from = _time(_("Afternoon from"), "14:00")
    afternoon_until = _time(_("Afternoon until"), "18:00")

    class Meta:
        """The fields in the order of the form."""

        model = OfficeHours
        fields = ("county", "morning_from", "morning_until", "afternoon_from", "afternoon_until")


@admin.register(OfficeHours, site=site)
class OfficeHoursAdmin(ByVerbs):
    """Office hours, kept by the system administrator."""

    form = OfficeHoursForm
    keepers = frozenset({SYSTEM})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_county", "morning", "afternoon")

    def get_readonly_fields(self, request: HttpRequest, obj: OfficeHours | None = None) -> tuple[str, ...]:
        """Keep whose hours they are."""
        return ("shown_county",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: OfficeHours | None = None) -> tuple[str, ...]:
        """Show whose hours they are."""
        return ("shown_county", *OfficeHoursForm.Meta.fields[1:]) if obj else OfficeHoursForm.Meta.fields

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> OfficeHours:
        """Set the hours."""
        morning = (answers["morning_from"], answers["morning_until"])
        afternoon = (answers["afternoon_from"], answers["afternoon_until"])
        return set_office_hours(morning, afternoon, county=answers["county"] if is_new else row.county, by=by)

    @admin.display(description=_("County"), ordering="county")
    def shown_county(self, hours: OfficeHours) -> str:
        """Return where they hold."""
        return _county_name(hours.county)

    @admin.display(description=_("Morning"))
    def morning(self, hours: OfficeHours) -> str:
        """Return the morning's span."""
        return f"{hours.morning_from:%H:%M}–{hours.morning_until:%H:%M}"

    @admin.display(description=_("Afternoon"))
    def afternoon(self, hours: OfficeHours) -> str:
        """Return the afternoon's span."""
        return f"{hours.afternoon_from:%H:%M}–{hours.afternoon_until:%H:%M}"
