# SPDX-License-Identifier: Apache-2.0
"""The page on which the grids of one community are drawn: every press answers with the table of what it came to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sidan.base.errors import NotFound, Refused, Stale
from sidan.people.actors import Actor
from sidan.places.drawing.ground import find_community, ground_of
from sidan.places.drawing.outcome import outcome
from sidan.places.models import Area
from sidan.planning.authority import may_plan
from sidan.planning.drawn import Saved, save_drawing
from sidan.planning.drawn_plans import drawn_today
from sidan.planning.rolling_back import roll_back
from sidan.web.drawing.showing import shown
from sidan.web.drawing.work import Work, begun, changed_meanwhile, facts_of, stepped
from sidan.web.htmx import Request, render_part, wants_part
from sidan.web.visitor import actor_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draw(request: Request, area: str) -> HttpResponse:
    """Show the grids to draw upon; a press makes a stroke, takes one back, or saves what was drawn."""
    community = find_community(area)
    actor = actor_for(request)
    if not may_plan(actor, community.code):
        raise NotFound("There is no area %(code)s.", code=area[:20])
    sent = request.POST if request.method == "POST" else QueryDict()
    work = begun(ground_of(community), sent)
    step = sent.get("step", "")
    if step == "take_back":
        return _taken_back(request, community, sent, by=actor)
    if step != "save":
        return _answer(request, stepped(work, step, sent), sent)
    if work.fault:
        return _answer(request, work, sent)
    try:
        result = outcome(work.ground.sheet.shapes, work.ground.kept, work.sheet)
        saved = save_drawing(
            community,
            work.strokes,
            facts_of(result.asked, sent),
            stamp=work.ground.stamp,
            counted_anew=bool(sent.get("counted_anew")),
            by=actor,
        )
    except Stale:
        waiting = Work(work.ground, work.ground.sheet, (), tuple(reversed(work.strokes)), changed_meanwhile())
        return _answer(request, waiting, sent)
    except Refused as refused:
        return _answer(request, Work(work.ground, work.sheet, work.strokes, work.undone, refused), sent)
    _tell(request, saved)
    return HttpResponseRedirect(reverse("drawing:draw", args=[community.code]))


def _taken_back(request: Request, community: Area, sent: QueryDict, *, by: Actor) -> HttpResponse:
    """Take the last drawing of today back whole, with all that went over since; strokes on the page are thrown away."""
    plan = drawn_today(community)
    if plan is None or plan.code != sent.get("plan"):
        raise Stale("The drawing has been taken back already, or another was saved since.")
    roll_back(plan, by=by)
    messages.success(request, gettext("Taken back. Grids, people, places and orders are as they were."))
    return HttpResponseRedirect(reverse("drawing:draw", args=[community.code]))


def _answer(request: Request, work: Work, sent: QueryDict) -> HttpResponse:
    """Return the page, or its changing part; 422 when the last press was refused."""
    context = shown(work, sent)
    if not wants_part(request):
        context["saved_today"] = drawn_today(work.ground.community)
    return render_part(request, "drawing/draw.html", "work", status=422 if work.fault else 200, **context)


def _tell(request: Request, saved: Saved) -> None:
    """Tell what a drawing has become."""
    new = [*saved.carried.codes, *saved.added]
    if new:
        said = gettext("Saved. New grids: %(codes)s. People, places and open orders have gone over with them.")
        messages.success(request, said % {"codes": ", ".join(new)})
    else:
        said = gettext("Saved. Borders corrected: %(count)d. Codes and everything else stay as they are.")
        messages.success(request, said % {"count": len(saved.corrected)})
