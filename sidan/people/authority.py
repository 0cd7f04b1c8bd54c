# SPDX-License-Identifier: Apache-2.0
"""Who may change units, people and posts; the command line of the operator may, as it brings in the first of them."""

from sidan.base.errors import Refused
from sidan.people.actors import Actor, outermost
from sidan.people.models import Post, User


def require_may_staff(by: Actor) -> None:
    """Refuse anybody who may not change people and their posts."""
    if by.system != "importer" and not by.holds("security_admin"):
        raise Refused("Only a security administrator may change people and their posts.")


def require_not_oneself(by: Actor, user: User) -> None:
    """Refuse a right that somebody would give, lend or prolong to themselves."""
    if by.user_id == user.pk:
        raise Refused("Nobody gives a post to themselves; please ask the other administrator.")


def require_may_change_units(by: Actor) -> None:
    """Refuse anybody who may not change the list of units."""
    if by.system != "importer" and not (by.holds("system_admin") or by.holds("security_admin")):
        raise Refused("Only an administrator may change units.")


def require_may_arrange(by: Actor, post: Post) -> None:
    """Refuse anybody but the holder, the head of the post's unit and the security administrator."""
    is_holder = by.user_id is not None and by.user_id == post.user_id
    if not (is_holder or (post.unit_id is not None and post.unit_id in by.units("unit_head"))):
        require_may_staff(by)


def code_areas(by: Actor) -> tuple[str, ...]:
    """Return the areas whose posters somebody may print: where they dispatch or go, the whole city ("") or nowhere."""
    if by.system == "importer" or by.holds("system_admin"):
        return ("",)
    return outermost((*by.areas("dispatcher"), *by.areas("crew")))


def require_may_print_codes(by: Actor, area_code: str) -> None:
    """Refuse anybody without a post over an area to print the posters of its places."""
    if not any(area_code.startswith(area) for area in code_areas(by)):
        raise Refused("Posters are printed by those who dispatch or work in the area.")


def require_may_change_places(by: Actor) -> None:
    """Refuse anybody who may not change areas, sites, stations and working days."""
    if by.system != "importer" and not by.holds("system_admin"):
        raise Refused("Only a system administrator may change areas, sites and working days.")
