# SPDX-License-Identifier: Apache-2.0
"""Which programmes visit companies, and by which moves somebody says that a visit was held; no programme is named."""

from collections.abc import Collection

from sidan.orders.declare import Programme
from sidan.orders.registry import served
from sidan.orders.roles import MACHINES, ROLES

# What ends a visit without anybody having come.
NOT_MADE = frozenset({"not_accepted", "merged", "withdrawn", "refused"})
COMPANY, DAY = "company", "planned_on"


def visiting() -> list[Programme]:
    """Return the programmes that keep which company is visited and on which day, as the cap on visits counts them."""
    return [programme for programme in served() if all(_keeps(programme, field) for field in (COMPANY, DAY))]


def agreed_stages(programme: Programme) -> list[str]:
    """Return the stages that last until the day of the visit: the company was asked, and it suits."""
    return [each.code for each in programme.stages if each.deadline is not None and each.deadline.until == DAY]


def held_moves(programme: Programme) -> list[str]:
    """Return the moves by which somebody of the staff leaves the stage that lasts until the day, having been there."""
    agreed = frozenset(agreed_stages(programme))
    return [
        move.code
        for move in programme.moves
        if agreed.intersection(move.sources)
        and move.to
        and move.to not in agreed
        and move.outcome not in NOT_MADE
        and any(ROLES[role].is_staff and role not in MACHINES for role in move.by)
    ]


def named_steps(programmes: Collection[str]) -> dict[str, list[str]]:
    """Return what queries look for in some programmes: the stages of an agreed visit, and the moves of a held one.

    Each is named with its programme, as in "visit/held"; programmes that visit nobody name none.
    """
    known = [programme for programme in visiting() if programme.code in programmes]
    return {
        "agreed": [f"{each.code}/{stage}" for each in known for stage in agreed_stages(each)],
        "held": [f"{each.code}/{move}" for each in known for move in held_moves(each)],
    }


def _keeps(programme: Programme, field: str) -> bool:
    """Say whether a programme keeps an answer with its orders."""
    return field in programme.fields and programme.fields[field].keep
