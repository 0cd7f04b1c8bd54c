# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of skills and languages as pages: one list, and a form for each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sidan.matching.authority import areas_kept
from sidan.matching.register_rows import SKILL_KINDS, Skill
from sidan.matching.skills import (
    SkillFacts,
    add_skill,
    change_skill,
    facts_of_skill,
    find_skill,
    parted,
    vocabulary,
)
from sidan.web.htmx import Request
from sidan.web.matching.register_access import keeper_page, reader_page
from sidan.web.matching.register_forms import RegisterForm, named_choices
from sidan.web.selects import Select
from sidan.web.visitor import actor_for


class SkillForm(RegisterForm):
    """One entry of the vocabulary, with other words for it."""

    code = forms.CharField(label=_("Code"), help_text=_("Small letters, digits and low lines."), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), widget=Select)
    name = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80)
    words = forms.CharField(
        label=_("Other words for it"), help_text=_("Parted by commas."), max_length=1500, required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, skill: Skill | None, **more: Any) -> None:
        """Begin with what is kept of a skill."""
        told = {}
        if skill is not None:
            facts = facts_of_skill(skill)
            told = {"name": facts.name, "name_en": facts.name_en, "is_active": facts.is_active}
            told["words"] = "、".join(facts.words)
        super().__init__(*args, initial=told, **more)
        del self.fields["lon"], self.fields["lat"]
        self.kept_kind = skill.kind if skill is not None else ""
        if skill is not None:
            del self.fields["code"], self.fields["kind"]
        else:
            self.fields["kind"].choices = named_choices(SKILL_KINDS)  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def facts(self) -> SkillFacts:
        """Return what was sent as the register takes it."""
        given = self.cleaned_data
        return SkillFacts(
            kind=given.get("kind") or self.kept_kind,
            name=given["name"],
            name_en=given["name_en"],
            words=tuple(parted(given["words"])),
            is_active=given["is_active"],
        )


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: Request) -> HttpResponse:
    """List the vocabulary, and let organisers add to it."""
    actor, words = actor_for(request), vocabulary()
    keeps = bool(areas_kept(actor))
    form = SkillForm(request.POST or None, skill=None, vocabulary=words)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    if request.method == "POST" and form.do(lambda: add_skill(form.cleaned_data["code"], form.facts, by=actor)):
        messages.success(request, gettext("Kept."))
        return redirect("matching:skills")
    rows = [{"skill": each, "kind": SKILL_KINDS[each.kind]} for each in words.skills.values()]
    context = {"rows": rows, "form": form, "may_keep": keeps, "show": "skills"}
    return render(request, "matching/skills.html", context, status=422 if form.errors else 200)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: Request, code: str) -> HttpResponse:
    """Change what is said of a skill."""
    found = find_skill(code)
    form = SkillForm(request.POST or None, skill=found, vocabulary=vocabulary())
    actor = actor_for(request)
    if request.method == "POST" and form.do(lambda: change_skill(found, form.facts, by=actor)):
        messages.success(request, gettext("Kept."))
        return redirect("matching:skills")
    return render(request, "matching/skill.html", {"skill": found, "form": form}, status=422 if form.errors else 200)
