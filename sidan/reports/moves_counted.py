# SPDX-License-Identifier: Apache-2.0
"""Which moves a figure counts, told from what programme files declare; no figure names a programme, stage or move."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sidan.orders.declare import Move, Programme
from sidan.orders.registry import find_stage

UNIT_ROLES = frozenset({"unit", "unit_head"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The codes of the moves behind each figure.

    `area_late`: the area's staff let a time pass before the work began; `sign_late`: the unit, before it began;
    `answer_late`: the unit, in the work itself. `contested`: the unit sent it back; `reworked`: the resident did;
    `problem`: sent back once too often.
    """

    area_late: tuple[str, ...]
    sign_late: tuple[str, ...]
    answer_late: tuple[str, ...]
    contested: tuple[str, ...]
    reworked: tuple[str, ...]
    problem: tuple[str, ...]


def counted(programme: Programme) -> Counted:
    """Return the moves of a programme; no query."""
    moves = programme.moves
    reworked = {move.code for move in moves if move.returns and "reporter" in move.by}
    return Counted(
        area_late=_codes(move for move in moves if _is_late(programme, move, waits=True, of_unit=False)),
        sign_late=_codes(move for move in moves if _is_late(programme, move, waits=True, of_unit=True)),
        answer_late=_codes(move for move in moves if _is_late(programme, move, waits=False, of_unit=True)),
        contested=_codes(move for move in moves if move.returns and not UNIT_ROLES.isdisjoint(move.by)),
        reworked=tuple(sorted(reworked)),
        problem=_codes(move for move in moves if move.instead_of in reworked),
    )


def patient_stages(programme: Programme) -> list[str]:
    """Return the stages of a programme in which an order waits without a limit because it was escalated."""
    return list(_patient(programme))


def _patient(programme: Programme) -> Iterator[str]:
    """Yield the codes of a programme's stages without a limit that are not yet closed."""
    return (stage.code for stage in programme.stages if stage.patient is not None and stage.kind != "closed")


def _is_late(programme: Programme, move: Move, *, waits: bool, of_unit: bool) -> bool:
    """Say whether a move says that the unit, or the area's staff, let a time pass, waiting or at work.

    A move may start from several stages; the first one declared says whose time it is.
    """
    if not move.late:
        return False
    stage = find_stage(programme, move.sources[0])
    return (stage.kind == "waiting") == waits and (stage.holder in UNIT_ROLES) == of_unit


def _codes(moves: Iterable[Move]) -> tuple[str, ...]:
    """Return the codes of moves, each once."""
    return tuple(sorted({move.code for move in moves}))
