# SPDX-License-Identifier: Apache-2.0
"""The page of an order: what is known of it, what happened, and what may be done with it now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from sidan.base.errors import NotFound, Refused, Words
from sidan.dispatch.dangers import Heard
from sidan.dispatch.duplicates_merge import duplicate_field, merging_move
from sidan.dispatch.hints import heard_in
from sidan.dispatch.suggest import Known, Suggestion, suggest
from sidan.matching.expert_panel import Panel, panel_of
from sidan.orders.allowed import hindrances, moves_for
from sidan.orders.channels import channel_name
from sidan.orders.declare import Move
from sidan.orders.facts import asks_text, facts_of, has_matter, participants_of, title_of
from sidan.orders.fund_queries import funds_of
from sidan.orders.models import Order, Step
from sidan.orders.opinions import may_convene
from sidan.orders.originals import may_ask_original, originals_of, reveal_original, veil_of
from sidan.orders.outcomes import OUTCOMES
from sidan.orders.queries import (
    find_order,
    find_order_to_move,
    may_see_contact,
    photos_of,
    require_contact,
    shares_of,
    steps_of,
    ties_of,
    watch,
)
from sidan.orders.redrawn import changes_of
from sidan.orders.registry import programme_of, stage_of
from sidan.orders.sharing import Sight, agreed_part, digest_of_agreed, is_signed_outside, shared_fields, sight_of
from sidan.orders.urgency import dangers_of, lower_urgency, may_lower
from sidan.orders.visibility import may_see
from sidan.people import contacts
from sidan.people.actors import Actor
from sidan.places.names import name_of, path_text
from sidan.web.desk.access import desk_page
from sidan.web.desk.meeting_rows import meeting_view, registers_among
from sidan.web.desk.rows import holder_words, is_late, path_words, place_words, seen_due
from sidan.web.desk.timeline import events_of, names_in, picture
from sidan.web.desk.turns import asks_for_both, filled_in, grouped, open_form, turns_of_others
from sidan.web.desk.twins import may_see_twins
from sidan.web.errors import said
from sidan.web.htmx import Request, render_part
from sidan.web.moving import MoveForm, attempt, move_forms, sent_form
from sidan.web.offering import Offered
from sidan.web.visitor import actor_for

PAGE, PART = "desk/order.html", "order"
INBOX = "desk:inbox"


@desk_page
@require_safe
def order(request: Request, number: str) -> HttpResponse:
    """Show an order; `?move=` opens the form of one of the moves, with the order of `?into=` to merge it into."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    asked, into = request.GET.get("move", ""), request.GET.get("into", "")[:40]
    return render_part(request, PAGE, PART, **_context(found, actor, asked=asked, into=into))


@desk_page
@require_POST
def move(request: Request, number: str) -> HttpResponse:
    """Make a move and show the order as it stands now; a refusal or a stale page keeps everything that was written."""
    actor = actor_for(request)
    found = find_order_to_move(number, seen_by=actor)
    form = sent_form(found, data=request.POST, files=request.FILES, offered=Offered(found.county))
    step = attempt(form, by=actor)
    if step is None:
        # Somebody may have been faster: the page shows the order as it is now.
        context = _context(find_order(number, seen_by=actor), actor, failed=form)
        return render_part(request, PAGE, PART, status=422, **context)
    done = gettext("Done: %(move)s.") % {"move": form.move.name.in_language(get_language() or "")}
    if not may_see(actor, step.order):
        return _gone_out_of_sight(request, done)
    if request.htmx:
        return render_part(request, PAGE, PART, done=done, **_context(find_order(number, seen_by=actor), actor))
    messages.success(request, done)
    return redirect("desk:crew") if request.POST.get("then") == "crew" else redirect("desk:order", found.number)


def _gone_out_of_sight(request: Request, done: str) -> HttpResponse:
    """Lead back to the inbox when the move took the order out of sight, as naming one's own unit complained of does."""
    messages.success(request, done)
    inbox = redirect(INBOX)
    return HttpResponseClientRedirect(inbox.url) if request.htmx else inbox


@desk_page
@require_POST
def keep_watch(request: Request, number: str) -> HttpResponse:
    """Put an order on one's own list of watched ones, or take it off."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    watch(found, by=actor, on=request.POST.get("watch") == "on")
    return redirect("desk:order", found.number)


@desk_page
@require_POST
def contact(request: Request, number: str) -> HttpResponse:
    """Show the reporter's contact to somebody whose work needs it, for a reason that is recorded."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    context: dict[str, Any] = {"order": found, "may_see_contact": may_see_contact(actor, found)}
    status, reason = 200, request.POST.get("reason", "")
    try:
        sealed = require_contact(found, by=actor)
        context["details"] = contacts.reveal(sealed, by=actor, subject=found.subject, reason=reason)
    except NotFound:
        raise
    except Refused as refused:
        context |= {"contact_fault": said(refused), "reason": reason}
        status = 422
    if request.htmx:
        return render(request, "desk/_contact.html", context, status=status)
    return render(request, PAGE, _context(found, actor) | context, status=status)


@desk_page
@require_POST
def original(request: Request, number: str) -> HttpResponse:
    """Show what is covered on the page to somebody who works on the order, for a reason that is recorded."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    context, status, reason = _facts(found, actor), 200, request.POST.get("reason", "")
    try:
        reveal_original(found, by=actor, reason=reason)
        context["originals"] = _originals(found, actor)
    except NotFound:
        raise
    except Refused as refused:
        context |= {"original_fault": said(refused), "original_reason": reason}
        status = 422
    if request.htmx:
        return render(request, "desk/_original.html", context, status=status)
    return render(request, PAGE, _context(found, actor) | context, status=status)


def _originals(found: Order, actor: Actor) -> list[tuple[Words, str]]:
    """Return what the page covers, as it was written, as far as the actor sees into the order. Two queries."""
    steps, veil = steps_of(found), veil_of(actor, found, language=get_language() or "")
    steps = sight_of(actor, found, shares=shares_of(found)).steps(steps)
    return originals_of(found, steps, veil.steps(found, steps), place=veil.text(found.place_text))


@desk_page
@require_POST
def lower(request: Request, number: str) -> HttpResponse:
    """Take the mark of danger off an order, for a reason that is recorded."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    reason = request.POST.get("reason", "")
    try:
        lower_urgency(found, by=actor, reason=reason)
    except Refused as refused:
        context = _context(found, actor) | {"alarm_fault": said(refused), "alarm_reason": reason}
        return render(request, PAGE, context, status=422)
    messages.success(request, gettext("The mark of danger was taken off; why is recorded."))
    return redirect("desk:order", found.number)


@desk_page
@require_safe
def paper(request: Request, number: str) -> HttpResponse:
    """Show an order on paper: facts, photos and every step, without contacts; with the digest of what is agreed."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    digest = digest_of_agreed(agreed_part(found)) if shared_fields(programme_of(found)) else ""
    return render(request, "desk/order_print.html", _facts(found, actor) | {"digest": digest})


def order_page(request: Request, found: Order, actor: Actor, *, experts: Panel | None) -> HttpResponse:
    """Show an order after a refusal of what its panel of experts sent."""
    return render(request, PAGE, _context(found, actor) | {"experts": experts}, status=422)


def _context(
    found: Order, actor: Actor, *, failed: MoveForm | None = None, asked: str = "", into: str = ""
) -> dict[str, Any]:
    """Return what the page shows; eleven queries with those of the session, the order's own and the bell's."""
    moves = moves_for(actor, found)
    experts = panel_of(found, actor, moves)
    moves = [move for move in moves if experts is None or move.code not in experts.covers]
    offered = Offered(found.county)
    suggestion = _suggestion(found, moves, offered)
    initial = filled_in(moves, found, suggestion, offered=offered) if suggestion else {}
    merging = merging_move(actor, found) if into else None
    if merging is not None:
        initial = {**initial, merging.code: {duplicate_field(found, merging): into}}
    hindered = hindrances(found, moves, actor)
    forms = move_forms(found, moves, offered=offered, failed=failed, initial=initial, hindered=hindered)
    is_lost = failed is not None and failed not in forms
    return _facts(found, actor) | {
        "experts": experts,
        "groups": grouped(forms),
        "open": open_form(forms, asked=asked),
        "misplaced": failed if is_lost else None,
        "suggestion": suggestion,
        "others": turns_of_others(actor, found),
        "may_see_twins": may_see_twins(actor, found),
        "may_see_contact": may_see_contact(actor, found),
    }


def _facts(found: Order, actor: Actor) -> dict[str, Any]:
    """Return what is known of an order and what happened to it, as far as the actor sees into it.

    Four queries, one more for people with a part and for an order whose grid was redrawn.
    """
    steps, shares, photos = steps_of(found), shares_of(found), photos_of(found)
    sight, veil = sight_of(actor, found, shares=shares), veil_of(actor, found, language=get_language() or "")
    steps, shares, photos = sight.steps(steps), sight.shares(shares), sight.photos(photos, steps)
    alarms = _alarms(found, steps)
    found, steps, shares = veil.order(found), veil.steps(found, steps), veil.shares(shares)
    programme, names = programme_of(found), names_in(found, steps=steps, shares=shares)
    events = events_of(found, steps=steps, names=names, photos=photos)
    return {
        "is_party_only": sight.is_party_only,
        "sees_opening": sight.sees_opening,
        "alarms": alarms,
        "may_lower": may_lower(actor, found),
        "hidden": list(veil.hidden),
        "may_ask_original": may_ask_original(actor, found),
        "is_shared": is_signed_outside(programme),
        "order": found,
        "programme": programme,
        "stage": stage_of(found),
        "is_late": is_late(found),
        "due": seen_due(found),
        "who": holder_words(found),
        "place": place_words(found) if sight.sees_opening else path_words(found),
        "path": path_text(found.area_code, language=get_language() or "", below=found.area_code[:4]),
        "via": channel_name(found.via),
        "outcome": OUTCOMES.get(found.outcome),
        "headline": "" if found.text or asks_text(found) else _headline(found, sight),
        "has_matter": has_matter(found),
        "kept": facts_of(found, names=names, only=sight.shared if sight.is_party_only else None),
        "participants": [] if sight.is_party_only else participants_of(found),
        "events": events,
        "area_changes": [(name_of(each.source), name_of(each.target), each.on) for each in changes_of(found)],
        "shares": shares,
        "photos": [picture(photo, programme.fields[photo.field].label) for photo in photos if photo.seq == 1],
        "ties": ties_of(found, seen_by=actor),
        "funds": None if sight.is_party_only else funds_of(found),
        "meeting": None if sight.is_party_only else meeting_view(found),
        "registers": registers_among(found, events),
        "may_convene": may_convene(found, actor),
    }


def _alarms(found: Order, steps: list[Step]) -> list[Heard]:
    """Return the dangers heard in an order that nobody has taken back, with the words that told of them. No query."""
    marked = dangers_of(found)
    if not marked:
        return []
    said = "\n".join(str(value) for step in steps for value in step.answers.values() if isinstance(value, str))
    return [heard for heard in heard_in(said) if heard.danger.code in marked]


def _headline(found: Order, sight: Sight) -> Words:
    """Return a title for an order without a text; a party reads the name of the programme alone."""
    return programme_of(found).name if sight.is_party_only else title_of(found)


def _suggestion(found: Order, moves: list[Move], offered: Offered) -> Suggestion | None:
    """Return what the order's words and place suggest, from the rows the forms read anyway; None where nobody asks."""
    if not asks_for_both(moves, found):
        return None
    matters = {row.matter.code: row.matter for row in offered.condition_rows}
    return suggest(found, known=Known(matters, offered.unit_rows))
