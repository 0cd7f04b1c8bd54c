# SPDX-License-Identifier: Apache-2.0
"""Which programmes name a role, so that a post opens the orders of those programmes and of no other.

A member of a grid sees the wishes that wait for members, and no complaint. Filled by `sidan.orders.registry` when a
programme is served; old editions of a programme count with its newest. Pure: no Django.
"""

from collections.abc import Mapping

from sidan.orders.declare import Programme

_named: dict[str, frozenset[str]] = {}


def programmes_naming(role: str) -> frozenset[str]:
    """Return the codes of the programmes served in which the role may do something or is told something."""
    return frozenset(code for code, roles in _named.items() if role in roles)


def is_everything(programmes: frozenset[str]) -> bool:
    """Say whether these are all programmes that are served, so that no query need ask for them."""
    return programmes >= _named.keys()


def note(programme: Programme) -> None:
    """Note the roles that a programme names."""
    _named[programme.code] = frozenset(roles_in(programme))


def noted() -> Mapping[str, frozenset[str]]:
    """Return the roles of each programme served."""
    return _named


def forget(code: str) -> None:
    """Forget a programme that is not served any more."""
    _named.pop(code, None)


def roles_in(programme: Programme) -> set[str]:
    """Return every role that a programme names as a hand, a holder or somebody to be told."""
    opening = programme.opening
    roles = {*opening.by, *opening.tells}
    for move in programme.moves:
        roles |= {*move.by, *move.tells}
    return roles | {stage.holder for stage in programme.stages if stage.holder}
