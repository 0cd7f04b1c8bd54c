# SPDX-License-Identifier: Apache-2.0
"""Opening a round: which ranking over which area and period, and what that will compare, before it is done."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sidan.base.errors import NotFound, Refused, Words
from sidan.evaluation.declare import Period, Ranking, RankingClass
from sidan.evaluation.listing import areas_with_rounds
from sidan.evaluation.periods import last_period
from sidan.evaluation.rounds import open_round
from sidan.evaluation.shelf import ranking as find_ranking
from sidan.evaluation.shelf import rankings
from sidan.evaluation.subjects import Subject, subjects_of
from sidan.people.days import city_today
from sidan.places.names import name_of
from sidan.web.errors import said
from sidan.web.evaluation.access import evaluator_page
from sidan.web.htmx import Request
from sidan.web.round_words import number_text
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PERIOD_WORDS: dict[Period, str | Promise] = {
    "month": _("every month"),
    "quarter": _("every quarter"),
    "half_year": _("every half year"),
    "year": _("every year"),
}
MOST_NAMES = 8


class ChoiceForm(forms.Form):
    """Which ranking, and over which area."""

    ranking = forms.ChoiceField(label=_("Ranking"), widget=Select)
    area = forms.ChoiceField(label=_("Area"), widget=Select)

    def __init__(self, *args: Any, areas: tuple[str, ...], **more: Any) -> None:
        """Offer what the city runs and where the evaluator may open rounds."""
        super().__init__(*args, **more)
        language = get_language() or ""
        self.fields["ranking"].choices = [(each.code, each.name.in_language(language)) for each in rankings()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["area"].choices = [(code, name_of(code).in_language(language)) for code in areas]  # type: ignore[attr-defined]  # the same


class PeriodForm(forms.Form):
    """From which day to which, both counted."""

    since = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of the ranking, who comes into it, and how many where that is known before the computing."""

    name: Words
    rule: str
    count: int | None


@evaluator_page
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: Request) -> HttpResponse:
    """Ask for ranking and area, show what a round would compare, and open it on a POST."""
    actor = actor_for(request)
    areas = areas_with_rounds(actor)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = ChoiceForm(sent or None, areas=areas)
    if not (chosen.is_bound and chosen.is_valid()):
        return _page(request, chosen, status=422 if request.method == "POST" else 200)
    ranking, area = find_ranking(chosen.cleaned_data["ranking"]), chosen.cleaned_data["area"]
    since, until = last_period(ranking, city_today())
    if request.method != "POST":
        return _page(request, chosen, PeriodForm(initial={"since": since, "until": until}), ranking=ranking, area=area)
    period = PeriodForm(request.POST)
    if period.is_valid():
        days: tuple[date, date] = (period.cleaned_data["since"], period.cleaned_data["until"])
        try:
            found = open_round(ranking.code, area, since=days[0], until=days[1], by=actor)
        except NotFound:
            raise
        except Refused as fault:
            period.add_error(None, said(fault))
        else:
            messages.success(request, gettext("The round is open. What it compares by stays as it is from now on."))
            return redirect("evaluation:round", found.pk)
    return _page(request, chosen, period, ranking=ranking, area=area, status=422)


def _page(
    request: Request,
    chosen: ChoiceForm,
    period: PeriodForm | None = None,
    *,
    ranking: Ranking | None = None,
    area: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page; once ranking and area are chosen with what a round over them would compare. One query."""
    context: dict[str, Any] = {"chosen": chosen, "period": period, "ranking": ranking}
    if ranking is not None:
        subjects = subjects_of(ranking, area)
        context |= {
            "subjects": len(subjects),
            "examples": [Words(each.name, each.name_en) for each in subjects[:MOST_NAMES]],
            "more": max(0, len(subjects) - MOST_NAMES),
            "classes": class_rows(ranking, subjects),
            "every": PERIOD_WORDS[ranking.period],
            "place": name_of(area),
        }
    return render(request, "evaluation/opening.html", context, status=status)


def class_rows(ranking: Ranking, subjects: list[Subject]) -> list[ClassRow]:
    """Return the classes with who comes into each; only those by kind are counted before the computing."""
    kinds = Counter(each.kind for each in subjects)
    return [
        ClassRow(
            each.name,
            _rule(each),
            sum(kinds[kind] for kind in each.kinds) if ranking.class_by == "kind" else None,
        )
        for each in ranking.classes
    ]


def _rule(declared: RankingClass) -> str:
    """Return in words from what size to what size a class goes, empty for one that is not made by size."""
    values = {"least": number_text(declared.least), "below": number_text(declared.below)}
    if declared.least is not None and declared.below is not None:
        return gettext("from %(least)s to below %(below)s") % values
    if declared.least is not None:
        return gettext("from %(least)s on") % values
    return gettext("below %(below)s") % values if declared.below is not None else ""
