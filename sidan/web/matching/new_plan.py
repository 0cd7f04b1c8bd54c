# SPDX-License-Identifier: Apache-2.0
"""The way to a new plan of pairs, and to another computing of one that is there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from sidan.base.errors import NotFound, Refused, Stale
from sidan.matching.authority import areas_kept
from sidan.matching.drafting import draft, recompute, weights_of
from sidan.web.htmx import Request
from sidan.web.matching.asking import AskForm, NewForm
from sidan.web.matching.pair_words import PlanHead
from sidan.web.matching.plan_access import keeper_page, opened_to_keep
from sidan.web.matching.versions import version_of
from sidan.web.visitor import actor_for


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Ask for a plan; a form with faults comes back as it was filled in."""
    actor = actor_for(request)
    areas, language = areas_kept(actor), get_language() or "zh-hans"
    if request.method != "POST":
        form = NewForm(areas=areas, language=language, initial={"area": request.GET.get("area", "")})
        return render(request, "matching/new_plan.html", {"form": form})
    form = NewForm(request.POST, areas=areas, language=language)
    if form.is_valid():
        given = form.cleaned_data
        try:
            plan = draft(
                given["area"],
                given["name"],
                weights=form.weights,
                fewest_changes=given["fewest_changes"],
                by=actor,
            )
            return redirect("matching:plan", plan.pk)
        except NotFound:
            raise
        except Refused as fault:
            form.refuse(fault)
    return render(request, "matching/new_plan.html", {"form": form}, status=422)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def anew(request: Request, number: int) -> HttpResponse:
    """Have a plan computed again from today's registers, perhaps with other weights; what was set by hand stays."""
    plan = opened_to_keep(request, number)
    if request.method != "POST":
        form = AskForm(weights=weights_of(plan), initial={"fewest_changes": plan.fewest_changes})
        return render(request, "matching/new_plan.html", {"form": form, "plan": plan, "head": PlanHead(plan)})
    form = AskForm(request.POST, weights=weights_of(plan))
    if form.is_valid():
        try:
            recompute(
                plan,
                by=actor_for(request),
                version=version_of(request),
                weights=form.weights,
                fewest_changes=form.cleaned_data["fewest_changes"],
            )
            messages.success(request, gettext("The plan is computed anew from today's registers."))
            return redirect("matching:plan", plan.pk)
        except (NotFound, Stale):
            raise
        except Refused as fault:
            form.refuse(fault)
    context = {"form": form, "plan": plan, "head": PlanHead(plan)}
    return render(request, "matching/new_plan.html", context, status=422)
