# SPDX-License-Identifier: Apache-2.0
"""Vouchers and ballots: one member, one ballot, by a one-time code or on paper, also when both arrive at once.

A secret ballot adds to a tally and leaves no row. Every cast rewrites all tallies of its kind in the meeting, so that
not even the database's own marks of which transaction wrote a row last tell the last voter's choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When

from sidan.base.clock import now
from sidan.base.crypto import Keyring
from sidan.base.errors import NotFound, Refused
from sidan.base.numbers import parse_query_code, query_code
from sidan.orders.bodies import CHOICES, PAPER_CHOICES, Ballot, Meeting, Seat, Tally
from sidan.orders.opinions import locked, require_convener
from sidan.people.actors import Actor
from sidan.people.audit import record

NO_SUCH_VOUCHER = "There is no ballot with this code. Please compare it once more."
State = Literal["early", "ready", "used", "over"]


@dataclass(frozen=True)
class Voucher:
    """What a one-time code opens: a seat, its meeting, and whether it can be used now."""

    seat: Seat
    meeting: Meeting

    @property
    def state(self) -> State:
        """Return whether the ballot is still to open, ready, used or over."""
        if self.seat.has_voted:
            return "used"
        if self.meeting.is_open:
            return "ready"
        is_begun = self.meeting.opened_at is not None or self.meeting.closed_at is not None
        return "over" if is_begun else "early"


@transaction.atomic
def issue_vouchers(meeting: Meeting, *, by: Actor, seats: Sequence[int] | None = None) -> list[tuple[Seat, str]]:
    """Give a fresh code to every seat that has not voted, or to some, and return seats and codes to be printed once.

    The codes are kept nowhere: an earlier slip of a seat is void from now on, and a lost one cannot be printed again.
    """
    meeting = locked(meeting.pk)
    require_convener(meeting, by)
    if meeting.ended_at is not None:
        raise Refused("The ballot is over.")
    waiting = Seat.objects.filter(meeting=meeting, has_voted=False).order_by("name", "household", "pk")
    chosen = list(waiting if seats is None else waiting.filter(pk__in=seats))
    codes = [query_code() for _ in chosen]
    for seat, code in zip(chosen, codes, strict=True):
        seat.code_digest = fingerprints_of(code)[0]
    Seat.objects.bulk_update(chosen, ["code_digest"], batch_size=500)
    record(by, "ballot.vouchers_issued", meeting.order.subject, meeting=meeting.pk, count=len(chosen))
    return list(zip(chosen, codes, strict=True))


def find_voucher(code: str) -> Voucher:
    """Return what a code opens; NotFound alike for a code nobody was given and for what is no code. One query."""
    try:
        known = fingerprints_of(parse_query_code(code))
    except Refused:
        raise NotFound(NO_SUCH_VOUCHER) from None
    found = Seat.objects.select_related("meeting", "meeting__body", "meeting__body__area").filter(code_digest__in=known)
    seat = found.first()
    if seat is None:
        raise NotFound(NO_SUCH_VOUCHER)
    return Voucher(seat, seat.meeting)


@transaction.atomic
def cast(code: str, choice: str) -> None:
    """Cast the ballot of a voucher; Refused when it was used, also a moment ago, or when no ballot is open."""
    seat = find_voucher(code).seat
    meeting = locked(seat.meeting_id)
    _require_choice(choice, CHOICES)
    _vote(meeting, seat, on_paper=False)
    if meeting.is_secret:
        _add(meeting, choice, seat=seat)
    else:
        Ballot.objects.create(seat=seat, choice=choice, cast_at=now())


@transaction.atomic
def record_paper(meeting: Meeting, choices: Mapping[int, str], *, by: Actor) -> int:
    """Record open ballots given on paper, by seat, and return how many; one that has voted already refuses them all."""
    meeting = locked(meeting.pk)
    require_convener(meeting, by)
    if meeting.is_secret:
        raise Refused("The ballot is secret: note who handed in a paper, and count the papers apart.")
    for seat in _seats(meeting, choices):
        _require_choice(choices[seat.pk], PAPER_CHOICES)
        _vote(meeting, seat, on_paper=True)
        Ballot.objects.create(seat=seat, choice=choices[seat.pk], cast_at=now(), recorded_by_id=by.user_id)
    record(by, "ballot.papers_recorded", meeting.order.subject, meeting=meeting.pk, count=len(choices))
    return len(choices)


@transaction.atomic
def receive_papers(meeting: Meeting, seats: Sequence[int], *, by: Actor) -> int:
    """Note who put a paper of a secret ballot into the box, and return how many; what it says is counted apart."""
    meeting = locked(meeting.pk)
    require_convener(meeting, by)
    if not meeting.is_secret:
        raise Refused("The ballot is open: record each paper with its choice.")
    for seat in _seats(meeting, seats):
        _vote(meeting, seat, on_paper=True)
    record(by, "ballot.papers_recorded", meeting.order.subject, meeting=meeting.pk, count=len(seats))
    return len(seats)


@transaction.atomic
def count_papers(meeting: Meeting, counts: Mapping[str, tuple[int, int]], *, by: Actor) -> None:
    """Keep what the papers from the box say together: heads and area for each choice, in the place of an earlier count.

    The sums must be those of the seats whose papers were received; no list of single papers is kept.
    """
    meeting = locked(meeting.pk)
    require_convener(meeting, by)
    if not meeting.is_secret or meeting.closed_at is not None:
        raise Refused("There are no papers of a secret ballot to count.")
    handed = [*Seat.objects.filter(meeting=meeting, is_on_paper=True).values_list("heads", "area_dm2")]
    heads, area = sum(heads for heads, _ in handed), sum(area for _, area in handed)
    if (sum(h for h, _ in counts.values()), sum(a for _, a in counts.values())) != (heads, area):
        raise Refused(
            "The papers received weigh %(heads)d heads and %(area)d dm²; your count does not add up to that.",
            heads=heads,
            area=area,
        )
    for choice in PAPER_CHOICES:
        of_choice, area_of_choice = counts.get(choice, (0, 0))
        _require_natural(of_choice, area_of_choice)
        rows = Tally.objects.filter(meeting=meeting, is_paper=True, choice=choice)
        rows.update(heads=of_choice, area_dm2=area_of_choice)
    record(by, "ballot.papers_counted", meeting.order.subject, meeting=meeting.pk, heads=heads)


def fingerprints_of(code: str) -> list[str]:
    """Return the keyed digests of a voucher's code, under the newest key first."""
    return _keyring(tuple(settings.CONTACT_KEYS)).fingerprints(f"ballot code {code}")


def _vote(meeting: Meeting, seat: Seat, *, on_paper: bool) -> None:
    """Use up a seat's one ballot; the database decides between two that arrive together."""
    if not (meeting.is_open or (on_paper and meeting.opened_at is not None and meeting.closed_at is None)):
        raise Refused("No ballot is open now.")
    used = Seat.objects.filter(pk=seat.pk, has_voted=False).update(
        has_voted=True, is_present=True, is_on_paper=on_paper
    )
    if not used:
        raise Refused("The ballot of “%(name)s” was cast already.", name=seat.name)


def _add(meeting: Meeting, choice: str, *, seat: Seat) -> None:
    """Add a secret ballot to the tallies cast by code; every row of them is written, the others by nothing."""
    chosen = When(choice=choice, then=Value(seat.heads))
    area = When(choice=choice, then=Value(seat.area_dm2))
    Tally.objects.filter(meeting=meeting, is_paper=False).update(
        heads=F("heads") + Case(chosen, default=Value(0)), area_dm2=F("area_dm2") + Case(area, default=Value(0))
    )


def _seats(meeting: Meeting, wanted: Sequence[int] | Mapping[int, str]) -> list[Seat]:
    """Return seats of a meeting by their ids; NotFound when one is not of it."""
    found = list(Seat.objects.filter(meeting=meeting, pk__in=list(wanted)).order_by("pk"))
    if len(found) != len(set(wanted)):
        raise NotFound("There is no such seat in this meeting.")
    return found


def _require_choice(choice: str, choices: Sequence[str]) -> None:
    """Refuse what is no choice."""
    if choice not in choices:
        raise Refused("Choose: agree, against or abstain.")


def _require_natural(*numbers: int) -> None:
    """Refuse a negative count."""
    if min(numbers) < 0:
        raise Refused("A count is not negative.")


@lru_cache(maxsize=4)
def _keyring(keys: tuple[str, ...]) -> Keyring:
    """Return the ring of these keys; deriving keys takes time, so each set is derived once."""
    return Keyring(*keys)
