# SPDX-License-Identifier: Apache-2.0
"""The register of advisers as pages: liaisons and experts, each with its form, absences and companies."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sidan.base.errors import Invalid, NotFound, Refused
from sidan.matching.authority import areas_kept, may_keep
from sidan.matching.pairings import pairings_of_adviser
from sidan.matching.register_facts import AdviserFacts, Days, facts_of_adviser
from sidan.matching.register_lists import account_named, advisers_listed, loads_of, unit_named
from sidan.matching.register_queries import companies_of, find_adviser
from sidan.matching.register_rows import ADVISER_KINDS, USUAL_CAPACITY, Adviser
from sidan.matching.registering import (
    add_adviser,
    change_adviser,
    close_adviser,
    reopen_adviser,
    set_absences,
)
from sidan.matching.skills import vocabulary
from sidan.orders.keyset import Sorting, page
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.places.names import path_text
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.matching.register_access import keeper_page, reader_page
from sidan.web.matching.register_forms import IN_ANY_ORDER, RegisterForm, areas_offered, named_choices, page_link
from sidan.web.selects import Select
from sidan.web.visitor import actor_for

PAGE = 50
LONGEST_SEARCH = 80


class AdviserForm(RegisterForm):
    """What is said of a liaison or an expert, with the days of absence, one span a line."""

    word_fields: ClassVar[Mapping[str, str]] = {"skills": "skill", "languages": "language"}

    code = forms.CharField(label=_("Code"), help_text=_("Letters, digits, dots and hyphens."), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), widget=Select)
    name = forms.CharField(label=_("Name"), max_length=60)
    title = forms.CharField(label=pgettext_lazy("adviser", "Title"), max_length=60, required=False)
    user = forms.CharField(
        label=_("User name"),
        help_text=_("The account a liaison signs in by; an expert may have none."),
        max_length=60,
        required=False,
    )
    unit = forms.CharField(label=_("Unit"), help_text=_("Code or name."), max_length=120)
    area_code = forms.ChoiceField(label=_("Serves companies in"), widget=Select)
    skills = forms.CharField(label=_("Skills"), help_text=IN_ANY_ORDER, max_length=1000, required=False)
    languages = forms.CharField(label=_("Languages"), help_text=IN_ANY_ORDER, max_length=400, required=False)
    skill_words = forms.CharField(
        label=_("Skills in other words"),
        help_text=_("Used where the list has no word for it."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    capacity = forms.IntegerField(label=_("Companies at most"))
    absences = forms.CharField(
        label=_("Days of absence"),
        help_text=_("One span a line, both ends counted: 2026-03-01~2026-03-05."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, adviser: Adviser | None, actor: Actor, **more: Any) -> None:
        """Begin with what is kept of an adviser, or with what is usual of a new one."""
        super().__init__(*args, initial=self._told(adviser, more["vocabulary"]), **more)
        if adviser is not None:
            del self.fields["code"], self.fields["kind"]
        else:
            self.fields["kind"].choices = named_choices(ADVISER_KINDS)  # type: ignore[attr-defined]  # a ChoiceField
        also = [adviser.area_code] if adviser is not None else []
        self.fields["area_code"].choices = areas_offered(actor, also=also)  # type: ignore[attr-defined]  # the same
        self.kept_kind = adviser.kind if adviser is not None else ""

    def _told(self, adviser: Adviser | None, words: Any) -> dict[str, Any]:
        """Return what the form shows at first."""
        if adviser is None:
            return {"capacity": USUAL_CAPACITY}
        facts, language = facts_of_adviser(adviser), get_language() or "zh-hans"
        told = {name: getattr(facts, name) for name in AdviserFacts.__dataclass_fields__}
        return {
            **told,
            "unit": adviser.unit.code,
            "user": adviser.user.username if adviser.user is not None else "",
            "skills": words.names_of(facts.skills, language),
            "languages": words.names_of(facts.languages, language),
            "absences": "\n".join(str(Days(each.from_on, each.until_on)) for each in adviser.absences.all()),
        }

    @property
    def facts(self) -> AdviserFacts:
        """Return what was sent as the register takes it; a unit or account nobody knows is a fault of its field."""
        given = dict(self.cleaned_data)
        given["kind"] = given.get("kind") or self.kept_kind
        given["unit"] = unit_named(given["unit"], field="unit")
        given["user"] = account_named(given["user"], field="user")
        return AdviserFacts(**{name: given[name] for name in AdviserFacts.__dataclass_fields__})

    @property
    def spans(self) -> list[Days]:
        """Return the days of absence; a line that is no span is a fault."""
        lines = [line.strip() for line in self.cleaned_data["absences"].splitlines() if line.strip()]
        return [_span(line) for line in lines]


@reader_page
@require_safe
def advisers(request: Request) -> HttpResponse:
    """List liaisons and experts in the order they were entered, with how many companies each serves; never by merit."""
    actor, today, words = actor_for(request), city_today(), vocabulary()
    asked = {name: request.GET.get(name, "")[:LONGEST_SEARCH].strip() for name in ("q", "skill", "kind")}
    found = advisers_listed(actor, kind=asked["kind"], text=asked["q"], skill=asked["skill"])
    cut = page(
        found,
        sorting=Sorting(),
        shape=lambda rows: rows.select_related("unit"),
        mark=request.GET.get("page", ""),
        size=PAGE,
    )
    loads = loads_of([adviser.pk for adviser in cut.rows], today)
    language = get_language() or "zh-hans"
    rows = [
        {
            "adviser": adviser,
            "kind": ADVISER_KINDS[adviser.kind],
            "area": path_text(adviser.area_code, language=language, below=actor.county[:6]),
            "skills": words.names_of((*adviser.skills, *adviser.languages), language),
            "load": loads.get(adviser.pk, 0),
        }
        for adviser in cut.rows
    ]
    context = {
        "rows": rows,
        "asked": asked,
        "kinds": ADVISER_KINDS.items(),
        "skills": [skill for skill in words.skills.values() if skill.is_active],
        "is_narrowed": any(asked.values()),
        "may_keep": bool(areas_kept(actor)),
        "show": "advisers",
        "earlier": page_link(asked, cut.earlier),
        "later": page_link(asked, cut.later),
    }
    return render(request, "matching/advisers.html", context)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_adviser(request: Request) -> HttpResponse:
    """Enter a liaison or an expert."""
    actor = actor_for(request)
    form = AdviserForm(request.POST or None, adviser=None, actor=actor, vocabulary=vocabulary())

    @transaction.atomic
    def enter() -> None:
        spans = form.spans
        adviser = add_adviser(form.cleaned_data["code"], form.facts, by=actor)
        if spans:
            set_absences(adviser, spans, by=actor)

    if request.method == "POST" and form.do(enter):
        messages.success(request, gettext("%(name)s is in the register.") % {"name": form.cleaned_data["name"]})
        return redirect("matching:adviser", form.cleaned_data["code"])
    return render(
        request, "matching/adviser.html", {"form": form, "may_keep": True}, status=422 if form.errors else 200
    )


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def adviser(request: Request, code: str) -> HttpResponse:
    """Show one adviser with the form for those who keep it, and the companies served today."""
    actor = actor_for(request)
    found = find_adviser(code, by=actor)
    keeps = may_keep(actor, found.area_code)
    form = AdviserForm(request.POST or None, adviser=found, actor=actor, vocabulary=vocabulary())
    if request.method == "POST" and not keeps:
        raise PermissionDenied

    @transaction.atomic
    def change() -> None:
        spans = form.spans
        change_adviser(found, form.facts, by=actor)
        set_absences(found, spans, by=actor)

    if request.method == "POST" and form.do(change):
        messages.success(request, gettext("Kept."))
        return redirect("matching:adviser", found.code)
    if not keeps:
        for field in form.fields.values():
            field.disabled = True
    context = {
        "adviser": found,
        "kind": ADVISER_KINDS[found.kind],
        "form": form,
        "may_keep": keeps,
        "pairings": list(pairings_of_adviser(found, city_today()).filter(company__in=companies_of(actor))[:PAGE]),
    }
    return render(request, "matching/adviser.html", context, status=422 if form.errors else 200)


@keeper_page
@require_POST
def adviser_state(request: Request, code: str) -> HttpResponse:
    """Take an adviser out of use, or into use again."""
    actor = actor_for(request)
    found = find_adviser(code, by=actor)
    verbs = {"close": close_adviser, "reopen": reopen_adviser}
    verb = verbs.get(request.POST.get("verb", ""))
    if verb is None:
        raise NotFound("There is nothing here.")
    try:
        verb(found, by=actor)
        messages.success(request, gettext("Kept."))
    except Refused as fault:
        messages.error(request, said(fault))
    return redirect("matching:adviser", found.code)


def _span(line: str) -> Days:
    """Return the days of a line."""
    first, _mark, last = (part.strip() for part in line.replace("～", "~").partition("~"))
    try:
        return Days(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        raise Invalid({"absences": [Refused("“%(line)s” is not a span of days.", line=line[:40])]}) from None
