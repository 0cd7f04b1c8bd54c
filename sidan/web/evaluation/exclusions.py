# SPDX-License-Identifier: Apache-2.0
"""Exclusions: proposed with ground and evidence, decided by a second person, all of them listed and counted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.evaluation.authority import areas_evaluated, may_evaluate
from sidan.evaluation.excluding import (
    LONGEST,
    agree,
    counts_by_ground,
    end,
    exclusions_for,
    find_exclusion,
    find_order_to_exclude,
    find_unit_to_exclude,
    may_decide,
    propose,
    refuse,
)
from sidan.evaluation.input_rows import GROUNDS
from sidan.evaluation.reading import openable
from sidan.people.actors import Actor
from sidan.web.errors import said
from sidan.web.evaluation.access import staff_page
from sidan.web.htmx import Request
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 50


class ExclusionForm(forms.Form):
    """Which order leaves whose denominators, on which ground, and what shows it."""

    order = forms.CharField(label=_("Number of the order"), max_length=40)
    unit = forms.CharField(
        label=_("Code of the unit"),
        help_text=_("Empty when it leaves what is counted of the area itself."),
        max_length=40,
        required=False,
    )
    ground = forms.ChoiceField(label=_("Ground"), widget=Select)
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("Which paper or record shows it. Everybody who decides reads this."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the named grounds."""
        super().__init__(*args, **more)
        language = get_language() or ""
        self.fields["ground"].choices = [(code, words.in_language(language)) for code, words in GROUNDS.items()]  # type: ignore[attr-defined]  # a ChoiceField


@staff_page
@require_safe
def exclusions(request: Request) -> HttpResponse:
    """List the exclusions the visitor reads, those to be decided first, with how many there are of each ground.

    Four queries.
    """
    actor = _reader(request)
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isdecimal() and len(asked) <= len("9999") else 1
    found = list(exclusions_for(actor)[(page - 1) * PAGE : page * PAGE + 1])
    rows = found[:PAGE]
    may_open = openable([row.order.number for row in rows], by=actor)
    context = {
        "show": "exclusions",
        "rows": [
            {
                "row": row,
                "ground": GROUNDS[row.ground],
                "may_decide": may_decide(row, by=actor),
                "may_end": bool(row.is_agreed) and row.ended_at is None and may_evaluate(actor, row.order.area_code),
                "may_open": row.order.number in may_open,
            }
            for row in rows
        ],
        "counts": [(GROUNDS[ground], count) for ground, count in counts_by_ground(actor)],
        "earlier": f"?page={page - 1}" if page > 1 else "",
        "later": f"?page={page + 1}" if len(found) > PAGE else "",
        "is_evaluator": bool(areas_evaluated(actor)),
    }
    return render(request, "evaluation/exclusions.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_exclusion(request: Request) -> HttpResponse:
    """Propose an exclusion; `?order=` and `?unit=` fill in where a figure is looked at."""
    actor = _reader(request)
    initial = {name: request.GET.get(name, "") for name in ("order", "unit")}
    form = ExclusionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _propose(form, actor)
        except Refused as fault:
            form.add_error(None, said(fault))
        else:
            messages.success(request, gettext("The exclusion was proposed. A second person decides on it."))
            return redirect("evaluation:exclusions")
    context = {"show": "exclusions", "form": form, "is_evaluator": bool(areas_evaluated(actor))}
    return render(request, "evaluation/propose.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def decide_exclusion(request: Request, number: int) -> HttpResponse:
    """Agree to an exclusion, refuse it, or take an agreed one back."""
    actor = _reader(request)
    found = find_exclusion(number, by=actor)
    reason, verb = request.POST.get("reason", ""), request.POST.get("verb", "")
    try:
        if verb == "agree":
            agree(found, by=actor)
        elif verb == "refuse":
            refuse(found, reason=reason, by=actor)
        elif verb == "end":
            end(found, reason=reason, by=actor)
        else:
            raise NotFound("There is nothing here.")
        messages.success(
            request, gettext("Done. What is counted follows at once; rounds follow when they are computed.")
        )
    except NotFound:
        raise
    except Refused as fault:
        messages.error(request, said(fault))
    return redirect("evaluation:exclusions")


def _reader(request: Request) -> Actor:
    """Return who asks, if they evaluate an area or head a unit; PermissionDenied for anybody else."""
    actor = actor_for(request)
    if not (areas_evaluated(actor) or actor.units("unit_head")):
        raise PermissionDenied
    return actor


def _propose(form: ExclusionForm, actor: Actor) -> None:
    """Find order and unit, and propose; an order somebody may not exclude is as if it were not there."""
    given = form.cleaned_data
    order = find_order_to_exclude(given["order"].strip(), by=actor)
    unit = find_unit_to_exclude(given["unit"].strip())
    propose(order, unit, ground=given["ground"], evidence=given["evidence"], by=actor)
