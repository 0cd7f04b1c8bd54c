# SPDX-License-Identifier: Apache-2.0
"""Where names in programme files meet functions: guards, effects, listeners and the programmes themselves.

`sidan.config.wiring` fills it once at start; nothing is registered later. Engine code asks here and names nothing
itself.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.orders import naming
from sidan.orders.declare import Move, Programme, Stage
from sidan.orders.models import Edition, Order, Step
from sidan.orders.relying import NOTHING, Relies
from sidan.people.actors import Actor

Answers = Mapping[str, Any]
Guard = Callable[[Order, Step, Actor], None]
Effect = Callable[[Order, Step], None]
Listener = Callable[[Order, Step, Move], None]

guards: dict[str, Guard] = {}
effects: dict[str, Effect] = {}
relied: dict[str, Relies] = {}
_listeners: list[Listener] = []
_hearers: list[Listener] = []
_readers: list[Callable[[str], Programme]] = []
_current: dict[str, Programme] = {}
_sources: dict[tuple[str, int], str] = {}
_recorded: set[tuple[str, int]] = set()


def install(
    *,
    named_guards: Mapping[str, Guard],
    named_effects: Mapping[str, Effect],
    listeners: tuple[Listener, ...],
    read: Callable[[str], Programme],
    relies: Mapping[str, Relies],
    hearers: tuple[Listener, ...] = (),
) -> None:
    """Take the closed lists and the reader; called once, by the wiring."""
    guards.update(named_guards)
    effects.update(named_effects)
    relied.update(relies)
    _listeners[:] = listeners
    _hearers[:] = hearers
    _readers[:] = [read]


def after_step() -> tuple[Listener, ...]:
    """Return what happens after a step, in this order and inside its transaction."""
    return tuple(_listeners)


def before_writing() -> tuple[Listener, ...]:
    """Return what may set columns of the order from the words of a step, after its effects and before it is written."""
    return tuple(_hearers)


def serve(programme: Programme, source: str) -> None:
    """Make a proved programme the one under which new orders of its code are opened."""
    _current[programme.code] = programme
    _sources[programme.code, programme.edition] = source
    naming.note(programme)


def withdraw(code: str) -> None:
    """Serve a programme no longer; its open orders go on under the editions recorded."""
    _current.pop(code, None)
    naming.forget(code)


def current(code: str) -> Programme:
    """Return the programme of that code in its newest edition; NotFound when the city does not run it."""
    try:
        return _current[code]
    except KeyError:
        raise NotFound("There is no programme “%(code)s”.", code=code) from None


def served() -> tuple[Programme, ...]:
    """Return every programme new orders may be opened under, in the order of menus."""
    return tuple(sorted(_current.values(), key=lambda programme: (programme.menu, programme.code)))


def programme_of(order: Order) -> Programme:
    """Return the programme of an order in the edition it was opened under. No query when that edition is current."""
    return edition_of(order.programme, order.edition)


def edition_of(code: str, number: int) -> Programme:
    """Return a programme in one of its editions. No query when that is current, one the first time when it is not."""
    found = _current.get(code)
    if found is not None and found.edition == number:
        return found
    return _of_edition(code, number)


@lru_cache(maxsize=64)
def _of_edition(code: str, number: int) -> Programme:
    """Return an edition that is no longer current, from the text recorded when it was first used. One query."""
    edition = Edition.objects.get(programme=code, number=number)
    return _readers[0](edition.source)


def record_edition(programme: Programme) -> None:
    """Record the text of an edition with its first order; refuse a text that changed without a new number.

    One query, and none once this process has seen the record committed.
    """
    name = (programme.code, programme.edition)
    if name in _recorded:
        return
    source = _sources[name]
    digest = hashlib.sha256(source.encode()).hexdigest()
    edition, _ = Edition.objects.get_or_create(
        programme=programme.code,
        number=programme.edition,
        defaults={"source": source, "digest": digest, "first_used_at": now()},
    )
    if edition.digest != digest:
        raise Refused(
            "Programme “%(code)s” was changed after orders were opened under edition %(edition)d; raise its edition.",
            code=programme.code,
            edition=programme.edition,
        )
    transaction.on_commit(lambda: _recorded.add(name))


def forget_recorded() -> None:
    """Forget which editions this process has seen recorded and read back, as a test that rolls them back must."""
    _recorded.clear()
    _of_edition.cache_clear()


def is_early(guard: str) -> bool:
    """Say whether a guard reads no answer, and so can be asked before a move is made."""
    relies = relied.get(guard, NOTHING)
    return relies.early and not relies.asks


def limit_of(order: Order, name: str) -> int:
    """Return a number that the order's programme sets for its guards; a sound programme sets every one they ask for."""
    return programme_of(order).limits[name]


def find_stage(programme: Programme, code: str) -> Stage:
    """Return a declared stage; NotFound when the edition has none of that code."""
    for stage in programme.stages:
        if stage.code == code:
            return stage
    raise NotFound("There is no stage “%(code)s”.", code=code)


def find_move(programme: Programme, code: str) -> Move:
    """Return a declared move; NotFound when the edition has none of that code."""
    for move in programme.moves:
        if move.code == code:
            return move
    raise NotFound("There is no move “%(code)s”.", code=code)


def stage_of(order: Order) -> Stage:
    """Return the declared stage an order stands in."""
    return find_stage(programme_of(order), order.stage)
