# SPDX-License-Identifier: Apache-2.0
"""The table of a round, class by class: ranges of ranks, tiers, totals with intervals; who is unranked stands apart."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.evaluation.in_words import in_words
from sidan.evaluation.reading import ClassCount, class_counts, objections_to, rounds_like, scores_of
from sidan.evaluation.rechecking import wrong_share
from sidan.evaluation.round_rows import Round, Score
from sidan.web.htmx import Request
from sidan.web.results.access import round_for, show
from sidan.web.results.maps import has_map
from sidan.web.results.published import excluded, forms_counted, grounds_of
from sidan.web.results.reckoning import weights_of
from sidan.web.results.telling import axis_of, rows_of
from sidan.web.results.words import objection_url
from sidan.web.round_words import Head, class_name, head_of, tier_colour

PAGE = 50
LONGEST_SEARCH = 60


@require_safe
def table(request: Request, pk: int) -> HttpResponse:
    """Show one class of a round, fifty subjects at a time; eight queries, fewer beyond the first page."""
    found = round_for(request, pk)
    head, counts = head_of(found), class_counts(found)
    chosen = _chosen(request, head, counts)
    shows_unranked = request.GET.get("show") == "unranked"
    text, page = request.GET.get("q", "").strip()[:LONGEST_SEARCH], _page(request)
    scores = scores_of(found, class_code=chosen, is_ranked=not shows_unranked, text=text)
    taken = list(scores[(page - 1) * PAGE : page * PAGE + 1])
    rows = rows_of(found, head.ranking, taken[:PAGE])
    context = {
        "head": head,
        "classes": [(code, class_name(head.ranking, code), counts[code]) for code in _ordered(head, counts)],
        "chosen": chosen,
        "chosen_name": class_name(head.ranking, chosen),
        "count": counts.get(chosen, ClassCount()),
        "totals": ClassCount(sum(c.ranked for c in counts.values()), sum(c.unranked for c in counts.values())),
        "rows": rows,
        "axis": rows[0].axis if rows else axis_of(()),
        "shows_unranked": shows_unranked,
        "text": text,
        "earlier": _with_page(request, page - 1) if page > 1 else "",
        "later": _with_page(request, page + 1) if len(taken) > PAGE else "",
        **_beside(found, head, chosen, shown=taken, is_first=page == 1 and not shows_unranked and not text),
    }
    return show(request, "results/round.html", **context)


def _beside(found: Round, head: Head, chosen: str, *, shown: list[Score], is_first: bool) -> dict[str, object]:
    """Return what stands around the table; those without a rank stand on the first page."""
    unranked = list(scores_of(found, class_code=chosen, is_ranked=False)[:PAGE]) if is_first else []
    return {
        "unranked": rows_of(found, head.ranking, unranked),
        "weights": weights_of(head.ranking),
        "tiers": [(tier, tier_colour(head.ranking, tier.code)) for tier in head.ranking.tiers],
        "in_words": in_words(head.ranking, language=get_language() or ""),
        "rechecked": wrong_share(found),
        "objections": objections_to(found),
        "excluded": excluded(found),
        "grounds": grounds_of(found),
        "forms": forms_counted(found),
        "others": [head_of(each) for each in rounds_like(found) if each.pk != found.pk],
        "trials": (found.sensitivity or {}).get("trials"),
        "object_url": objection_url(head, ""),
        "map_url": f"{reverse('results:map', args=[found.pk])}?class={chosen}" if has_map(shown) else "",
    }


def _ordered(head: Head, counts: Mapping[str, ClassCount]) -> list[str]:
    """Return the classes that have anybody, as the file orders them; those in none come last."""
    known = [each.code for each in head.ranking.classes if each.code in counts]
    return known + sorted((code for code in counts if code not in known), key=lambda code: (not code, code))


def _chosen(request: Request, head: Head, counts: Mapping[str, ClassCount]) -> str:
    """Return the class asked for, the first without any; NotFound for one that is not there."""
    ordered = _ordered(head, counts)
    asked = request.GET.get("class")
    if asked is None:
        return ordered[0] if ordered else ""
    if asked not in counts:
        raise NotFound("There is nothing here.")
    return asked


def _page(request: Request) -> int:
    """Return which page is asked for, the first where that is no number."""
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) <= len("9999") else 1


def _with_page(request: Request, page: int) -> str:
    """Return this page's address with another page of it."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
