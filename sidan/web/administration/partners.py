# SPDX-License-Identifier: Apache-2.0
"""Grid partners and their kinds in the admin pages."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused, Words
from sidan.people.actors import Actor
from sidan.people.days import city_today, held_between
from sidan.people.partnering import add_partner, end_partner, set_partner_kind
from sidan.people.partners import Partner, PartnerKind
from sidan.places.names import path_text
from sidan.web.administration.columns import column, said
from sidan.web.administration.generic import ModelChoiceField
from sidan.web.administration.posts import DAY
from sidan.web.administration.referring import AreaField, UnitField
from sidan.web.administration.rights import AUDITOR, SECURITY, SYSTEM
from sidan.web.administration.site import site
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm
from sidan.web.errors import said as sentence
from sidan.web.operator import administrator_for


class PartnerKindForm(VerbForm):
    """What a kind of partner is called."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Small letters and digits; stays for ever."))
    name = forms.CharField(label=_("Name"), max_length=40)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=1000, initial=10)

    class Meta:
        """The fields in the order of the form."""

        model = PartnerKind
        fields = ("code", "name", "name_en", "position")


@admin.register(PartnerKind, site=site)
class PartnerKindAdmin(ByVerbs):
    """Kinds of grid partners, as the county names them."""

    form = PartnerKindForm
    keepers = frozenset({SYSTEM, SECURITY})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_name", "shown_english", "shown_code", "shown_position")
    ordering = ("position", "code")
    shown_code = column("code", _("Code"))
    shown_name = column("name", _("Name"))
    shown_english = column("name_en", _("English name"))
    shown_position = column("position", _("Place in the list"))

    def get_readonly_fields(self, request: HttpRequest, obj: PartnerKind | None = None) -> tuple[str, ...]:
        """Keep the code of a kind that is there."""
        return ("shown_code",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: PartnerKind | None = None) -> tuple[str, ...]:
        """Show the code of a kind that is there."""
        return ("shown_code", *PartnerKindForm.Meta.fields[1:]) if obj else PartnerKindForm.Meta.fields

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> PartnerKind:
        """Name the kind."""
        code = answers["code"] if is_new else row.code
        if is_new and PartnerKind.objects.filter(code=code).exists():
            raise Refused("There is already a kind with the code %(code)s.", code=code)
        return set_partner_kind(code, Words(answers["name"], answers["name_en"]), position=answers["position"], by=by)


class KindChoice(ModelChoiceField):
    """A choice of kinds by their names in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return said(Words(obj.name, obj.name_en))


class PartnerForm(VerbForm):
    """Which unit works for which area, as what, and how long."""

    area = AreaField(label=_("Area code"), help_text=_("Of the grid; a community or town will do."))
    unit = UnitField(label=_("Unit code"))
    kind = KindChoice(label=_("Kind"), queryset=PartnerKind.objects.all())
    from_on = forms.DateField(label=_("From"), required=False, widget=DAY, help_text=_("Empty means today."))
    until_on = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("The last day, counted; empty means for good.")
    )

    class Meta:
        """The fields in the order of the form."""

        model = Partner
        fields = ("area", "unit", "kind", "from_on", "until_on")


@admin.register(Partner, site=site)
class PartnerAdmin(ByVerbs):
    """Grid partners: added here, ended here, and never changed, because history names them."""

    form = PartnerForm
    keepers = frozenset({SYSTEM, SECURITY})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_unit", "shown_kind", "shown_area", "shown_from", "shown_until")
    list_select_related = ("unit", "kind")
    search_fields = ("^area_code", "unit__name", "^unit__code")
    ordering = ("area_code", "kind__position")
    actions = ("end_now",)
    shown_from = column("from_on", _("From"))
    shown_until = column("until_on", _("Last day"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        """Return partners of now or later; the past stays in the audit log."""
        return super().get_queryset(request).filter(held_between(city_today(), None))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that a partnership is ended, not changed; the list with its action stays open to its keepers."""
        return obj is None and super().has_change_permission(request)

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Partner:
        """Add a partner."""
        days = {"from_on": answers["from_on"], "until_on": answers["until_on"]}
        return add_partner(answers["area"], answers["unit"], kind=answers["kind"], by=by, **days)

    @admin.action(description=_("End these partnerships today"))
    def end_now(self, request: HttpRequest, queryset: QuerySet[Partner]) -> None:
        """End each of the chosen; what is refused is said by name."""
        actor, ended = administrator_for(request), 0
        for partner in queryset[:100]:
            try:
                end_partner(partner, by=actor)
                ended += 1
            except Refused as fault:
                self.message_user(request, f"{partner.unit.name}: {sentence(fault)}", messages.ERROR)
        self.message_user(request, gettext("%(count)d partnerships end today.") % {"count": ended})

    @admin.display(description=_("Unit"), ordering="unit__name")
    def shown_unit(self, partner: Partner) -> str:
        """Return the unit's name."""
        return partner.unit.name_in(get_language() or "zh")

    @admin.display(description=_("Kind"), ordering="kind__position")
    def shown_kind(self, partner: Partner) -> str:
        """Return the kind's name."""
        return said(Words(partner.kind.name, partner.kind.name_en))

    @admin.display(description=_("Area"), ordering="area_code")
    def shown_area(self, partner: Partner) -> str:
        """Return where they work together."""
        code = partner.area_code
        return path_text(code, language=get_language() or "zh", below=code[:4])
