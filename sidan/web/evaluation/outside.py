# SPDX-License-Identifier: Apache-2.0
"""Outside figures: the list with who entered and who checked, a form to enter or correct, a second person's check."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import Refused
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.outside import (
    LONGEST_EVIDENCE,
    LONGEST_REASON,
    OutsideFacts,
    check,
    correct,
    enter,
    figures_of,
    find_figure,
    known_indicators,
)
from sidan.web.errors import said
from sidan.web.evaluation.access import evaluator_page
from sidan.web.htmx import Request
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 100


class OutsideForm(forms.Form):
    """One figure with its evidence; to correct one, also why."""

    subject = forms.CharField(label=_("Code of the unit or area"), max_length=40)
    indicator = forms.ChoiceField(label=_("Indicator"), widget=Select)
    since = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=4)
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("A document or a table, who measured it and when."),
        max_length=LONGEST_EVIDENCE,
        widget=forms.Textarea({"rows": 3}),
    )
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, figure: OutsideFigure | None, **more: Any) -> None:
        """Fill in the figure that is to be corrected; a new one needs no reason."""
        if figure is not None:
            names = ("subject", "indicator", "since", "until", "value", "evidence")
            more["initial"] = {name: getattr(figure, name) for name in names}
        super().__init__(*args, **more)
        self.fields["indicator"].choices = [(name, name) for name in known_indicators()]  # type: ignore[attr-defined]  # a ChoiceField
        if figure is None:
            del self.fields["reason"]

    @property
    def facts(self) -> OutsideFacts:
        """Return what was typed."""
        given = self.cleaned_data
        return OutsideFacts(
            given["subject"].strip(),
            given["indicator"],
            given["since"],
            given["until"],
            given["value"],
            given["evidence"],
        )


@evaluator_page
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: Request) -> HttpResponse:
    """List the figures of the evaluator's areas and enter a new one."""
    actor = actor_for(request)
    sent = request.POST if request.method == "POST" else None
    form = OutsideForm(sent, figure=None)
    if sent is not None and form.is_valid():
        try:
            enter(form.facts, by=actor)
        except Refused as fault:
            form.add_error(None, said(fault))
        else:
            messages.success(request, gettext("The figure was entered. It counts when a second person has checked it."))
            return redirect("evaluation:outside")
    indicator = request.GET.get("indicator", "")
    found = figures_of(actor)
    context = {
        "show": "outside",
        "form": form,
        "indicators": list(known_indicators()),
        "indicator": indicator,
        "figures": list((found.filter(indicator=indicator) if indicator else found)[:PAGE]),
        "most": PAGE,
        "own": actor.user_id,
        "is_evaluator": True,
    }
    return render(request, "evaluation/outside.html", context, status=422 if form.errors else 200)


@evaluator_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct_outside(request: Request, number: int) -> HttpResponse:
    """Put a corrected figure in the place of one of the evaluator's areas."""
    actor = actor_for(request)
    figure = find_figure(number, by=actor)
    form = OutsideForm(request.POST if request.method == "POST" else None, figure=figure)
    if request.method == "POST" and form.is_valid():
        try:
            correct(figure, form.facts, reason=form.cleaned_data["reason"], by=actor)
        except Refused as fault:
            form.add_error(None, said(fault))
        else:
            messages.success(
                request, gettext("The figure was corrected. It counts when a second person has checked it.")
            )
            return redirect("evaluation:outside")
    context = {"show": "outside", "form": form, "figure": figure}
    return render(request, "evaluation/outside_one.html", context, status=422 if form.errors else 200)


@evaluator_page
@require_POST
def check_outside(request: Request, number: int) -> HttpResponse:
    """Note that a second person has seen the evidence."""
    actor = actor_for(request)
    try:
        check(find_figure(number, by=actor), by=actor)
        messages.success(request, gettext("The figure is checked and counts from now on."))
    except Refused as fault:
        messages.error(request, said(fault))
    return redirect("evaluation:outside")
