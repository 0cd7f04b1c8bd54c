# SPDX-License-Identifier: Apache-2.0
"""Who may read and keep routes, and where.

A dispatcher keeps the routes of their own area. That a route acts by itself is a decision of the city: only a system
administrator lets a rule act, or sets how sure it must be.
"""

from sidan.base.errors import Refused
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_inside

READERS = ("dispatcher", "supervisor", "leader", "auditor")


def areas_read(by: Actor) -> tuple[str, ...]:
    """Return the areas whose routes somebody may read: those of their posts, the whole city ("") or nowhere."""
    if may_keep_all(by):
        return ("",)
    return outermost(area for role in READERS for area in by.areas(role))


def areas_kept(by: Actor) -> tuple[str, ...]:
    """Return the areas whose routes somebody may change: where they dispatch, the whole city ("") or nowhere."""
    return ("",) if may_keep_all(by) else by.areas("dispatcher")


def may_keep_all(by: Actor) -> bool:
    """Say whether somebody keeps the routes of the whole city, and lets rules act by themselves."""
    return by.system == "importer" or by.holds("system_admin")


def may_keep(by: Actor, area_code: str) -> bool:
    """Say whether somebody may change the routes over an area."""
    return any(is_inside(area_code, area) for area in areas_kept(by))


def require_may_keep(by: Actor, area_code: str) -> None:
    """Refuse anybody who may not change the routes over an area."""
    if not may_keep(by, area_code):
        raise Refused("Routes are kept by an administrator, or by those who dispatch in the area.")


def require_may_automate(by: Actor) -> None:
    """Refuse anybody who may not let a rule act by itself."""
    if not may_keep_all(by):
        raise Refused("Only a system administrator may let a route dispatch by itself, or change one that does.")
