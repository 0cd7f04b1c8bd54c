# SPDX-License-Identifier: Apache-2.0
"""The convener's page of a meeting: who came, slips to print, papers, the count; and what is printed of it.

Names of members are for the convener of the place alone. Whoever else sees the order reads its result there.
"""

import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.base.numbers import grouped
from sidan.orders import ballots, opinions
from sidan.orders.bodies import PAPER_CHOICES, Meeting
from sidan.orders.majority import square_metres
from sidan.orders.models import Order
from sidan.orders.queries import find_order, shares_of, steps_of
from sidan.orders.registry import programme_of
from sidan.orders.sharing import sight_of
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.desk.meeting_rows import CHOICE_NAMES, MeetingView, seat_rows
from sidan.web.desk.timeline import Answer, Event, events_of, names_in
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

_NO_MEETING = "No meeting about this order is called."


@desk_page
@require_safe
def meeting(request: Request, number: str) -> HttpResponse:
    """Show the meeting about an order to the convener of its place."""
    order, found, _ = _convened(request, number)
    seats = opinions.seats_of(found)
    context = {
        "order": order,
        "meeting": MeetingView(found),
        "rows": seat_rows(seats),
        "present": sum(seat.is_present for seat in seats),
        "voted": sum(seat.has_voted for seat in seats),
        "papers": sum(seat.is_on_paper for seat in seats),
        "papers_area": square_metres(sum(seat.area_dm2 for seat in seats if seat.is_on_paper)),
        "choices": list(CHOICE_NAMES.items()),
    }
    return render(request, "desk/meeting.html", context)


@desk_page
@require_POST
def attendance(request: Request, number: str) -> HttpResponse:
    """Note who came."""
    _, found, actor = _convened(request, number)
    count = opinions.record_attendance(found, _ids(request, "present"), by=actor)
    return _back(request, number, gettext("Present: %(count)d.") % {"count": count})


@desk_page
@require_POST
def vouchers(request: Request, number: str) -> HttpResponse:
    """Give out new codes and show the slips once, ready to print; `seat` gives some seats alone a new one."""
    order, found, actor = _convened(request, number)
    chosen = _ids(request, "seat")
    slips = [
        {"seat": seat, "code": grouped(code), "qr": _qr(code)}
        for seat, code in ballots.issue_vouchers(found, by=actor, seats=chosen or None)
    ]
    return render(request, "desk/vouchers.html", {"order": order, "meeting": MeetingView(found), "slips": slips})


@desk_page
@require_POST
def papers(request: Request, number: str) -> HttpResponse:
    """Record papers: with their choices in an open ballot, only who handed one in in a secret one."""
    _, found, actor = _convened(request, number)
    if found.is_secret:
        count = ballots.receive_papers(found, _ids(request, "seat"), by=actor)
    else:
        given = {key.removeprefix("choice-"): request.POST[key] for key in request.POST if key.startswith("choice-")}
        chosen = {int(seat): str(choice) for seat, choice in given.items() if choice and _is_id(seat)}
        count = ballots.record_paper(found, chosen, by=actor)
    return _back(request, number, gettext("Papers recorded: %(count)d.") % {"count": count})


@desk_page
@require_POST
def count(request: Request, number: str) -> HttpResponse:
    """Keep what the papers of a secret ballot say together."""
    _, found, actor = _convened(request, number)
    counts = {
        choice: (_whole(request.POST.get(f"heads-{choice}", "")), _dm2(request.POST.get(f"area-{choice}", "")))
        for choice in PAPER_CHOICES
    }
    ballots.count_papers(found, counts, by=actor)
    return _back(request, number, gettext("The papers were counted."))


@desk_page
@require_safe
def notice(request: Request, number: str) -> HttpResponse:
    """Show the notice of a meeting on paper."""
    order, found, actor = _convened(request, number)
    context = {"order": order, "meeting": MeetingView(found), "answers": _last_answers(order, "body", actor)}
    return render(request, "desk/notice.html", context)


@desk_page
@require_safe
def minutes(request: Request, number: str) -> HttpResponse:
    """Show the minutes on paper: who came, what was voted in numbers, and what was written down."""
    order, found, actor = _convened(request, number)
    events = [event for event in _events(order, actor) if event.seq == found.minutes_seq]
    context = {
        "order": order,
        "meeting": MeetingView(found),
        "rows": [row for row in seat_rows(opinions.seats_of(found)) if row.seat.is_present or row.seat.has_voted],
        "answers": events[0].answers if events else (),
    }
    return render(request, "desk/minutes.html", context)


@desk_page
@require_safe
def register(request: Request, number: str, seq: int) -> HttpResponse:
    """Show one step as a register on a page of its own: what was answered, the motive asked once, and signatures."""
    actor = actor_for(request)
    order = find_order(number, seen_by=actor)
    event = next((each for each in _events(order, actor) if each.seq == seq), None)
    if event is None:
        raise NotFound("There is no such step.")
    programme = programme_of(order)
    answered = {answer.label for answer in event.answers}
    # A party of equal rank reads of what was kept only what is shared.
    sight = sight_of(actor, order, shares=shares_of(order))
    kept = [
        (field.label, choice.label)
        for code, field in programme.fields.items()
        if field.keep and field.label not in answered and (field.shared or not sight.is_party_only)
        for choice in field.choices
        if order.facts.get(code) == choice.code
    ]
    return render(request, "desk/register.html", {"order": order, "event": event, "kept": kept, "programme": programme})


def _convened(request: Request, number: str) -> tuple[Order, Meeting, Actor]:
    """Return the order, its latest meeting and the actor; NotFound for everybody but the convener of the place."""
    actor = actor_for(request)
    order = find_order(number, seen_by=actor)
    found = opinions.meeting_of(order) if opinions.may_convene(order, actor) else None
    if found is None:
        raise NotFound(_NO_MEETING)
    return order, found, actor


def _back(request: Request, number: str, done: str) -> HttpResponse:
    """Lead back to the meeting and say what was done."""
    messages.success(request, done)
    return redirect("desk:meeting", number)


def _events(order: Order, actor: Actor) -> list[Event]:
    """Return the steps of an order as events, the latest first, as far as the actor sees into them.

    Three queries and those of names.
    """
    shares = shares_of(order)
    steps = sight_of(actor, order, shares=shares).steps(steps_of(order))
    return list(events_of(order, steps=steps, names=names_in(order, steps=steps, shares=shares), photos=()))


def _last_answers(order: Order, kind: str, actor: Actor) -> Sequence[Answer]:
    """Return the answers of the latest step that answered a field of that type."""
    events = _events(order, actor)
    return next((each.answers for each in events if any(answer.type == kind for answer in each.answers)), ())


def _qr(code: str) -> SafeString:
    """Return the address of a ballot as a drawing."""
    drawn = io.BytesIO()
    address = f"{settings.SITE_URL}{reverse('public:ballot', args=[code])}"
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  drawn here from an address of ours


def _ids(request: Request, name: str) -> list[int]:
    """Return the seats that a form names."""
    return [int(each) for each in request.POST.getlist(name) if _is_id(each)]


def _is_id(text: str) -> bool:
    """Say whether a text is the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 15


def _whole(text: str) -> int:
    """Return a count; an empty box is none."""
    shown = text.strip() or "0"
    if not _is_id(shown):
        raise Refused("Write a whole number, such as 12.")
    return int(shown)


def _dm2(text: str) -> int:
    """Return square metres with at most two decimals as square decimetres; an empty box is none."""
    try:
        area = Decimal(text.strip().replace(",", "") or "0") * 100
    except InvalidOperation:
        raise Refused("Write an area in square metres, such as 89.57.") from None
    if not area.is_finite() or area != area.to_integral_value() or not 0 <= area < 10**12:
        raise Refused("Write an area in square metres, such as 89.57.")
    return int(area)
