# SPDX-License-Identifier: Apache-2.0
"""Outside figures: the list with who entered and who checked, a form to enter or correct, a second person's check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import Refused, Words
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.outside import (
    LONGEST_EVIDENCE,
    LONGEST_REASON,
    OutsideFacts,
    check,
    correct,
    earlier_than,
    enter,
    figures_of,
    find_figure,
)
from sidan.evaluation.outside_names import indicator_names, known_indicators, subject_code, subject_names
from sidan.web.errors import said
from sidan.web.evaluation.access import evaluator_page
from sidan.web.htmx import Request
from sidan.web.round_words import period_words
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 100
LAST_PAGE = 9999
STATES = {"waiting": True, "checked": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures somebody wants to see: of an indicator, of a period, waiting or checked; "" and None for all."""

    indicator: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Return what an address asks for; what cannot be read is left out."""
        indicator, state, page = query.get("indicator", ""), query.get("state", ""), query.get("page", "1")
        return cls(
            indicator if indicator in known_indicators() else "",
            state if state in STATES else "",
            _day(query.get("since", "")),
            _day(query.get("until", "")),
            min(max(1, int(page)), LAST_PAGE) if page.isdecimal() and len(page) <= len(str(LAST_PAGE)) else 1,
        )

    def of_these(self, figures: QuerySet[OutsideFigure]) -> QuerySet[OutsideFigure]:
        """Return those of some figures that are asked for; of a period, whatever reaches into it."""
        if self.indicator:
            figures = figures.filter(indicator=self.indicator)
        if self.state:
            figures = figures.filter(checked_at__isnull=STATES[self.state])
        if self.since is not None:
            figures = figures.filter(until__gte=self.since)
        if self.until is not None:
            figures = figures.filter(since__lte=self.until)
        return figures

    def url(self, page: int) -> str:
        """Return the address of another page of the same figures."""
        given = {"indicator": self.indicator, "state": self.state, "since": self.since, "until": self.until}
        return "?" + urlencode({name: str(value) for name, value in (given | {"page": page}).items() if value})


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with the names of its subject and its indicator, as far as they have any."""

    row: OutsideFigure
    subject: Words | None = None
    indicator: Words | None = None

    @property
    def value(self) -> str:
        """Return the value without noughts that say nothing."""
        return f"{self.row.value.normalize():,f}"

    @property
    def period(self) -> str:
        """Return the period as rounds say theirs: a year, a month, or two days."""
        return period_words(self.row.since, self.row.until)


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
            more["initial"]["value"] = f"{figure.value.normalize():f}"
        super().__init__(*args, **more)
        self.fields["indicator"].choices = _indicators()  # type: ignore[attr-defined]  # a ChoiceField
        if figure is None:
            del self.fields["reason"]

    @property
    def facts(self) -> OutsideFacts:
        """Return what was typed."""
        given = self.cleaned_data
        return OutsideFacts(
            subject_code(given["subject"]),
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
    asked = Asked.of(request.GET)
    found = list(asked.of_these(figures_of(actor))[(asked.page - 1) * PAGE : asked.page * PAGE + 1])
    context = {
        "show": "outside",
        "form": form,
        "indicators": _indicators(),
        "asked": asked,
        "figures": _named(found[:PAGE]),
        "earlier": asked.url(asked.page - 1) if asked.page > 1 else "",
        "later": asked.url(asked.page + 1) if len(found) > PAGE else "",
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
    context = {
        "show": "outside",
        "form": form,
        "figure": figure,
        "corrected": [Named(each) for each in earlier_than(figure).select_related("entered_by")[:PAGE]],
    }
    return render(request, "evaluation/outside_one.html", context, status=422 if form.errors else 200)


@evaluator_page
@require_POST
def check_outside(request: Request, number: int) -> HttpResponse:
    """Note that a second person has seen the evidence."""
    actor = actor_for(request)
    figure = find_figure(number, by=actor)
    try:
        check(figure, by=actor)
        messages.success(request, gettext("The figure is checked and counts from now on."))
    except Refused as fault:
        messages.error(request, said(fault))
    return redirect("evaluation:outside")


def _indicators() -> list[tuple[str, str]]:
    """Return every figure that rankings ask for, by code, with its name in the language of the page."""
    names, language = indicator_names(), get_language() or ""
    known = ((code, names.get(code)) for code in known_indicators())
    return [(code, f"{words.in_language(language)} ({code})" if words else code) for code, words in known]


def _named(figures: Sequence[OutsideFigure]) -> list[Named]:
    """Return figures with the names of what they are of. Two queries."""
    subjects, indicators = subject_names({each.subject for each in figures}), indicator_names()
    return [Named(each, subjects.get(each.subject), indicators.get(each.indicator)) for each in figures]


def _day(text: str) -> date | None:
    """Return a day of an address, None for what is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
