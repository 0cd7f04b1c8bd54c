# SPDX-License-Identifier: Apache-2.0
"""Help with an answer before it is sent: what it still lacks, and what was answered to orders like this one.

It advises and never stands in the way of sending; nothing of it is kept, and nobody is measured by it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from sidan.base.errors import NotFound
from sidan.dispatch.rarities import rarity_in
from sidan.dispatch.reply import Hint, Look, look_over
from sidan.dispatch.reply_fields import asked_in, reply_fields
from sidan.dispatch.similar import similar_answers
from sidan.orders.allowed import moves_for
from sidan.orders.declare import Move
from sidan.orders.models import Order, Step
from sidan.orders.originals import veil_of
from sidan.orders.queries import find_order, steps_of
from sidan.orders.registry import programme_of
from sidan.orders.sharing import sees_words
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request, render_part
from sidan.web.moving import MoveForm
from sidan.web.offering import Offered
from sidan.web.visitor import actor_for

PAGE = "desk/answer.html"
LONGEST_LOOKED_AT = 6000


@dataclass(frozen=True)
class Tick:
    """One of the four things an answer says, and whether it does."""

    label: str
    is_said: bool


@dataclass(frozen=True)
class Advice:
    """A hint in the language of the page, and the place in the answer that it is about."""

    hint: Hint
    text: str


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, number: str, move: str) -> HttpResponse:
    """Look over what is written so far, or show the form; `?from=` begins it with the answer to a similar order."""
    actor = actor_for(request)
    found, declared, fields = _found(actor, number, move)
    sent = request.POST if request.method == "POST" else None
    field = fields[0] if sent is None or sent.get("field") not in fields else str(sent.get("field"))
    context: dict[str, Any] = {"order": found, "move": declared, "field_name": f"{declared.code}-{field}"}
    if sent is not None:
        context |= _looked_over(found, actor, _written(sent.get(f"{declared.code}-{field}", "")))
        if request.htmx:
            return render_part(request, PAGE, "look", **context)
    similar = similar_answers(found, seen_by=actor)
    start = next((each.text for each in similar.answers if each.number == request.GET.get("from")), "")
    offered = Offered(found.county)
    files = request.FILES if sent is not None else None
    form = MoveForm(found, declared, offered=offered, data=sent, files=files, initial={field: start})
    if sent is not None:
        form.answers  # noqa: B018  reading them keeps new photos as drafts
    context |= {"form": form, "similar": similar, "asked": _asked(found, actor, steps_of(found)), "is_page": True}
    return render_part(request, PAGE, "look", **context)


@desk_page
@require_safe
def similar(request: Request, number: str, move: str) -> HttpResponse:
    """Show what was answered to solved orders like this one."""
    actor = actor_for(request)
    found, declared, fields = _found(actor, number, move)
    context: dict[str, Any] = {
        "order": found,
        "move": declared,
        "field_name": f"{declared.code}-{fields[0]}",
        "similar": similar_answers(found, seen_by=actor),
    }
    return render_part(request, "desk/similar.html", "similar", **context)


def _found(actor: Actor, number: str, code: str) -> tuple[Order, Move, tuple[str, ...]]:
    """Return the order, the move and its replies; NotFound when there is none that the actor may write now."""
    found = find_order(number, seen_by=actor)
    for move in moves_for(actor, found):
        fields = reply_fields(programme_of(found), move)
        if move.code == code and fields:
            return found, move, fields
    raise NotFound("This order is not yours to answer now.")


def _looked_over(found: Order, actor: Actor, written: str) -> dict[str, Any]:
    """Return what a look at the answer found. One query, and one more an hour."""
    language, steps = get_language() or "", steps_of(found)
    look = look_over(
        _asked(found, actor, steps), written, rarity=rarity_in(found.county), original=asked_in(found, steps)
    )
    hints = [Advice(hint, hint.words.in_language(language)) for hint in look.hints]
    return {"look": look, "hints": hints, "ticks": _ticks(look), "is_empty": not written.strip()}


def _asked(found: Order, actor: Actor, steps: list[Step]) -> str:
    """Return what was asked as the actor reads it: private words covered, and nothing for a party. No query."""
    if not sees_words(actor, found):
        return ""
    veil = veil_of(actor, found, language=get_language() or "")
    return asked_in(veil.order(found), veil.steps(found, steps))


def _written(sent: str) -> str:
    """Return a text as the browser counts its characters: a form sends the ends of lines as two."""
    return sent.replace("\r\n", "\n")[:LONGEST_LOOKED_AT]


def _ticks(look: Look) -> list[Tick]:
    """Return the four things an answer should say, each with whether it does."""
    return [
        Tick(gettext("what was done"), look.says_what),
        Tick(gettext("when"), look.says_when),
        Tick(gettext("on what ground"), look.gives_basis),
        Tick(gettext("whom to ask"), look.says_who),
    ]
