# SPDX-License-Identifier: Apache-2.0
"""Conflicts of interest as a page, for organisers of the companies' area alone: added, listed, ended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import Invalid, NotFound, Refused
from sidan.matching.conflicts import conflicts_of, end_conflict, find_conflict, keep_apart
from sidan.matching.register_lists import unit_named
from sidan.matching.register_queries import find_adviser, find_company
from sidan.matching.register_rows import CONFLICT_KINDS
from sidan.matching.skills import vocabulary
from sidan.orders.keyset import Sorting, page
from sidan.people.actors import Actor
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.matching.register_access import keeper_page
from sidan.web.matching.register_forms import RegisterForm, named_choices, page_link
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 50


class ConflictForm(RegisterForm):
    """Who is kept apart from which company, and why."""

    company = forms.CharField(label=_("Code of the company"), max_length=40)
    adviser = forms.CharField(label=_("Code of the adviser"), max_length=40, required=False)
    unit = forms.CharField(
        label=_("Or everybody of a unit"), help_text=_("Code or name."), max_length=120, required=False
    )
    kind = forms.ChoiceField(label=pgettext_lazy("conflict", "Reason"), widget=Select)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the kinds of conflicts."""
        super().__init__(*args, **more)
        del self.fields["lon"], self.fields["lat"]
        self.fields["kind"].choices = named_choices(CONFLICT_KINDS)  # type: ignore[attr-defined]  # a ChoiceField

    def keep(self, actor: Actor) -> None:
        """Keep them apart; what is not there is a fault of its field."""
        given = self.cleaned_data
        if bool(given["adviser"]) == bool(given["unit"]):
            raise Invalid({"adviser": [Refused("Please name one of them: an adviser, or a unit.")]})
        try:
            company = find_company(given["company"], by=actor)
        except NotFound as fault:
            raise Invalid({"company": [fault]}) from fault
        try:
            side = (
                find_adviser(given["adviser"], by=actor)
                if given["adviser"]
                else unit_named(given["unit"], field="unit")
            )
        except NotFound as fault:
            raise Invalid({"adviser": [fault]}) from fault
        keep_apart(company, side, given["kind"], given["note"], by=actor)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: Request) -> HttpResponse:
    """List the conflicts of the companies the visitor keeps, and add one; two queries besides the shell's."""
    actor = actor_for(request)
    initial = {"company": request.GET.get("company", "")[:40]}
    form = ConflictForm(request.POST or None, vocabulary=vocabulary(), initial=initial)
    if request.method == "POST" and form.do(lambda: form.keep(actor)):
        messages.success(request, gettext("They are kept apart from now on."))
        return redirect("matching:conflicts")
    cut = page(
        conflicts_of(actor),
        sorting=Sorting(descending=True),
        shape=lambda rows: rows.select_related("company__unit", "adviser", "unit", "made_by"),
        mark=request.GET.get("page", ""),
        size=PAGE,
    )
    context = {
        "rows": [{"row": each, "kind": CONFLICT_KINDS[each.kind]} for each in cut.rows],
        "form": form,
        "is_open": bool(form.errors or initial["company"]),
        "may_keep": True,
        "show": "conflicts",
        "earlier": page_link({}, cut.earlier),
        "later": page_link({}, cut.later),
    }
    return render(request, "matching/conflicts.html", context, status=422 if form.errors else 200)


@keeper_page
@require_POST
def stop_conflict(request: Request, pk: int) -> HttpResponse:
    """End a conflict."""
    actor = actor_for(request)
    try:
        end_conflict(find_conflict(pk, by=actor), by=actor)
        messages.success(request, gettext("They may come together again."))
    except NotFound:
        raise
    except Refused as fault:
        messages.error(request, said(fault))
    return redirect("matching:conflicts")
