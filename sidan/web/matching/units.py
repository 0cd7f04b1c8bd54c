# SPDX-License-Identifier: Apache-2.0
"""Universities and other units as pages: one list with the experts of each, and a form for each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sidan.matching.authority import areas_kept
from sidan.matching.registering import area_of
from sidan.matching.skills import vocabulary
from sidan.matching.unit_register import (
    change_registered,
    experts_in,
    find_registered,
    register_unit,
    registered_kinds,
    units_of,
)
from sidan.orders.keyset import Sorting, page
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.people.units import UnitFacts
from sidan.places.areas import require_living
from sidan.places.names import path_text
from sidan.web.htmx import Request
from sidan.web.matching.register_access import keeper_page, reader_page
from sidan.web.matching.register_forms import RegisterForm, areas_offered, named_choices, page_link
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 50
LONGEST_SEARCH = 80


class UnitForm(RegisterForm):
    """What is said of a unit; who works in it and whether it is closed is the administrators' matter."""

    code = forms.CharField(label=_("Code"), help_text=_("Stays for ever: orders and sheets name it."), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("Kind"), widget=Select)
    area_code = forms.ChoiceField(label=_("Area"), widget=Select)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, unit: Unit | None, actor: Actor, **more: Any) -> None:
        """Begin with what is kept of a unit."""
        told = {name: getattr(unit, name) for name in ("name", "name_en", "kind", "phone")} if unit else {}
        area = area_of(unit) if unit else ""
        super().__init__(*args, initial={**told, "area_code": area}, **more)
        del self.fields["lon"], self.fields["lat"]
        if unit is not None:
            del self.fields["code"]
        self.fields["kind"].choices = named_choices(registered_kinds())  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["area_code"].choices = areas_offered(actor, also=[area])  # type: ignore[attr-defined]  # the same

    @property
    def facts(self) -> UnitFacts:
        """Return what was sent as the register takes it."""
        given = self.cleaned_data
        return UnitFacts(
            name=given["name"],
            name_en=given["name_en"],
            kind=given["kind"],
            area=require_living(given["area_code"]),
            phone=given["phone"],
        )


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Request) -> HttpResponse:
    """List the units of the visitor's areas with how many experts each has, and let organisers add one."""
    actor = actor_for(request)
    keeps = bool(areas_kept(actor))
    form = UnitForm(request.POST or None, unit=None, actor=actor, vocabulary=vocabulary())
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    if request.method == "POST" and form.do(lambda: register_unit(form.cleaned_data["code"], form.facts, by=actor)):
        messages.success(request, gettext("%(name)s is in the register.") % {"name": form.cleaned_data["name"]})
        return redirect("matching:units")
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    found = units_of(actor)
    cut = page(
        found.filter(name__icontains=asked) if asked else found,
        sorting=Sorting(),
        shape=lambda rows: rows.select_related("area"),
        mark=request.GET.get("page", ""),
        size=PAGE,
    )
    kinds, experts, language = registered_kinds(), experts_in(cut.rows), get_language() or "zh-hans"
    context = {
        "rows": [
            {
                "unit": each,
                "kind": kinds[each.kind],
                "area": path_text(area_of(each), language=language),
                "experts": experts.get(each.pk, 0),
            }
            for each in cut.rows
        ],
        "asked": asked,
        "form": form,
        "may_keep": keeps,
        "show": "units",
        "earlier": page_link({"q": asked}, cut.earlier),
        "later": page_link({"q": asked}, cut.later),
    }
    return render(request, "matching/units.html", context, status=422 if form.errors else 200)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: Request, code: str) -> HttpResponse:
    """Change what is said of a unit."""
    actor = actor_for(request)
    found = find_registered(code, by=actor)
    form = UnitForm(request.POST or None, unit=found, actor=actor, vocabulary=vocabulary())
    if request.method == "POST" and form.do(lambda: change_registered(found, form.facts, by=actor)):
        messages.success(request, gettext("Kept."))
        return redirect("matching:units")
    return render(request, "matching/unit.html", {"unit": found, "form": form}, status=422 if form.errors else 200)
