# SPDX-License-Identifier: Apache-2.0
"""A rule dispatches a new order by itself: queued with the order's first step, made later unless a person was faster.

The move is one that the programme gives to the role `rule`. Its step records what decided: route, chance, threshold
and words; what the reporter reads is in the language they wrote in.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from sidan.base.errors import Refused
from sidan.dispatch.by_rule import Decision, decide, reason_words
from sidan.dispatch.routes import acts_in
from sidan.orders.allowed import moves_open
from sidan.orders.declare import Field, Move, Programme
from sidan.orders.jobs import PATIENCE, PATIENT_CHANNEL
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from sidan.orders.registry import programme_of
from sidan.people.actors import Actor
from sidan.places.prepared import run

BY_RULE = "dispatch_by_rule"
ROLE = "rule"
_log = logging.getLogger("sidan.dispatch")
_HAN = re.compile("[\u3400-\u9fff]")
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW('steps', %s, %s, NULL, NULL, %s, NULL)::procrastinate_job_to_defer_v1
    ])
"""


def queue_rule(order: Order, step: Step, move: Move) -> None:
    """After an opening step, queue the rule where a route over the place acts by itself. One query, mostly none."""
    if step.seq != 1 or _rule_move(programme_of(order), order) is None or not acts_in(order.area_code):
        return
    priority = PATIENCE if order.via == PATIENT_CHANNEL else 0
    run(_DEFER, [BY_RULE, priority, {"order_id": order.pk, "version": step.seq}])


def act(order_id: int, version: int) -> Step | None:
    """Dispatch an order by rule and return the step; None where the rule does not go, or somebody was faster.

    Running it again is safe: the order is then at another version.
    """
    order = Order.objects.select_related("matter", "condition", "about_unit").get(pk=order_id)
    move = _rule_move(programme_of(order), order)
    if move is None or order.version != version:
        return None
    decision = decide(order, appeal=appeal_of(order))
    if not decision.goes:
        return None
    answers = _answers(move, programme_of(order).fields, order=order, decision=decision)
    try:
        return make(order, move.code, answers, by=Actor.rule(), expect=version)
    except Refused as refused:
        # Somebody was faster, or a unit or matter was closed meanwhile: the order waits for a person, as ever.
        _log.info("The rule left order %s to a person: %s", order.number, refused)
        return None


def appeal_of(order: Order) -> str:
    """Return the kind of message the reporter chose, empty for none. One query."""
    first = Step.objects.filter(order=order, seq=1).values_list("answers", flat=True).first()
    return str((first or {}).get("appeal") or "")


def _rule_move(programme: Programme, order: Order) -> Move | None:
    """Return the move that a rule may make now, None where the programme has none or it was made already."""
    return next((move for move in moves_open(programme, order) if ROLE in move.by), None)


def _answers(move: Move, fields: Mapping[str, Field], *, order: Order, decision: Decision) -> dict[str, Any]:
    """Return the answers to what the move asks: by type what a dispatcher answers, by name what decided."""
    assert decision.guess is not None
    assert decision.way is not None
    assert decision.unit is not None
    chosen = order.condition.code if order.condition is not None and decision.guess.by == "order" else ""
    matter = decision.guess.matter.code
    by_name: dict[str, Any] = {
        "route": decision.way.number,
        "chance_percent": decision.chance_percent,
        "needed_percent": decision.needed_percent,
        "heard": "、".join(decision.guess.because)[:200],
        "judge": decision.guess.by,
    }
    by_type: dict[str, Any] = {
        "matter": f"{matter}#{chosen}" if chosen else matter,
        "unit": decision.unit.code,
        "units": [unit.code for unit in decision.assisting],
        "text": reason_words(decision).in_language("zh" if _HAN.search(order.text) else "en"),
    }
    return {
        code: answer for code in move.asks if (answer := _answer(code, fields, by_name, by_type)) not in (None, "", [])
    }


def _answer(code: str, fields: Mapping[str, Field], by_name: Mapping[str, Any], by_type: Mapping[str, Any]) -> Any:
    """Return the answer to one field, None where the rule has none."""
    return by_name[code] if code in by_name else by_type.get(fields[code].type)
