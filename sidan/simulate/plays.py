# SPDX-License-Identifier: Apache-2.0
"""Plays: what happens to some orders of a programme in the demo city, as its own file in `plays/` tells it.

A programme brings its living orders to the demo by one file more, without code. A play says who opens, what is
answered, and which moves follow after how long; `casting` finds somebody for each role and fills in answers.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from sidan.base import clock
from sidan.base.errors import Refused
from sidan.orders import registry
from sidan.orders.models import Order
from sidan.orders.moves import make, submit
from sidan.orders.tracking import new_code
from sidan.places.calendars import calendar_for
from sidan.simulate.casting import Cast

FOLDER = Path(__file__).parent / "plays"
_SPAN = re.compile(r"(\d+)(m|h|d)")


class PlayedMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A move that follows after a while; `by` is a role, or "role:n" for the n-th who holds it.

    What it waits for may not be there yet: one that `waits` is tried again after the same while. One that chance may
    forbid names the move made `otherwise`.
    """

    move: str
    by: str
    after: str = "1h"
    answers: dict[str, Any] = {}
    waits: bool = False
    otherwise: str = ""


class Play(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One order: how many days ago it was opened, by whom, in which deep county (0 or 1), and what followed."""

    days_ago: float
    by: str
    county: int = 0
    answers: dict[str, Any] = {}
    moves: tuple[PlayedMove, ...] = ()


class Plays(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The plays of one programme."""

    programme: str
    plays: tuple[Play, ...]


@dataclass(frozen=True)
class Scene:
    """What has just happened, and when the play goes on; None when it is over."""

    order: Order
    next_at: datetime | None


def all_plays() -> list[Plays]:
    """Return the plays of every programme that is served and has some, by name of their files."""
    found = [read_plays(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    served = {programme.code for programme in registry.served()}
    return [plays for plays in found if plays.programme in served]


def read_plays(source: str) -> Plays:
    """Return what a file tells; a mistake in it stops the demo and says where."""
    return msgspec.convert(tomllib.loads(source), Plays)


def played(plays: Plays, play: Play, cast: Cast, codes: dict[str, str]) -> Iterator[Scene]:
    """Play one order through, yielding after each move; the caller sets the clock to `next_at` before it goes on.

    A move that is refused is a mistake of the play or of its programme, and stops the demo.
    """
    programme = registry.current(plays.programme)
    scene = cast.scene(play.by, county=play.county)
    code, digest = new_code()
    answers = cast.answers(play.answers, programme.fields, scene=scene)
    order = submit(
        programme,
        answers,
        by=scene.actor,
        place=scene.place,
        via="qr" if play.by == "anyone" else "web",
        code_digest=digest if play.by == "anyone" else "",
    )
    if play.by == "anyone":
        codes[order.number] = code
    for move in play.moves:
        version = order.version
        while order.version == version:
            yield Scene(order, after(move.after, county=order.county))
            order = Order.objects.get(pk=order.pk)
            version = order.version
            order = _made(move, order, cast)
    yield Scene(order, None)


def _made(move: PlayedMove, order: Order, cast: Cast) -> Order:
    """Return the order after a move, or as it was when the move has to wait."""
    said = ""
    for code in filter(None, (move.move, move.otherwise)):
        actor = cast.actor(move.by, order)
        asked = cast.answers(move.answers, registry.programme_of(order).fields, scene=cast.again(order, actor))
        try:
            order = make(order, code, asked, by=actor).order
        except Refused as refused:
            said = f"{order.programme}, {order.stage}, {code} by {move.by}: {refused}"
            continue
        cast.hook(order, code)
        return order
    if not move.waits:
        raise RuntimeError(said)
    return order


def after(span: str, *, county: str) -> datetime:
    """Return the moment a span from now: minutes, natural hours, or days moved into office hours."""
    match = _SPAN.fullmatch(span)
    if match is None:
        raise ValueError(f"A span is written 30m, 5h or 2d, not {span}.")
    number, unit = int(match[1]), match[2]
    if unit == "m":
        return clock.now() + timedelta(minutes=number)
    if unit == "h":
        return calendar_for(county).add_working_minutes(clock.now(), number * 60)
    return calendar_for(county).add_working_minutes(clock.now() + timedelta(days=number), 15)
