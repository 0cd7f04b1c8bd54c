# SPDX-License-Identifier: Apache-2.0
"""Who may run rounds, who may check what a second person must see, and who sees a score before it is published."""

from sidan.base.errors import Refused
from sidan.evaluation.round_rows import Round, Score
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_inside


def areas_evaluated(by: Actor) -> tuple[str, ...]:
    """Return the codes of the areas whose units the actor evaluates; no query."""
    return by.areas("evaluator")


def areas_seen(by: Actor) -> tuple[str, ...]:
    """Return the areas whose unpublished rounds the actor reads: evaluators, leaders and auditors; no query."""
    return outermost((*by.areas("evaluator"), *by.areas("leader"), *by.areas("auditor")))


def may_evaluate(by: Actor, area_code: str) -> bool:
    """Say whether the actor runs the rounds of an area."""
    return any(is_inside(area_code, area) for area in areas_evaluated(by))


def require_may_evaluate(by: Actor, area_code: str) -> None:
    """Refuse anybody who is not an evaluator of the area."""
    if not may_evaluate(by, area_code):
        raise Refused("Rounds of evaluation are run by the evaluators of the area.")


def may_see(by: Actor, found: Round) -> bool:
    """Say whether the actor may read a round as it stands: everybody once it is published, else who runs it."""
    if found.state in ("published", "settled"):
        return True
    return any(is_inside(found.area_code, area) for area in areas_seen(by))


def may_check(by: Actor, score: Score) -> bool:
    """Say whether the actor reads every order behind a score: who runs the round, and staff of the unit itself.

    Of an area it is whoever dispatches, supervises or leads it. No query when `score.round` is loaded.
    """
    if may_evaluate(by, score.round.area_code) or any(is_inside(score.round.area_code, a) for a in areas_seen(by)):
        return True
    if score.round.state in ("open", "computed", "cancelled"):
        return False
    if score.unit_id is not None:
        return score.unit_id in by.units("unit_head") | by.units("handler")
    roles = ("dispatcher", "supervisor", "leader")
    return any(is_inside(score.subject, area) for role in roles for area in by.areas(role))
