# SPDX-License-Identifier: Apache-2.0
"""Units in the admin pages."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.people.units import add_unit, change_unit, close_unit, facts_of, reopen_unit
from sidan.programmes.unit_kinds import unit_kind, unit_kinds
from sidan.web.administration.columns import by_words, by_yes_no, column, in_words
from sidan.web.administration.referring import AreaField, UnitField
from sidan.web.administration.rights import AUDITOR, SECURITY, SYSTEM
from sidan.web.administration.site import site
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm


def unit_kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of units as choices in the language of the page."""
    language = get_language() or ""
    return [(code, words.in_language(language)) for code, words in unit_kinds().items()]


class UnitForm(VerbForm):
    """What is said of a unit."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Stays for ever: orders and sheets name it."))
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=unit_kind_choices)
    area = AreaField(label=_("Area code"), required=False, help_text=_("Empty for the whole city."))
    parent = UnitField(label=_("Code of the unit above"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    is_active = forms.BooleanField(
        label=_("Works"), required=False, initial=True, help_text=_("Closing a unit ends its posts today.")
    )

    class Meta:
        """The fields in the order of the form."""

        model = Unit
        fields = ("code", "name", "name_en", "kind", "area", "parent", "phone", "is_active")


@admin.register(Unit, site=site)
class UnitAdmin(ByVerbs):
    """Units, kept by both administrators."""

    form = UnitForm
    keepers = frozenset({SYSTEM, SECURITY})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_code", "shown_name", "shown_kind", "shown_area", "shown_phone", "works")
    list_display_links = ("shown_code", "shown_name")
    list_filter = (by_yes_no(_("Works"), "is_active"), by_words(_("Kind"), "kind", unit_kinds))
    list_select_related = ("area",)
    search_fields = ("^code", "name", "name_en")
    ordering = ("code",)
    shown_code = column("code", _("Code"))
    shown_kind = in_words("kind", _("Kind"), unit_kind)
    shown_phone = column("phone", _("Phone"))
    works = column("is_active", _("Works"), boolean=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> tuple[str, ...]:
        """Keep the code of a unit that is there."""
        return ("shown_code",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Unit | None = None) -> tuple[str, ...]:
        """Show the code of a unit that is there."""
        return ("shown_code", *UnitForm.Meta.fields[1:]) if obj else UnitForm.Meta.fields

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Unit:
        """Add, change, close or open a unit again."""
        given = {name: answers[name] for name in ("name", "name_en", "kind", "area", "parent", "phone")}
        if is_new:
            unit = add_unit(answers["code"], by=by, **given)
        else:
            unit = Unit.objects.select_related("area", "parent").get(pk=row.pk)
            before = facts_of(unit)
            facts = replace(before, **given)
            if facts != before:
                change_unit(unit, facts, by=by)
        if answers["is_active"] != unit.is_active:
            (reopen_unit if answers["is_active"] else close_unit)(unit, by=by)
        return Unit.objects.get(pk=unit.pk)

    @admin.display(description=_("Name"), ordering="name")
    def shown_name(self, unit: Unit) -> str:
        """Return the name in the language of the page."""
        return unit.name_in(get_language() or "zh")

    @admin.display(description=_("Area"), ordering="area__code")
    def shown_area(self, unit: Unit) -> str:
        """Return the area, or nothing for the whole city."""
        return unit.area.name_in(get_language() or "zh") if unit.area else ""
