# SPDX-License-Identifier: Apache-2.0
"""The plans of a planner's areas, and the way to a new one: over today's grids, a file, or another plan's areas."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.planning.authority import areas_planned
from sidan.planning.drafting import draft, draft_like
from sidan.planning.showing import plans_of
from sidan.web.htmx import Request
from sidan.web.plan_words import PlanRow
from sidan.web.planning.access import opened, planner_page
from sidan.web.planning.asking import AskForm, NewForm
from sidan.web.visitor import actor_for

MOST_PLANS = 200


@planner_page
@require_safe
def plans(request: Request) -> HttpResponse:
    """List the plans of the planner's areas, the newest first; one query of its own."""
    found = plans_of(actor_for(request))
    return render(request, "planning/plans.html", {"rows": [PlanRow(plan) for plan in found[:MOST_PLANS]]})


@planner_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Ask for a plan over today's grids or a file; a form with faults comes back as it was typed."""
    actor = actor_for(request)
    areas, language = areas_planned(actor), get_language() or "zh-hans"
    if request.method != "POST":
        form = NewForm(initial={"area": request.GET.get("area", "")}, areas=areas, language=language)
        return render(request, "planning/new.html", {"form": form})
    form = NewForm(request.POST, request.FILES, areas=areas, language=language)
    if form.is_valid():
        given, file = form.cleaned_data, form.cleaned_data["file"] if form.cleaned_data["source"] == "file" else None
        upload = file.read() if isinstance(file, UploadedFile) else None
        try:
            plan = draft(
                given["area"],
                name=given["name"],
                asked=form.asked,
                source=given["source"],
                by=actor,
                upload=upload,
                file_name=str(file.name)[-200:] if file else "",
                seed=given["seed"] or 1,
            )
            return redirect("planning:plan", plan.code)
        except NotFound:
            raise
        except Refused as fault:
            form.refuse(fault, field=None if upload is not None else "area")
    return render(request, "planning/new.html", {"form": form}, status=422)


@planner_page
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: Request, code: str) -> HttpResponse:
    """Ask another question over the same small areas, to compare the two plans."""
    plan = opened(request, code)
    if request.method != "POST":
        form = AskForm(asked=plan.asked, initial={"name": plan.name, "seed": plan.seed})
        return render(request, "planning/new.html", {"form": form, "like": plan})
    form = AskForm(request.POST, asked=plan.asked)
    if form.is_valid():
        try:
            made = draft_like(
                plan,
                name=form.cleaned_data["name"],
                asked=form.asked,
                by=actor_for(request),
                seed=form.cleaned_data["seed"],
            )
            return redirect("planning:plan", made.code)
        except NotFound:
            raise
        except Refused as fault:
            form.refuse(fault)
    return render(request, "planning/new.html", {"form": form, "like": plan}, status=422)
