# SPDX-License-Identifier: Apache-2.0
"""The catalogue of matters in the admin pages: one matter with its conditions at a time; whole lists by sheet."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused
from sidan.base.limits import Limit
from sidan.orders.catalogue import Condition, Matter
from sidan.orders.matter_sheets import PHOTOS
from sidan.people.audit import record
from sidan.places.names import name_of
from sidan.programmes.unit_kinds import unit_kind, unit_kinds
from sidan.web.administration.columns import by_words, by_yes_no, column, in_words
from sidan.web.administration.generic import ModelForm, TabularInline
from sidan.web.administration.rights import AUDITOR, SYSTEM, ByPost, holds_any
from sidan.web.administration.site import site
from sidan.web.administration.units import unit_kind_choices
from sidan.web.errors import said
from sidan.web.operator import administrator_for


def _photo_rules() -> list[tuple[str, str]]:
    """Return which photos an answer must show, as choices in the language of the page."""
    return [(code, words.in_language(get_language() or "zh")) for code, words in PHOTOS.items()]


class MatterForm(ModelForm):
    """A leaf of the catalogue."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120)
    unit_kind = forms.ChoiceField(label=_("Usual kind of unit"), choices=unit_kind_choices)
    photos = forms.ChoiceField(label=_("Photos an answer must show"), choices=_photo_rules)
    words = forms.CharField(
        label=_("Everyday words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("By which the matter is suggested; one on each line."),
    )
    is_urgent = forms.BooleanField(label=_("Urgent by itself"), required=False)
    is_active = forms.BooleanField(label=_("Offered"), required=False)

    class Meta:
        """The fields in the order of the form."""

        model = Matter
        fields = ("name", "name_en", "unit_kind", "photos", "words", "is_urgent", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show each everyday word on a line of its own."""
        super().__init__(*args, **kwargs)
        self.initial["words"] = "\n".join(self.instance.words)

    def clean_words(self) -> list[str]:
        """Return the words, each once and short enough."""
        words = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["words"].splitlines()))))
        if long := next((word for word in words if len(word) > 80), None):
            fault = Refused("%(text)s… is longer than %(count)d characters.", text=long[:20], count=80)
            raise ValidationError(said(fault))
        return words


class ConditionForm(ModelForm):
    """A condition with the limit it brings."""

    name = forms.CharField(label=_("Condition"), max_length=120)
    name_en = forms.CharField(label=_("In English"), max_length=160)
    limit = forms.CharField(
        label=_("Limit"), max_length=40, help_text=_("Such as 5 working_days, 4 working_hours, 2 urgent_hours.")
    )
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=1000)

    class Meta:
        """The fields in the order of the form."""

        model = Condition
        fields = ("name", "name_en", "limit", "position")

    def clean_limit(self) -> str:
        """Return the limit in the form the engine reads."""
        try:
            return str(Limit.parse(self.cleaned_data["limit"]))
        except Refused as fault:
            raise ValidationError(said(fault)) from fault


class ConditionInline(TabularInline):
    """The conditions beside their matter; new ones come by sheet, as codes are given there."""

    model = Condition
    form = ConditionForm
    extra = 0
    can_delete = False
    max_num = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether conditions may be looked at."""
        return holds_any(administrator_for(request), frozenset({SYSTEM, AUDITOR}))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether conditions may be changed."""
        return holds_any(administrator_for(request), frozenset({SYSTEM}))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that conditions are added by sheet."""
        return False


@admin.register(Matter, site=site)
class MatterAdmin(ByPost):
    """Matters, kept by the system administrator; promises already made keep their limit."""

    form = MatterForm
    inlines = (ConditionInline,)
    keepers = frozenset({SYSTEM})
    viewers = frozenset({AUDITOR})
    list_display = ("shown_name", "shown_code", "shown_group", "shown_unit_kind", "shown_county", "is_offered")
    list_filter = (
        by_yes_no(_("Offered"), "is_active"),
        by_yes_no(_("Urgent by itself"), "is_urgent"),
        by_words(_("Usual kind of unit"), "unit_kind", unit_kinds),
    )
    list_select_related = ("group",)
    search_fields = ("^code", "name", "name_en", "=county")
    ordering = ("code", "county")
    shown_code = column("code", _("Code"))
    shown_unit_kind = in_words("unit_kind", _("Usual kind of unit"), unit_kind)
    is_offered = column("is_active", _("Offered"), boolean=True)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that matters are added by sheet, with their conditions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether a matter may be changed."""
        return holds_any(administrator_for(request), self.keepers)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the conditions and write the change down, once for both."""
        super().save_related(request, form, formsets, change)
        matter = form.instance
        changed = [*form.changed_data, *(f"condition {each[0].code}" for fs in formsets for each in fs.changed_objects)]
        subject = f"matter:{matter.code}{'@' if matter.county else ''}{matter.county}"
        record(administrator_for(request), "admin.changed", subject, fields=changed)

    @admin.display(description=_("Name"), ordering="name")
    def shown_name(self, matter: Matter) -> str:
        """Return the name in the language of the page."""
        return matter.words_name.in_language(get_language() or "zh")

    @admin.display(description=_("Branch"), ordering="group__code")
    def shown_group(self, matter: Matter) -> str:
        """Return the branch."""
        chinese = (get_language() or "zh").startswith("zh")
        return matter.group.name if chinese else matter.group.name_en

    @admin.display(description=_("County"), ordering="county")
    def shown_county(self, matter: Matter) -> str:
        """Return whose own row it is."""
        return name_of(matter.county).in_language(get_language() or "zh") if matter.county else ""
