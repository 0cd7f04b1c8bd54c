# SPDX-License-Identifier: Apache-2.0
"""The page of a plan of pairs: head, proof, figures, map, table by liaison, loads, who is left over, and history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Refused, Words
from sidan.matching.adjusting import BY_HAND, last_by_hand
from sidan.matching.authority import may_adopt, may_keep
from sidan.matching.by_code import ListedPair, advisers_by_code, companies_by_code, listed_pairs, mapped_pairs
from sidan.matching.conflicts import conflicted_with_all
from sidan.matching.history import Done, events_of
from sidan.matching.models import Adviser, PairingPlan
from sidan.matching.plans import find_plan, problem_in, rows_of
from sidan.matching.problem import Supply
from sidan.matching.remarks import remarks_on, takes_remarks
from sidan.matching.stored import refusal_restored
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.web.htmx import Request, wants_part
from sidan.web.matching.concerned import own_page
from sidan.web.matching.few_changes import changes_shown
from sidan.web.matching.load_bars import load_bars
from sidan.web.matching.pair_maps import pairs_geojson
from sidan.web.matching.pair_rows import SHOWN, before_of, groups_of, shown_of
from sidan.web.matching.pair_words import PlanHead, proof_sentence, skill_names, ways_out, why_nobody
from sidan.web.matching.plan_access import concerned_page, opened, reader_page
from sidan.web.matching.presets import AIMS, step_words
from sidan.web.visitor import actor_for

GROUPS_A_PAGE, MOST_UNCOVERED = 16, 50


@concerned_page
@require_safe
def plan(request: Request, number: int) -> HttpResponse:
    """Show a plan to those who read its area; to others concerned only their own pairs while they are asked."""
    actor = actor_for(request)
    try:
        found = find_plan(number, by=actor)
    except NotFound:
        return own_page(request, number)
    if not found.result.get("proof"):
        context = {**_head(found, actor), "fault": fault_of(found)}
        is_part = wants_part(request)
        return render(request, "matching/_progress.html" if is_part else "matching/waiting.html", context)
    if wants_part(request) and request.GET.get("wait"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "matching/plan.html", _context(request, found, actor))


def fault_of(plan: PairingPlan) -> Refused | None:
    """Return why a plan could not be computed or adopted, None for no reason."""
    return refusal_restored(plan.fault) if plan.fault else None


def _head(plan: PairingPlan, actor: Actor) -> dict[str, Any]:
    """Return what stands on every page of a plan; no query."""
    return {
        "plan": plan,
        "head": PlanHead(plan),
        "keeps": may_keep(actor, plan.area_code),
        "adopts": may_adopt(actor, plan.area_code),
        "today": city_today(),
    }


def _context(request: Request, plan: PairingPlan, actor: Actor) -> dict[str, Any]:
    """Return what the page of a computed plan shows; at most eleven queries, and two more for one of few changes."""
    pairs, problem, names = listed_pairs(plan), problem_in(plan), skill_names()
    supplies, advisers = problem.supplies, advisers_of(problem.supplies, plan)
    called = {code: adviser.name for code, adviser in advisers.items()}
    words, show = request.GET.get("q", "").strip()[:80], request.GET.get("show", "")
    show = show if show in SHOWN else ""
    staying = [each for each in supplies if each.code not in plan.without]
    shown = shown_of(pairs, staying, advisers, words=words.lower(), show=show)
    page = Paginator(shown, GROUPS_A_PAGE).get_page(request.GET.get("page"))
    _fill(page, plan, pairs, advisers=advisers, names=names)
    figures = plan.result.get("figures") or {}
    bars = load_bars(figures.get("loads") or ())
    context, done = _head(plan, actor), events_of(plan)
    return {
        **context,
        **changes_shown(plan),
        "gone": [called.get(code, code) for code in plan.without],
        "figures": figures,
        "km": context["head"].km,
        "fit_percent": context["head"].fit_percent,
        "covered_percent": 100 * figures["covered"] / figures["of"] if figures.get("of") else None,
        "proof": proof_sentence(plan),
        "page": page,
        "words": words,
        "show": show,
        "bars": bars,
        "most": max((bar.count for bar in bars), default=0),
        "uncovered": uncovered_rows(plan, names, with_conflicts=context["keeps"]),
        "conflicted": conflicted_with_all(problem) if context["keeps"] else [],
        "ways_out": ways_out(plan.result.get("ways_out") or (), names=names, liaisons=called),
        "changes": len(plan.result.get("changes") or ()),
        "history": done,
        "remarks": list(remarks_on(plan, by=actor)),
        "weights": [(name, step_words(plan.weights.get(aim, 0))) for aim, (name, _about) in AIMS.items()],
        "fault": fault_of(plan),
        "can_undo": context["keeps"] and plan.is_changeable and _is_undoable(plan, done),
        "units": {pair.company: Words(pair.name, pair.name_en) for pair in pairs},
        "takes_remarks": takes_remarks(plan),
    }


def _fill(
    page: Page[Any],
    plan: PairingPlan,
    pairs: Sequence[ListedPair],
    *,
    advisers: Mapping[str, Adviser],
    names: Mapping[str, str],
) -> None:
    """Put in the place of liaisons and numbers of pairs on a page what is shown of them; one query."""
    rows = rows_of(plan).filter(pk__in=[number for _supply, numbers in page for number in numbers])
    before = {
        company: "、".join(advisers[code].name if code in advisers else code for code in codes)
        for company, codes in before_of(plan).items()
    }
    loads = Counter(pair.liaison for pair in pairs)
    supplies = [supply for supply, _numbers in page]
    page.object_list = groups_of(rows, supplies, advisers, loads=loads, names=names, before=before)


def _is_undoable(plan: PairingPlan, done: Sequence[Done]) -> bool:
    """Say whether a change by hand can be taken back; no query where none was made."""
    return any(each.verb in BY_HAND for each in done) and last_by_hand(plan) is not None


def advisers_of(supplies: Sequence[Supply], plan: PairingPlan) -> dict[str, Adviser]:
    """Return the liaisons of a plan and those it parts from, by code; one query."""
    codes = {each.code for each in supplies} | {code for found in before_of(plan).values() for code in found}
    return advisers_by_code(codes)


def uncovered_rows(
    plan: PairingPlan, names: Mapping[str, str], *, with_conflicts: bool, most: int = MOST_UNCOVERED
) -> list[dict[str, Any]]:
    """Return the seats that nobody takes with company and reason, at most so many; one query where there are any."""
    stored = list(plan.result.get("uncovered") or ())
    shown = stored[:most]
    if not shown:
        return []
    by_code = companies_by_code(each["company"] for each in shown)
    return [
        {
            "company": by_code.get(each["company"]),
            "code": each["company"],
            "seat": each["seat"],
            "skill": names.get(each.get("skill", ""), each.get("skill", "")),
            "needs": [names.get(code, code) for code in getattr(by_code.get(each["company"]), "needs", ())],
            "why": why_nobody(each, with_conflicts=with_conflicts),
        }
        for each in shown
    ]


@reader_page
@require_safe
@gzip_page
def plan_map(request: Request, number: int) -> HttpResponse:
    """Return the pairs as lines and points for the map; those of one liaison with `?liaison=`. Three queries."""
    rows = mapped_pairs(opened(request, number), request.GET.get("liaison", "")[:40])
    return HttpResponse(pairs_geojson(list(rows), get_language() or ""), content_type="application/geo+json")
