# SPDX-License-Identifier: Apache-2.0
"""What each move of each programme means for evaluation, told from what its file declares; nothing is named here.

An order is counted under the edition it was opened in, so a new edition changes no old figure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntFlag

from sidan.orders.declare import Move, Programme, Stage
from sidan.orders.models import Edition
from sidan.orders.registry import edition_of, find_stage, served
from sidan.orders.roles import MACHINES, ROLES

UNIT_ROLES = frozenset({"unit", "unit_head", "company", "opening_unit", "opener"})
# Who does the work itself, for a unit or in the street.
WORKERS = UNIT_ROLES | {"taker", "crew", "member", "partner", "party"}
PRESSING = frozenset({"supervisor", "leader", "organiser"})
# Ends that say nothing of how it was handled.
UNHANDLED = frozenset({"not_accepted", "merged", "withdrawn", "refused"})


class Meaning(IntFlag):
    """What a move may mean; one may mean several things."""

    DISPATCHED = 1
    # It is made in a stage in which the area's staff, or a unit before it signed, or whoever does the work has a time.
    TIMED_DISPATCH = 2
    SIGNED = 4
    TIMED_SIGN = 8
    ANSWERED = 16
    TIMED_WORK = 32
    TOLD = 64
    RETURNED = 128
    REWORKED = 256
    PROBLEM = 512
    EXTENDED = 1024
    SUSPENDED = 2048
    PRESSED = 4096
    REOPENED = 8192


@dataclass(frozen=True, slots=True)
class Row:
    """A move out of one stage, of one edition, with what it means."""

    programme: str
    edition: int
    move: str
    source: str
    means: Meaning


def programmes() -> list[Programme]:
    """Return every edition under which orders may lie. One query, and one the first time for each not current."""
    current = {(programme.code, programme.edition) for programme in served()}
    return [edition_of(*key) for key in sorted(current | set(Edition.objects.values_list("programme", "number")))]


def rows(known: Iterable[Programme]) -> list[Row]:
    """Return what every move of the programmes means, for each stage it starts from."""
    return [row for programme in known for row in _rows(programme)]


def suspended_stages(known: Iterable[Programme]) -> list[str]:
    """Return the stages in which an order is suspended (挂账), as "programme/edition/stage"."""
    return [
        f"{programme.code}/{programme.edition}/{stage.code}"
        for programme in known
        for stage in programme.stages
        if is_suspended(stage)
    ]


def timed_stages(known: Iterable[Programme], *, kind: str) -> list[str]:
    """Return the stages of a kind in which a unit's time runs, as "programme/edition/stage"."""
    return [
        f"{programme.code}/{programme.edition}/{stage.code}"
        for programme in known
        for stage in programme.stages
        if stage.kind == kind and _is_timed(programme, stage)
    ]


def is_suspended(stage: Stage) -> bool:
    """Say whether an order waits here because its unit was given time off: the count of the work stands still."""
    return stage.kind == "waiting" and bool(stage.pauses) and stage.holder in UNIT_ROLES


def _rows(programme: Programme) -> Iterator[Row]:
    """Yield the moves of a programme that mean something, once for each stage they start from."""
    problems = {move.code for move in programme.moves if move.returns and "reporter" in move.by}
    for move in programme.moves:
        for code in move.sources:
            means = _means(programme, move, find_stage(programme, code), reworks=problems)
            if means:
                yield Row(programme.code, programme.edition, move.code, code, means)


def _means(programme: Programme, move: Move, source: Stage, *, reworks: set[str]) -> Meaning:
    """Return what a move out of a stage means."""
    target = find_stage(programme, move.to) if move.to else source
    by = frozenset(move.by)
    tests = {
        Meaning.TIMED_DISPATCH: source.kind == "waiting" and source.deadline is not None and _is_with_staff(source),
        Meaning.TIMED_SIGN: source.kind == "waiting" and _is_timed(programme, source),
        Meaning.TIMED_WORK: source.kind == "working" and _is_timed(programme, source),
        Meaning.DISPATCHED: _is_dispatch(move, source, target),
        Meaning.SIGNED: _is_signing(programme, move, target),
        Meaning.ANSWERED: _is_answer(move, source, target),
        Meaning.TOLD: bool(by & WORKERS) and move.told is not None and _asks_in_public(programme, move),
        Meaning.RETURNED: move.returns and bool(by & UNIT_ROLES),
        Meaning.REWORKED: (move.returns and "reporter" in by) or move.instead_of in reworks,
        Meaning.PROBLEM: move.instead_of in reworks,
        Meaning.EXTENDED: "extend" in move.does,
        Meaning.SUSPENDED: is_suspended(target) and target is not source,
        Meaning.PRESSED: by <= PRESSING and not move.to and bool(move.tells) and not move.does,
        Meaning.REOPENED: source.kind == "closed" and target.kind != "closed" and "unlink_merged" not in move.does,
    }
    found = Meaning(0)
    for meaning, holds in tests.items():
        found |= meaning if holds else Meaning(0)
    return found


def _is_timed(programme: Programme, stage: Stage) -> bool:
    """Say whether the time of a unit or of whoever does the work runs here: its own count, whoever holds the stage.

    While a dispatcher thinks over an extension, the count of the work goes on.
    """
    if stage.deadline is None or is_suspended(stage):
        return False
    return any(
        other.kind == stage.kind and other.deadline is not None and other.deadline.clock == stage.deadline.clock
        for other in programme.stages
        if other.holder in WORKERS
    )


def _is_with_staff(stage: Stage) -> bool:
    """Say whether a stage waits for the area's staff."""
    return bool(stage.holder) and stage.holder not in WORKERS and ROLES[stage.holder].is_staff


def _is_dispatch(move: Move, source: Stage, target: Stage) -> bool:
    """Say whether the area's staff, or a rule, let an order go on from waiting with them."""
    by_staff = any(role == "rule" or (ROLES[role].is_staff and role not in UNIT_ROLES) for role in move.by)
    goes_on = target is not source and target.holder != "reporter" and move.outcome not in UNHANDLED
    return by_staff and goes_on and source.kind == "waiting" and _is_with_staff(source)


def _is_signing(programme: Programme, move: Move, target: Stage) -> bool:
    """Say whether a unit signs for what waits for it, perhaps after its time ran out."""
    waits = any(
        stage.kind == "waiting" and stage.holder in UNIT_ROLES and not is_suspended(stage)
        for stage in (find_stage(programme, code) for code in move.sources)
    )
    return waits and target.kind == "working" and bool(frozenset(move.by) & UNIT_ROLES)


def _is_answer(move: Move, source: Stage, target: Stage) -> bool:
    """Say whether somebody puts a result before whoever judges it, or ends the order with it."""
    by_staff = any(ROLES[role].is_staff and role not in MACHINES for role in move.by)
    is_open = source.kind not in ("checking", "closed")
    ends = target.kind == "closed" and bool(move.outcome) and move.outcome not in UNHANDLED
    return by_staff and is_open and (target.kind == "checking" or ends)


def _asks_in_public(programme: Programme, move: Move) -> bool:
    """Say whether a move asks anything that the reporter reads."""
    return any(programme.fields[field].public for field in move.asks)
