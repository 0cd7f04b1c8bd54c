# SPDX-License-Identifier: Apache-2.0
"""The register of companies as pages: the list, one company, its form and who has served it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sidan.matching.authority import areas_kept, may_keep
from sidan.matching.conflicts import conflicts_of
from sidan.matching.pairings import history_of
from sidan.matching.register_facts import CompanyFacts, facts_of_company
from sidan.matching.register_lists import companies_listed, pairings_of_companies, unit_named, units_to_enter
from sidan.matching.register_queries import find_company
from sidan.matching.register_rows import CONFLICT_KINDS, SIZES, USUAL_RHYTHM_DAYS, Company
from sidan.matching.registering import add_company, area_of, change_company
from sidan.matching.skills import Vocabulary, vocabulary
from sidan.matching.standing import companies_standing, seats_held
from sidan.orders.keyset import Sorting, page
from sidan.people.days import city_today
from sidan.places.names import path_text
from sidan.web.htmx import Request
from sidan.web.matching.few_changes import waiting_rows
from sidan.web.matching.register_access import keeper_page, reader_page
from sidan.web.matching.register_forms import IN_ANY_ORDER, IN_ORDER, RegisterForm, named_choices, page_link
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 50
LONGEST_SEARCH = 80
WHICH = (("", _("all")), ("key", _("key firms")), ("open", _("without a liaison")))


class CompanyForm(RegisterForm):
    """What the matching is told of a company."""

    word_fields: ClassVar[Mapping[str, str]] = {"needs": "skill", "languages": "language"}

    unit = forms.CharField(label=_("Company"), help_text=_("Code or name of a unit that is a company."), max_length=120)
    industry = forms.CharField(label=_("Field"), max_length=60, required=False)
    size = forms.ChoiceField(label=pgettext_lazy("company", "Size"), widget=Select)
    needs = forms.CharField(label=_("Needs"), help_text=IN_ORDER, max_length=1000, required=False)
    languages = forms.CharField(label=_("Languages"), help_text=IN_ANY_ORDER, max_length=400, required=False)
    need_words = forms.CharField(
        label=_("Needs in its own words"),
        help_text=_("Used where the list has no word for it."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    is_key = forms.BooleanField(
        label=_("Key firm"), help_text=_("Its liaison serves no other company."), required=False
    )
    is_in_scope = forms.BooleanField(label=_("Is to have a liaison"), required=False)
    team = forms.IntegerField(
        label=_("Liaisons it needs"), help_text=_("A team of two needs two skills, one for each."), min_value=1
    )
    rhythm_days = forms.IntegerField(label=_("Days from one visit to the next"), required=False)

    def __init__(self, *args: Any, company: Company | None, **more: Any) -> None:
        """Begin with what is kept of a company, or with what is usual of a new one."""
        words: Vocabulary = more["vocabulary"]
        language = get_language() or "zh-hans"
        told = asdict(facts_of_company(company) if company is not None else CompanyFacts())
        for name in self.word_fields:
            told[name] = words.names_of(told[name], language)
        super().__init__(*args, initial=told, **more)
        if company is not None:
            del self.fields["unit"]
        self.fields["size"].choices = named_choices(SIZES)  # type: ignore[attr-defined]  # a ChoiceField
        usual = gettext("Empty for the usual %(days)d days.") % {"days": USUAL_RHYTHM_DAYS}
        self.fields["rhythm_days"].help_text = usual

    @property
    def facts(self) -> CompanyFacts:
        """Return what was sent as the register takes it."""
        return CompanyFacts(**{name: value for name, value in self.cleaned_data.items() if name != "unit"})


@reader_page
@require_safe
def companies(request: Request) -> HttpResponse:
    """List the companies of the visitor's areas, searched and filtered, page by page, and say for how many to plan.

    Three queries besides the shell's, and for organisers one more.
    """
    actor, today, words = actor_for(request), city_today(), vocabulary()
    asked = {name: request.GET.get(name, "")[:LONGEST_SEARCH].strip() for name in ("q", "need", "which")}
    found = companies_listed(actor, on=today, text=asked["q"], need=asked["need"], which=asked["which"])
    cut = page(
        found,
        sorting=Sorting(),
        shape=lambda rows: rows.select_related("unit__area"),
        mark=request.GET.get("page", ""),
        size=PAGE,
    )
    kept = areas_kept(actor)
    served = pairings_of_companies([company.pk for company in cut.rows], today)
    language = get_language() or "zh-hans"
    rows = [
        {
            "company": company,
            "area": path_text(area_of(company.unit), language=language, below=actor.county[:6]),
            "needs": words.names_of((*company.needs, *company.languages), language),
            "pairings": served.get(company.pk, []),
        }
        for company in cut.rows
    ]
    context = {
        "rows": rows,
        "asked": asked,
        "which": WHICH,
        "skills": [skill for skill in words.skills.values() if skill.is_active],
        "is_narrowed": any(asked.values()),
        "may_keep": bool(kept),
        "waiting": waiting_rows(actor, seats_held(companies_standing(kept, today))) if kept else [],
        "show": "companies",
        "earlier": page_link(asked, cut.earlier),
        "later": page_link(asked, cut.later),
    }
    return render(request, "matching/companies.html", context)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_company(request: Request) -> HttpResponse:
    """Enter a unit that is a company into the register."""
    actor = actor_for(request)
    initial = {"unit": request.GET.get("unit", "")[:120]}
    form = CompanyForm(request.POST or None, company=None, vocabulary=vocabulary())
    form.initial.update(initial)

    def enter() -> None:
        add_company(unit_named(form.cleaned_data["unit"], field="unit"), form.facts, by=actor)

    if request.method == "POST" and form.do(enter):
        unit = unit_named(form.cleaned_data["unit"], field="unit")
        messages.success(request, gettext("%(name)s is in the register.") % {"name": unit.name})
        return redirect("matching:company", unit.code)
    context = {"form": form, "waiting": list(units_to_enter(actor)), "may_keep": True}
    return render(request, "matching/company.html", context, status=422 if form.errors else 200)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: Request, code: str) -> HttpResponse:
    """Show one company with its form for those who keep it, its liaisons, and its conflicts for organisers alone."""
    actor = actor_for(request)
    found = find_company(code, by=actor)
    keeps = may_keep(actor, area_of(found.unit))
    form = CompanyForm(request.POST or None, company=found, vocabulary=vocabulary())
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    if request.method == "POST" and form.do(lambda: change_company(found, form.facts, by=actor)):
        messages.success(request, gettext("Kept."))
        return redirect("matching:company", found.unit.code)
    if not keeps:
        for field in form.fields.values():
            field.disabled = True
    today = city_today()
    pairings = list(history_of(found)[:PAGE])
    conflicts = list(conflicts_of(actor).filter(company=found)) if keeps else []
    context = {
        "company": found,
        "area": path_text(area_of(found.unit), language=get_language() or "zh-hans"),
        "form": form,
        "may_keep": keeps,
        "pairings": [
            {"row": each, "is_now": each.from_on <= today and (each.until_on is None or each.until_on >= today)}
            for each in pairings
        ],
        "conflicts": [{"row": each, "kind": CONFLICT_KINDS[each.kind]} for each in conflicts],
        "new_conflict": f"{reverse('matching:conflicts')}?{urlencode({'company': found.unit.code})}",
    }
    return render(request, "matching/company.html", context, status=422 if form.errors else 200)
