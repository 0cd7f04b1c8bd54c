# SPDX-License-Identifier: Apache-2.0
"""What is said of crew and volunteers beside their post: kind, place looked after, days of duty, name published."""

from typing import Any, TypedDict

from sidan.base.errors import Refused
from sidan.people.crews import CREW_KINDS, CREW_ROLES, is_published_unless_said
from sidan.people.fitting import fitting
from sidan.people.models import Post
from sidan.people.posts import POST_ROLES
from sidan.places.kinds import site_kind
from sidan.places.models import Area, Site


class CrewFacts(TypedDict, total=False):
    """What may be said of a post of crew; what is left out stays, and in a new post follows its kind.

    `duty` is what `duty.parse_duty` returns. `is_published` None lets the kind decide in a new post.
    """

    kind: str
    site: Site | None
    duty: list[list[list[int]]]
    is_published: bool | None


def crew_columns(post: Post, facts: CrewFacts) -> dict[str, Any]:
    """Return the columns that facts fill in a post, new or held; Refused when they do not go with it."""
    kind = fitting(Post, "kind", facts.get("kind", post.kind))
    site = facts.get("site", post.site)
    duty = facts.get("duty", post.duty)
    published = facts.get("is_published")
    if post.role not in CREW_ROLES:
        if kind or site or duty or published:
            raise Refused("Only crew, members and volunteers have a kind, a place, days of duty and a published name.")
        return {"kind": "", "site": None, "duty": [], "is_published": False}
    _require_kind(kind, post.role)
    if site is not None:
        _require_place(site, kind=kind, area=post.area)
    if published is None:
        published = is_published_unless_said(post.role, kind) if post._state.adding else post.is_published
    return {"kind": kind, "site": site, "duty": duty, "is_published": published}


def _require_kind(kind: str, role: str) -> None:
    """Refuse a kind on the list in a post that is not for it."""
    known = CREW_KINDS.get(kind)
    if known is not None and role not in known.roles:
        right = POST_ROLES[known.roles[0]].words
        raise Refused("%(kind)s is a kind of %(role)s; please give that post.", kind=known.words, role=right)


def _require_place(site: Site, *, kind: str, area: Area | None) -> None:
    """Refuse a place that is closed, lies elsewhere, or is none that the kind looks after."""
    known = CREW_KINDS.get(kind)
    if not site.is_active:
        raise Refused("The place %(site)s is out of use.", site=site.name)
    if area is None or not site.area.code.startswith(area.code):
        raise Refused("%(site)s does not lie in the area of the post.", site=site.name)
    if known is not None and known.site_kind == "":
        raise Refused("%(kind)s looks after the whole area, not one place in it.", kind=known.words)
    if known is not None and known.site_kind not in (None, site.kind):
        wanted = site_kind(known.site_kind or "")
        raise Refused("%(site)s is not of the kind: %(kind)s.", site=site.name, kind=wanted)
