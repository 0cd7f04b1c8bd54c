# SPDX-License-Identifier: Apache-2.0
"""Which areas somebody reads figures of: their own, or one within them."""

from django.core.exceptions import PermissionDenied

from sidan.base.errors import NotFound
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_code
from sidan.places.descent import living
from sidan.web.htmx import Request

LEADING = ("leader", "supervisor")


def own_areas(actor: Actor, *, roles: tuple[str, ...] = LEADING) -> tuple[str, ...]:
    """Return the areas over which somebody holds one of the roles; the operator's own account sees the whole city."""
    if actor.system == "importer":
        return ("",)
    return outermost(area for role in roles for area in actor.areas(role))


def asked_areas(request: Request, own: tuple[str, ...], *, follows: bool = True) -> tuple[str, ...]:
    """Return the areas to be shown: one's own, or one within them; PermissionDenied for anybody else's.

    A grid given up leads to the one that took over from it, unless it is asked for as it was.
    """
    area = request.GET.get("area", "")
    if area and not is_code(area):
        raise NotFound("There is no area %(code)s.", code=area[:20])
    area = living(area) if follows and area else area
    if not own or (area and not any(area.startswith(start) for start in own)):
        raise PermissionDenied
    return (area,) if area else own
