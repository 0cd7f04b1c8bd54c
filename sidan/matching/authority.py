# SPDX-License-Identifier: Apache-2.0
"""Who keeps the registers and plans the pairs, who lets a plan become true, and who reads it."""

from dataclasses import replace

from sidan.base.errors import Refused
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_inside


def areas_kept(by: Actor) -> tuple[str, ...]:
    """Return the areas whose registers and plans the actor keeps: those of organisers; no query."""
    return by.areas("organiser")


def areas_read(by: Actor) -> tuple[str, ...]:
    """Return the areas whose registers and plans the actor reads: organisers, leaders and auditors; no query."""
    return outermost((*by.areas("organiser"), *by.areas("leader"), *by.areas("auditor")))


def may_keep(by: Actor, area_code: str) -> bool:
    """Say whether the actor keeps the registers and plans of an area."""
    return any(is_inside(area_code, area) for area in areas_kept(by))


def may_read(by: Actor, area_code: str) -> bool:
    """Say whether the actor reads the registers and plans of an area."""
    return any(is_inside(area_code, area) for area in areas_read(by))


def may_adopt(by: Actor, area_code: str) -> bool:
    """Say whether the actor lets a plan of an area become true: its organisers and its leaders."""
    return any(is_inside(area_code, area) for role in ("organiser", "leader") for area in by.areas(role))


def not_kept() -> Refused:
    """Return the refusal of somebody who does not organise an area."""
    return Refused("Companies and those who help them are kept by the organisers of the area.")


def require_may_keep(by: Actor, area_code: str) -> None:
    """Refuse anybody who is not an organiser of the area."""
    if not may_keep(by, area_code):
        raise not_kept()


def require_keeps_somewhere(by: Actor) -> None:
    """Refuse anybody who is no organiser anywhere; the operator's command line finds registers of no area."""
    if not areas_kept(by) and by.system != "importer":
        raise not_kept()


def require_may_adopt(by: Actor, area_code: str) -> None:
    """Refuse anybody who is neither an organiser nor a leader of the area."""
    if not may_adopt(by, area_code):
        raise Refused("A plan of pairs is adopted by the organisers and leaders of the area.")


def require_may_keep_skills(by: Actor) -> None:
    """Refuse anybody who is no organiser anywhere: the vocabulary of skills is one for the whole city."""
    if not areas_kept(by) and by.system != "importer":
        raise Refused("Skills are kept by the organisers.")


def lent(by: Actor) -> Actor:
    """Return an organiser with the administrators' right over units, for a verb that has asked what may be done by it.

    The audit log names the organiser.
    """
    return replace(by, system=Actor.importer().system)
