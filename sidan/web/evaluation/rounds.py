# SPDX-License-Identifier: Apache-2.0
"""The first page of evaluation: the rounds somebody has to do with, and what is to be done next in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.evaluation.authority import TO_UNITS, areas_evaluated, may_evaluate, reads
from sidan.evaluation.listing import areas_with_rounds, rounds_for
from sidan.evaluation.round_rows import Round
from sidan.people.actors import Actor
from sidan.web.evaluation.access import staff_page
from sidan.web.htmx import Request
from sidan.web.round_words import Head, head_of
from sidan.web.visitor import actor_for

# What is under way comes first, in the order in which it waits for somebody.
GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("under_way", _("Under way"), ("open", "computed", "checking")),
    ("published", _("Published, open to objections"), ("published",)),
    ("settled", _("Settled"), ("settled",)),
    ("cancelled", _("Cancelled"), ("cancelled",)),
)
NEXT_FOR_EVALUATORS: Mapping[str, str | Promise] = {
    "open": _("Next: compute it."),
    "computed": _("Next: look at the result, then let the units check their figures."),
    "checking": _("The units are checking. Next: publish it."),
    "published": _("Objections are heard. Next: settle it when all have ended."),
}
NEXT_FOR_UNITS: Mapping[str, str | Promise] = {
    "checking": _("Please check your figures before they are published."),
    "published": _("Published. You may object while objections are taken."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A round in the list, with what the reader is to do next, empty for nothing."""

    head: Head
    next: str | Promise


@staff_page
@require_safe
def rounds(request: Request) -> HttpResponse:
    """List the rounds of the visitor's areas and those in which their unit is compared; one query of its own."""
    actor = actor_for(request)
    found = rounds_for(actor)
    context = {
        "groups": list(_groups(found, actor)),
        "may_open": bool(areas_with_rounds(actor)),
        "is_evaluator": bool(areas_evaluated(actor)),
        "adds": bool(areas_evaluated(actor) or actor.units("unit_head")),
    }
    return render(request, "evaluation/rounds.html", context)


def _groups(found: list[Round], actor: Actor) -> Iterator[tuple[str, str | Promise, list[Row]]]:
    """Yield code, name and rows of each group that has any."""
    for code, name, states in GROUPS:
        rows = [Row(head_of(each), next_words(each, actor)) for each in found if each.state in states]
        if rows:
            yield code, name, rows


def next_words(found: Round, actor: Actor) -> str | Promise:
    """Return what the actor is to do next in a round, empty for nothing."""
    if may_evaluate(actor, found.area_code):
        return NEXT_FOR_EVALUATORS.get(found.state, "")
    return "" if reads(actor, found) or found.state not in TO_UNITS else NEXT_FOR_UNITS.get(found.state, "")
