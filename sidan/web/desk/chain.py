# SPDX-License-Identifier: Apache-2.0
"""An order's chain of steps, checked while one waits and said in words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.orders.moves import declared_move
from sidan.orders.queries import chain_of, find_order
from sidan.orders.registry import programme_of
from sidan.orders.verify import fault_in
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


@desk_page
@require_safe
def chain(request: Request, number: str) -> HttpResponse:
    """Show whether every step of an order is still as it was written, and each digest over the one before."""
    found = find_order(number, seen_by=actor_for(request))
    programme, fault = programme_of(found), fault_in(found)
    context = {
        "order": found,
        "fault": fault,
        "links": [{"step": step, "name": declared_move(programme, step.move).name} for step in chain_of(found)],
    }
    return render(request, "desk/chain.html", context)
