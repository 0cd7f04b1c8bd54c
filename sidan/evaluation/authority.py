# SPDX-License-Identifier: Apache-2.0
"""Who may run rounds, who may check what a second person must see, and who sees a score before it is published."""

from collections.abc import Collection

from sidan.base.errors import Refused
from sidan.evaluation.round_rows import Round, Score
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_inside

PUBLIC_STATES = ("published", "settled")
# What a unit looks at: its figures are fixed enough to be checked, or published.
TO_UNITS = ("checking", *PUBLIC_STATES)


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


def own_units(by: Actor) -> frozenset[int]:
    """Return the units whose figures the actor answers for; no query."""
    return by.units("unit_head") | by.units("handler")


def own_areas(by: Actor) -> tuple[str, ...]:
    """Return the areas whose figures the actor answers for; no query."""
    return outermost(area for role in ("dispatcher", "supervisor", "leader") for area in by.areas(role))


def reads(by: Actor, found: Round) -> bool:
    """Say whether the actor reads a round as those who run and oversee it do; no query."""
    return any(is_inside(found.area_code, area) for area in areas_seen(by))


def is_of(score: Score, *, units: Collection[int], areas: Collection[str]) -> bool:
    """Say whether a score is that of one of some units, or of an area within some; no query."""
    if score.unit_id is not None:
        return score.unit_id in units
    return any(is_inside(score.subject, area) for area in areas)


def is_own(by: Actor, score: Score) -> bool:
    """Say whether a score is that of the actor's own unit or area; no query."""
    return is_of(score, units=own_units(by), areas=own_areas(by))


def may_see(by: Actor, found: Round) -> bool:
    """Say whether the actor may read a round as it stands: everybody once it is published, else who runs it."""
    return found.state in PUBLIC_STATES or reads(by, found)


def may_check(by: Actor, score: Score) -> bool:
    """Say whether the actor reads every order behind a score: who runs the round, and staff of the unit itself.

    Of an area it is whoever dispatches, supervises or leads it. No query when `score.round` is loaded.
    """
    return reads(by, score.round) or (score.round.state in TO_UNITS and is_own(by, score))
