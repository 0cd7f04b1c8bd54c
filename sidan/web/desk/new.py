# SPDX-License-Identifier: Apache-2.0
"""Everything one may open: by a post of one's own, or down for a resident; each programme with its own form."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sidan.orders import registry
from sidan.orders.declare import Programme
from sidan.orders.openings import opens_by_post, takes_down
from sidan.orders.platforms import offered
from sidan.people.actors import Actor
from sidan.web.desk import opening, taking
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


@dataclass(frozen=True)
class Offer:
    """A programme on the list; `is_for_resident` when the order is taken down for somebody else."""

    programme: Programme
    is_for_resident: bool


@desk_page
@require_safe
def new(request: Request) -> HttpResponse:
    """List what the reader may open, with what residents open by themselves. No query of its own."""
    actor = actor_for(request)
    offers = offers_for(actor)
    listed = {offer.programme.code for offer in offers}
    context = {
        "for_residents": [offer.programme for offer in offers if offer.is_for_resident],
        "own": [offer.programme for offer in offers if not offer.is_for_resident],
        "as_anybody": [each for each in offered(actor.county) if each.public and each.code not in listed],
    }
    return render(request, "desk/new.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_in(request: Request, programme: str) -> HttpResponse:
    """Show the form of one programme, or open the order that was sent."""
    actor = actor_for(request)
    offer = _require_offer(actor, programme)
    if offer.is_for_resident:
        return taking.take(request, actor, offer.programme)
    return opening.open_order(request, actor, offer.programme)


@desk_page
@require_POST
def tree(request: Request, programme: str) -> HttpResponse:
    """Return the next step of the tree of areas."""
    actor = actor_for(request)
    offer = _require_offer(actor, programme)
    form = taking.TakingForm if offer.is_for_resident else opening.OpeningForm
    return render(request, "desk/_tree.html", {"form": form(actor, programme=offer.programme, data=request.POST)})


def offers_for(actor: Actor) -> list[Offer]:
    """Return what the actor may open at the desk, in the order of menus. No query."""
    return [offer for programme in offered(actor.county) if (offer := _offer(actor, programme)) is not None]


def _offer(actor: Actor, programme: Programme) -> Offer | None:
    """Return how the actor opens orders of a programme: by a post of their own before taking one down."""
    if opens_by_post(actor, programme):
        return Offer(programme, is_for_resident=False)
    return Offer(programme, is_for_resident=True) if takes_down(actor, programme) else None


def _require_offer(actor: Actor, code: str) -> Offer:
    """Return how the actor opens orders of that programme; refuse whoever does not. NotFound for an unknown code."""
    offer = _offer(actor, registry.current(code))
    if offer is None:
        raise PermissionDenied
    return offer
