# SPDX-License-Identifier: Apache-2.0
"""What a programme owes to people where it lets a rule act. Pure: no Django.

Whoever is affected by a decision that a machine alone has made may ask why, and may ask for a person (PIPL Art 24).
"""

from collections.abc import Iterator

from sidan.orders.declare import Move, Programme

RULE = "rule"


def faults_of_rules(programme: Programme) -> Iterator[str]:
    """Yield stages that wait for a rule, and moves by a rule that give no reason or leave no way to a person."""
    if RULE in programme.opening.by:
        yield "opening by: a rule opens no order."
    for stage in programme.stages:
        if stage.holder == RULE:
            yield f"stages “{stage.code}” holder: an order may not wait for a rule; name somebody who answers for it."
    for move in programme.moves:
        if RULE in move.by:
            yield from _of_move(programme, move)


def _of_move(programme: Programme, move: Move) -> Iterator[str]:
    """Yield what a move by a rule lacks."""
    if move.by != (RULE,):
        yield f"moves “{move.code}” by: what a rule does nobody else does."
    if move.at_most != 1:
        yield f"moves “{move.code}” at_most: a rule acts once; give 1."
    asked = [programme.fields[code] for code in move.asks if code in programme.fields]
    if move.told is None or not any(each.type == "text" and each.required and each.public for each in asked):
        yield f"moves “{move.code}” told, asks: a rule says that it acted and why; ask a required, public text."
    reached = {move.to} if move.to else set(move.sources)
    ways = [other for other in programme.moves if other.instead_of == move.code and "reporter" in other.by]
    if not any(reached <= set(other.sources) for other in ways):
        yield (
            f"moves “{move.code}”: the reporter must be able to ask for a person (PIPL Art 24); declare a move by the "
            f"reporter from where it leads, with instead_of = “{move.code}”."
        )
