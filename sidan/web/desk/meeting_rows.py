# SPDX-License-Identifier: Apache-2.0
"""A meeting as its pages show it: how it is voted, where it stands, and what it came to in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.orders.bodies import Meeting, Seat
from sidan.orders.majority import square_metres
from sidan.orders.models import Order
from sidan.orders.opinions import meeting_of
from sidan.orders.registry import programme_of
from sidan.web.desk.timeline import Event

CHOICE_NAMES = {
    "agree": _("Agree"),
    "against": _("Against"),
    "abstain": _("Abstain"),
    "spoiled": _("Spoiled paper"),
}


@dataclass(frozen=True)
class MeetingView:
    """What a page says of a meeting."""

    meeting: Meeting

    @property
    def body(self) -> str:
        """Return the name of who decides."""
        return self.meeting.body.name

    @property
    def held_on(self) -> date:
        """Return its day."""
        return self.meeting.held_on

    @property
    def decision(self) -> Words:
        """Return what kind of decision it is."""
        name = self.meeting.terms["decision"]["name"]
        return Words(name["zh"], name["en"])

    @property
    def state(self) -> object:
        """Return where it stands, in words."""
        if self.meeting.closed_at is not None:
            return _("counted") if self.meeting.result else _("called off")
        if self.meeting.ended_at is not None:
            return _("being counted")
        return _("open") if self.meeting.is_open else _("called")

    @property
    def workings(self) -> list[Words]:
        """Return quorum and majority with part, whole, need and outcome; empty before the count."""
        return workings_of(self.meeting.result or {})

    @property
    def choices(self) -> list[tuple[object, int, str]]:
        """Return each choice with its heads and square metres; empty before the count."""
        found = (self.meeting.result or {}).get("choices", {})
        return [
            (name, found[choice]["heads"], square_metres(found[choice]["area"]))
            for choice, name in CHOICE_NAMES.items()
            if choice in found
        ]

    @property
    def is_quorate(self) -> bool:
        """Say whether the quorum was reached."""
        return bool((self.meeting.result or {}).get("is_quorate"))

    @property
    def is_carried(self) -> bool:
        """Say whether the question was carried: quorum and majority."""
        return self.is_quorate and bool((self.meeting.result or {}).get("is_carried"))


@dataclass(frozen=True)
class SeatRow:
    """A seat as the convener's list shows it; the choice of an open ballot only."""

    seat: Seat
    choice: object

    @property
    def area(self) -> str:
        """Return the area in square metres."""
        return square_metres(self.seat.area_dm2)


def seat_rows(seats: list[Seat]) -> list[SeatRow]:
    """Return the rows of seats with their open ballots, which were brought along."""
    return [SeatRow(seat, CHOICE_NAMES.get(_choice_of(seat), "")) for seat in seats]


def meeting_view(order: Order) -> MeetingView | None:
    """Return the latest meeting about an order; no query where its programme calls none, one elsewhere."""
    meeting = meeting_of(order) if calls_meetings(order) else None
    return MeetingView(meeting) if meeting is not None else None


def calls_meetings(order: Order) -> bool:
    """Say whether the order's programme calls meetings of bodies."""
    return any(field.type == "body" for field in programme_of(order).fields.values())


def registers_among(order: Order, events: Sequence[Event]) -> list[Event]:
    """Return the steps that can be printed each as a register, the first one first; none without meetings."""
    if not calls_meetings(order):
        return []
    return [event for event in reversed(events) if event.answers and not event.is_internal]


def workings_of(result: Mapping[str, Any]) -> list[Words]:
    """Return the workings of a stored result, quorum first."""
    parts = [*result.get("quorum", ()), *result.get("majority", ())]
    return [Words(part["words"]["zh"], part["words"]["en"]) for part in parts]


def _choice_of(seat: Seat) -> str:
    """Return what an open ballot says, empty without one."""
    ballot = getattr(seat, "ballot", None)
    return str(ballot.choice) if ballot is not None else ""
