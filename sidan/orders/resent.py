# SPDX-License-Identifier: Apache-2.0
"""A form sent twice: the second copy finds what the first has done."""

from collections.abc import Mapping
from typing import Any

from sidan.orders.models import Order, Step
from sidan.people.actors import Actor


def step_just_made(order: Order, move: str, answers: Mapping[str, Any], *, by: Actor, after: int) -> Step | None:
    """Return the step that followed version `after` if it is this very move by the same hand, else None. One query.

    Texts must agree, so that words written anew on an old page are never taken for sent.
    """
    step = Step.objects.filter(order_id=order.pk, seq=after + 1, move=move, by_id=by.user_id).first()
    if step is None or (by.user_id is None and by.reporter_of != order.pk):
        return None
    texts = {field: value for field, value in answers.items() if isinstance(value, str)}
    same = all(_plain(step.answers.get(field)) == _plain(value) for field, value in texts.items())
    return step if same else None


def _plain(value: Any) -> str:
    """Return an answer as both copies have it, whatever the browser did to its line ends."""
    return " ".join(str(value or "").split())
