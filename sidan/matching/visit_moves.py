# SPDX-License-Identifier: Apache-2.0
"""Which programmes visit companies, and by which moves somebody says that a visit was held; no programme is named."""

from sidan.orders.declare import Programme
from sidan.orders.registry import served
from sidan.orders.roles import MACHINES, ROLES

# What ends a visit without anybody having come.
NOT_MADE = frozenset({"not_accepted", "merged", "withdrawn", "refused"})
COMPANY, DAY = "company", "planned_on"


def visiting() -> list[Programme]:
    """Return the programmes that keep which company is visited and on which day, as the cap on visits counts them."""
    return [programme for programme in served() if all(_keeps(programme, field) for field in (COMPANY, DAY))]


def held_moves(programme: Programme) -> list[str]:
    """Return the moves by which somebody of the staff leaves the stage that lasts until the day, having been there."""
    agreed = {stage.code for stage in programme.stages if stage.deadline is not None and stage.deadline.until == DAY}
    return [
        move.code
        for move in programme.moves
        if agreed.intersection(move.sources)
        and move.to
        and move.to not in agreed
        and move.outcome not in NOT_MADE
        and any(ROLES[role].is_staff and role not in MACHINES for role in move.by)
    ]


def _keeps(programme: Programme, field: str) -> bool:
    """Say whether a programme keeps an answer with its orders."""
    return field in programme.fields and programme.fields[field].keep
