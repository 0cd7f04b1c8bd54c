# SPDX-License-Identifier: Apache-2.0
"""The platforms of counties in the admin pages: name, words, colour, telephone and what is switched off."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.orders import registry
from sidan.orders.brands import Platform
from sidan.orders.platforms import drop_platform, set_platform
from sidan.people.actors import Actor
from sidan.places.names import name_of
from sidan.web.administration.columns import column, said
from sidan.web.administration.rights import AUDITOR, SYSTEM
from sidan.web.administration.site import site
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm
from sidan.web.operator import administrator_for


def _programmes() -> list[tuple[str, str]]:
    """Return the programmes as choices in the language of the page."""
    return [(programme.code, said(programme.name)) for programme in registry.served()]


class PlatformForm(VerbForm):
    """How a county's platform calls itself, and what it offers."""

    county = forms.CharField(
        label=_("County code"), max_length=6, required=False, help_text=_("Empty for the whole city.")
    )
    name = forms.CharField(label=_("Name of the platform"), max_length=40)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    slogan = forms.CharField(label=_("Slogan"), max_length=60, required=False, help_text=_("Stands on the posters."))
    slogan_en = forms.CharField(label=_("English slogan"), max_length=120, required=False)
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        required=False,
        help_text=_("Such as #0f5566, dark enough for white text. Empty for the city's colour."),
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False, help_text=_("Empty for the city's number.")
    )
    switched_off = forms.MultipleChoiceField(
        label=_("Switched off"),
        required=False,
        choices=_programmes,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Programmes that take no new orders here; orders that are open go on."),
    )

    class Meta:
        """The fields in the order of the form."""

        model = Platform
        fields = ("county", "name", "name_en", "slogan", "slogan_en", "colour", "phone", "switched_off")


@admin.register(Platform, site=site)
class PlatformAdmin(ByVerbs):
    """Platforms, kept by the system administrator."""

    form = PlatformForm
    keepers = frozenset({SYSTEM})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_county", "shown_name", "shown_colour", "shown_phone", "shown_off")
    search_fields = ("=county", "name", "name_en")
    ordering = ("county",)
    shown_name = column("name", _("Name of the platform"))
    shown_colour = column("colour", _("Colour"))
    shown_phone = column("phone", _("Telephone"))

    def get_readonly_fields(self, request: HttpRequest, obj: Platform | None = None) -> tuple[str, ...]:
        """Keep whose platform it is."""
        return ("shown_county",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Platform | None = None) -> tuple[str, ...]:
        """Show whose platform it is."""
        return ("shown_county", *PlatformForm.Meta.fields[1:]) if obj else PlatformForm.Meta.fields

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Platform:
        """Set the platform."""
        return set_platform(
            answers["county"] if is_new else row.county,
            Words(answers["name"], answers["name_en"]),
            by=by,
            slogan=Words(answers["slogan"], answers["slogan_en"]),
            colour=answers["colour"],
            phone=answers["phone"],
            switched_off=tuple(answers["switched_off"]),
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that a county may show the city's face again."""
        return self.has_change_permission(request)

    def delete_model(self, request: HttpRequest, obj: Platform) -> None:
        """Drop a platform by its verb."""
        drop_platform(obj, by=administrator_for(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Platform]) -> None:
        """Drop the chosen platforms, each by its verb."""
        for platform in queryset:
            drop_platform(platform, by=administrator_for(request))

    @admin.display(description=_("County"), ordering="county")
    def shown_county(self, platform: Platform) -> str:
        """Return whose platform it is."""
        if not platform.county:
            return gettext("the whole city")
        return name_of(platform.county).in_language(get_language() or "zh")

    @admin.display(description=_("Switched off"))
    def shown_off(self, platform: Platform) -> str:
        """Return the programmes that take no new orders, by name."""
        names = {programme.code: said(programme.name) for programme in registry.served()}
        return ", ".join(names.get(code, code) for code in platform.switched_off)
