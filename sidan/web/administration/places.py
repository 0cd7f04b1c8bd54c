# SPDX-License-Identifier: Apache-2.0
"""Areas and sites in the admin pages; outlines come by sheet or GeoJSON."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused
from sidan.base.geometry import Point
from sidan.people.actors import Actor
from sidan.people.keeping_places import add_area, add_site, amend_area, amend_site, void_area
from sidan.places.codes import city_of
from sidan.places.kinds import AREA_KINDS, LEVEL_NAMES, SITE_KINDS, area_kind, site_kind
from sidan.places.models import Area, Site
from sidan.places.names import path_text
from sidan.web.administration.columns import by_words, by_yes_no, column, in_words
from sidan.web.administration.referring import AreaField
from sidan.web.administration.rights import AUDITOR, SYSTEM
from sidan.web.administration.site import site as administration
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm
from sidan.web.errors import said
from sidan.web.operator import administrator_for


def kinds_of(names: Any) -> list[tuple[str, str]]:
    """Return kinds as choices in the language of the page."""
    return [(code, words.in_language(get_language() or "zh")) for code, words in names.items()]


class PointForm(VerbForm):
    """A form with a point that is given whole or not at all."""

    lon = forms.FloatField(label=_("Longitude (WGS-84)"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude (WGS-84)"), required=False, min_value=-90, max_value=90)

    def clean(self) -> dict[str, Any] | None:
        """Refuse half a point."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("lon") is None) != (cleaned.get("lat") is None):
            raise ValidationError(gettext("A point needs both longitude and latitude."))
        return cleaned


def point_of(answers: Answers) -> Point | None:
    """Return the point of a form."""
    return None if answers["lon"] is None else Point(answers["lon"], answers["lat"])


class AreaForm(PointForm):
    """What is known of an area."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("The 12 official digits, 15 for a grid; stays for ever.")
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    name_en = forms.CharField(label=_("English name"), max_length=150, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=lambda: [("", "—"), *kinds_of(AREA_KINDS)])
    households = forms.IntegerField(label=_("Households"), required=False, min_value=0, max_value=5_000_000)
    people = forms.IntegerField(label=_("Inhabitants"), required=False, min_value=0, max_value=5_000_000)
    phone = forms.CharField(label=_("Office phone"), max_length=40, required=False)
    supervision_phone = forms.CharField(label=_("Supervision phone"), max_length=40, required=False)
    address_words = forms.CharField(
        label=_("Everyday names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Streets, estates and markets by which people call the place."),
    )

    class Meta:
        """The fields in the order of the form."""

        model = Area
        fields = (
            "code", "name", "name_en", "kind", "households", "people", "phone", "supervision_phone", "address_words",
            "lon", "lat",
        )  # fmt: skip


class ByLife(admin.SimpleListFilter):
    """Living areas, or those given up."""

    title = _("Living")
    parameter_name = "living"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the two."""
        return [("1", _("living")), ("0", _("given up"))]

    def queryset(self, request: Any, queryset: QuerySet[Area]) -> QuerySet[Area]:
        """Return the areas of one or the other kind."""
        chosen = self.value()
        return queryset.filter(void_on__isnull=chosen == "1") if chosen in {"0", "1"} else queryset


@admin.register(Area, site=administration)
class AreaAdmin(ByVerbs):
    """Areas, kept by the system administrator; given up, never removed."""

    form = AreaForm
    keepers = frozenset({SYSTEM})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_code", "shown_name", "shown_level", "shown_kind", "shown_path", "in_use_from", "is_living")
    list_display_links = ("shown_code", "shown_name")
    list_filter = (by_words(_("Level"), "level", lambda: LEVEL_NAMES), ByLife)
    search_fields = ("^code", "name", "name_en")
    ordering = ("code",)
    actions = ("give_up",)
    shown_code = column("code", _("Code"))
    shown_level = in_words("level", _("Level"), LEVEL_NAMES.get)
    shown_kind = in_words("kind", _("Kind"), area_kind)
    in_use_from = column("from_on", _("In use from"))
    void_from = column("void_on", _("Void from"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Area]:
        """Return areas without their outlines, which are long."""
        return super().get_queryset(request).defer("geometry")

    def get_readonly_fields(self, request: HttpRequest, obj: Area | None = None) -> tuple[str, ...]:
        """Keep the code of an area that is there."""
        return ("shown_code", "in_use_from", "void_from") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Area | None = None) -> tuple[str, ...]:
        """Show the code of an area that is there, and since and until when it is."""
        return ("shown_code", *AreaForm.Meta.fields[1:], "in_use_from", "void_from") if obj else AreaForm.Meta.fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that an area given up stays as it was."""
        return super().has_change_permission(request) and not (obj and obj.is_void)

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Area:
        """Add or amend an area."""
        names = ("name_en", "kind", "households", "people", "phone", "supervision_phone", "address_words")
        facts = {name: answers[name] for name in names}
        point = {"point": point_of(answers)} if "lon" in answers else {}
        if is_new:
            return add_area(answers["code"], answers["name"], by=by, **facts, **point)
        return amend_area(row, answers["name"], by=by, **facts, **point)

    @admin.action(description=_("Give these areas up from today"))
    def give_up(self, request: HttpRequest, queryset: QuerySet[Area]) -> None:
        """Give up the chosen areas, innermost first."""
        given_up = 0
        for area in sorted(queryset[:100], key=lambda area: -len(area.code)):
            try:
                void_area(area, by=administrator_for(request))
                given_up += 1
            except Refused as fault:
                self.message_user(request, f"{area.code}: {said(fault)}", messages.ERROR)
        self.message_user(request, gettext("%(count)d areas were given up.") % {"count": given_up})

    @admin.display(description=_("Name"), ordering="name")
    def shown_name(self, area: Area) -> str:
        """Return the name in the language of the page."""
        return area.name_in(get_language() or "zh")

    @admin.display(description=_("Lies in"))
    def shown_path(self, area: Area) -> str:
        """Return the areas around it."""
        language = get_language() or "zh"
        return path_text(area.parent_id, language=language, below=city_of(area.code)) if area.parent_id else ""

    @admin.display(description=_("Living"), boolean=True)
    def is_living(self, area: Area) -> bool:
        """Say whether the area has not been given up."""
        return not area.is_void


class SiteForm(PointForm):
    """What is known of a site."""

    area = AreaField(label=_("Area code"), help_text=_("Of the grid; a community will do."))
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: kinds_of(SITE_KINDS))
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("As it stands on the poster."))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    class Meta:
        """The fields in the order of the form."""

        model = Site
        fields = ("area", "kind", "name", "address", "lon", "lat", "is_active")


@admin.register(Site, site=administration)
class SiteAdmin(ByVerbs):
    """Sites, kept by the system administrator."""

    form = SiteForm
    keepers = frozenset({SYSTEM})
    list_display = ("shown_name", "shown_kind", "shown_area", "shown_code", "in_use")
    list_filter = (by_words(_("Kind"), "kind", lambda: SITE_KINDS), by_yes_no(_("In use"), "is_active"))
    list_select_related = ("area",)
    search_fields = ("^code", "name", "^area__code")
    ordering = ("area__code", "name")
    shown_name = column("name", _("Name"))
    shown_kind = in_words("kind", _("Kind"), site_kind)
    shown_code = column("code", _("Code"))
    in_use = column("is_active", _("In use"), boolean=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Site | None = None) -> tuple[str, ...]:
        """Keep where a site is and what it is, because its poster hangs there."""
        return ("shown_code", "shown_area", "shown_kind") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Site | None = None) -> tuple[str, ...]:
        """Show the code of a site that is there."""
        if obj is None:
            return ("area", "kind", "name", "address", "lon", "lat")
        return ("shown_code", "shown_area", "shown_kind", "name", "address", "lon", "lat", "is_active")

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Site:
        """Add or amend a site."""
        facts = {"address": answers["address"], "point": point_of(answers)}
        if is_new:
            return add_site(answers["area"], answers["name"], kind=answers["kind"], by=by, **facts)
        site = Site.objects.get(pk=row.pk)
        return amend_site(site, answers["name"], is_active=answers["is_active"], by=by, **facts)

    @admin.display(description=_("Area"), ordering="area__code")
    def shown_area(self, site: Site) -> str:
        """Return the area's name and code."""
        return str(site.area)
