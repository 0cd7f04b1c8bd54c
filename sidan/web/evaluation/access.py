# SPDX-License-Identifier: Apache-2.0
"""Who may enter the pages of evaluation: evaluators, who oversees them, and staff of whatever is compared."""

from sidan.evaluation.authority import areas_evaluated, areas_seen
from sidan.evaluation.listing import find_round_for, is_concerned
from sidan.evaluation.round_rows import Round
from sidan.web.guarding import P, View, guarded_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


def staff_page(view: View[P]) -> View[P]:
    """Open a page to everybody who has to do with rounds; which rounds, the page itself asks."""
    return guarded_page(view, is_concerned)


def evaluator_page(view: View[P]) -> View[P]:
    """Open a page to those who run rounds somewhere."""
    return guarded_page(view, lambda actor: bool(areas_evaluated(actor)))


def revisitor_page(view: View[P]) -> View[P]:
    """Open a page to those who ask residents again somewhere, and to those who run or oversee rounds."""
    return guarded_page(view, lambda actor: actor.holds("revisitor") or bool(areas_seen(actor)))


def round_for(request: Request, pk: int) -> Round:
    """Return a round the visitor has to do with; NotFound for any other."""
    return find_round_for(pk, by=actor_for(request))
