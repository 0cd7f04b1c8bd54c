# SPDX-License-Identifier: Apache-2.0
"""Meetings of bodies: called, opened, attended, ended, stated in exact numbers. `sidan.orders.ballots` casts.

Each verb locks the meeting, so that nobody votes while the result is stated.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q, Sum

from sidan.base.errors import NotFound, Refused
from sidan.orders.bodies import CHOICES, PAPER_CHOICES, Ballot, Body, BodyMember, Meeting, Seat, Tally
from sidan.orders.majority import Terms, Verdict, Weight, judge, weight_of
from sidan.orders.models import Order
from sidan.orders.roles import role_held
from sidan.people.actors import Actor
from sidan.people.audit import record

# Who runs meetings: the post over the order's area.
CONVENER = "convener"


def may_convene(order: Order, by: Actor) -> bool:
    """Say whether somebody runs the meetings of an order: its area's convener, if the order is not about their unit."""
    return role_held(by, order, among=(CONVENER,)) is not None


def living_members(body: Body, on: date) -> list[BodyMember]:
    """Return a body's members of a day, by name. One query."""
    living = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return list(BodyMember.objects.filter(living, body=body, from_on__lte=on).order_by("name", "household", "pk"))


def bodies_in(county: str) -> list[Body]:
    """Return the living bodies of a county, by area and name. One query."""
    living = Body.objects.filter(until_on__isnull=True, area__code__startswith=county)
    return list(living.select_related("area").order_by("area__code", "name"))


@transaction.atomic
def call_meeting(
    order: Order, body: Body, *, terms: Terms, held_on: date, question: str, is_secret: bool, at: datetime
) -> Meeting:
    """Call a body's meeting about an order and give each member a seat with the weight of this day.

    Refused while another meeting about the order is not closed, and when the body has no members.
    """
    if Meeting.objects.filter(order=order, closed_at__isnull=True).exists():
        raise Refused("A meeting about this order is called already; call it off first.")
    members = living_members(body, held_on)
    if not members:
        raise Refused("“%(body)s” has no members; bring in its list first.", body=body.name)
    meeting = Meeting.objects.create(
        order=order,
        body=body,
        terms=msgspec.to_builtins(terms),
        held_on=held_on,
        question=question,
        is_secret=is_secret,
        called_at=at,
    )
    Seat.objects.bulk_create(
        Seat(
            meeting=meeting,
            member=member,
            name=member.name,
            household=member.household,
            heads=member.heads,
            area_dm2=member.area_dm2,
        )
        for member in members
    )
    if is_secret:
        rows = [(False, choice) for choice in CHOICES] + [(True, choice) for choice in PAPER_CHOICES]
        Tally.objects.bulk_create(Tally(meeting=meeting, is_paper=paper, choice=choice) for paper, choice in rows)
    return meeting


def meeting_of(order: Order) -> Meeting | None:
    """Return the latest meeting about an order, or None. One query."""
    return Meeting.objects.filter(order=order).select_related("body", "body__area").order_by("-pk").first()


def current_meeting(order: Order) -> Meeting:
    """Return the meeting about an order that is not closed; Refused when there is none. One query."""
    meeting = Meeting.objects.filter(order=order, closed_at__isnull=True).select_related("body").first()
    if meeting is None:
        raise Refused("No meeting about this order is called.")
    return meeting


def locked(meeting_id: int) -> Meeting:
    """Return a meeting, locked until the transaction ends."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body", "order").filter(pk=meeting_id)
    found = meeting.first()
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


@transaction.atomic
def open_ballot(meeting: Meeting, *, last_on: date, at: datetime) -> None:
    """Take ballots from now on, to the end of the last day."""
    meeting = locked(meeting.pk)
    if meeting.opened_at is None:
        meeting.opened_at, meeting.last_on = at, last_on
        meeting.save(update_fields=["opened_at", "last_on"])


@transaction.atomic
def end_casting(meeting: Meeting, *, at: datetime) -> None:
    """Take no more ballots; what lies in the box is still counted."""
    meeting = locked(meeting.pk)
    if meeting.ended_at is None:
        meeting.ended_at = at
        meeting.save(update_fields=["ended_at"])


@transaction.atomic
def call_off(meeting: Meeting, *, at: datetime) -> None:
    """Close a meeting without a result."""
    meeting = locked(meeting.pk)
    meeting.ended_at = meeting.ended_at or at
    meeting.closed_at = at
    meeting.save(update_fields=["ended_at", "closed_at"])


@transaction.atomic
def close_ballot(meeting: Meeting, *, at: datetime) -> dict[str, Any]:
    """Close a meeting and return its result, which is kept with it and never computed anew."""
    meeting = locked(meeting.pk)
    require_papers_counted(meeting)
    meeting.ended_at = meeting.ended_at or at
    meeting.closed_at = at
    meeting.result = result_of(meeting)
    _fold_papers(meeting)
    meeting.save(update_fields=["ended_at", "closed_at", "result"])
    return dict(meeting.result)


@transaction.atomic
def record_attendance(meeting: Meeting, present: Collection[int], *, by: Actor) -> int:
    """Note which seats are taken, the others as empty, and return how many are; whoever has voted stays present."""
    meeting = locked(meeting.pk)
    require_convener(meeting, by)
    if meeting.closed_at is not None:
        raise Refused("The meeting is closed.")
    seats = Seat.objects.filter(meeting=meeting)
    seats.update(is_present=False)
    seats.filter(Q(pk__in=present) | Q(has_voted=True)).update(is_present=True)
    count = seats.filter(is_present=True).count()
    record(by, "meeting.attended", meeting.order.subject, meeting=meeting.pk, present=count)
    return count


def require_convener(meeting: Meeting, by: Actor) -> None:
    """Refuse anybody but the convener of the order's area."""
    if not may_convene(meeting.order, by):
        raise Refused("Only the convener of this area runs the meeting.")


def seats_of(meeting: Meeting) -> list[Seat]:
    """Return the seats in the order of the list, each with its open ballot if there is one. Two queries."""
    seats = Seat.objects.filter(meeting=meeting).order_by("name", "household", "pk")
    return list(seats.prefetch_related("ballot"))


def counts_of(meeting: Meeting) -> dict[str, dict[str, int]]:
    """Return heads and area of every choice: from the tallies of a secret ballot, or the rows of an open one."""
    found = {choice: {"heads": 0, "area": 0} for choice in PAPER_CHOICES}
    rows: Iterable[Any]
    if meeting.is_secret:
        rows = Tally.objects.filter(meeting=meeting).values_list("choice").annotate(Sum("heads"), Sum("area_dm2"))
    else:
        ballots = Ballot.objects.filter(seat__meeting=meeting)
        rows = ballots.values_list("choice").annotate(Sum("seat__heads"), Sum("seat__area_dm2"))
    return found | {choice: {"heads": int(heads), "area": int(area)} for choice, heads, area in rows}


def uncounted_papers(meeting: Meeting) -> tuple[int, int]:
    """Return heads and area of paper ballots of a secret vote that were handed in and are not yet in the count."""
    if not meeting.is_secret:
        return 0, 0
    handed = Seat.objects.filter(meeting=meeting, is_on_paper=True).aggregate(h=Sum("heads"), a=Sum("area_dm2"))
    counted = Tally.objects.filter(meeting=meeting, is_paper=True).aggregate(h=Sum("heads"), a=Sum("area_dm2"))
    return (handed["h"] or 0) - (counted["h"] or 0), (handed["a"] or 0) - (counted["a"] or 0)


def require_papers_counted(meeting: Meeting) -> None:
    """Refuse to state a result while the paper ballots counted are not those handed in, in heads and in area."""
    heads, area = uncounted_papers(meeting)
    if heads or area:
        raise Refused(
            "The paper ballots counted are not those handed in: %(heads)d heads and %(area)d dm² differ.",
            heads=heads,
            area=area,
        )


def _fold_papers(meeting: Meeting) -> None:
    """Add the paper tallies of a secret ballot to the others, so that a lone paper's choice is not left standing."""
    total = counts_of(meeting)
    rows = Tally.objects.filter(meeting=meeting)
    rows.delete()
    Tally.objects.bulk_create(
        Tally(meeting=meeting, is_paper=False, choice=choice, heads=count["heads"], area_dm2=count["area"])
        for choice, count in total.items()
        if meeting.is_secret
    )


def result_of(meeting: Meeting) -> dict[str, Any]:
    """Return the result as it stands: choices, quorum and majority with their workings. Three queries."""
    seats = list(Seat.objects.filter(meeting=meeting))
    terms = terms_of(meeting)
    choices = counts_of(meeting)
    is_voted = terms.counts == "voted"
    taking_part = [seat for seat in seats if seat.has_voted or (seat.is_present and not is_voted)]
    agreed = Weight(heads=choices["agree"]["heads"], area=choices["agree"]["area"])
    households = _households(seats, terms)
    everybody, part = _weight(seats, households), _weight(taking_part, households)
    verdict = judge(terms, everybody=everybody, taking_part=part, agreed=agreed)
    return {"meeting": meeting.pk, **_told(verdict), "choices": choices, **_weights(everybody, part)}


def terms_of(meeting: Meeting) -> Terms:
    """Return the terms under which a meeting was called."""
    return msgspec.convert(meeting.terms, Terms)


def _told(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as it is stored."""
    return {
        "quorum": [each.to_json() for each in verdict.quorum],
        "majority": [each.to_json() for each in verdict.majority],
        "is_quorate": verdict.is_quorate,
        "is_carried": verdict.is_carried,
    }


def _weights(everybody: Weight, part: Weight) -> dict[str, Any]:
    """Return the weights of all and of those taking part as they are stored."""
    return {
        "everybody": {"heads": everybody.heads, "households": everybody.households, "area": everybody.area},
        "taking_part": {"heads": part.heads, "households": part.households, "area": part.area},
    }


def _households(seats: Iterable[Seat], terms: Terms) -> dict[int, str]:
    """Return the household of each seat; none at all when one is not known, since a part of them proves nothing.

    On a list of households an entry without a door is the household of its name.
    """
    named = {seat.pk: seat.household or (seat.name if terms.roll == "households" else "") for seat in seats}
    return named if all(named.values()) else {}


def _weight(seats: Iterable[Seat], households: Mapping[int, str]) -> Weight:
    """Return the weight of seats together."""
    rows = [(seat.heads, seat.area_dm2, households.get(seat.pk, "")) for seat in seats]
    return weight_of(rows, has_households=bool(households))
