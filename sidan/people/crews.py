# SPDX-License-Identifier: Apache-2.0
"""Kinds of grid crew (三长 and others) that Sidan knows the names of; a county's own show as written. Pure: no Django.

No national text says who the three heads are; grid, building and stair heads is what most counties mean. So the list is
a neutral beginning: a post may go without a kind, and a kind that is not on the list is one of the county's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sidan.base.errors import Words

# The posts that have a kind: those who work in a grid, and those who lend a hand there.
CREW_ROLES = ("crew", "member")


@dataclass(frozen=True, slots=True)
class CrewKind:
    """A kind of crew: in which posts it serves, what kind of place it looks after, and what follows from that.

    `site_kind` is the one place a post may name, "" for none. Who looks after a building, a stair or a lane does not
    stand for the whole grid, so the grid may be without anybody while they are there.
    """

    words: Words
    roles: tuple[str, ...] = CREW_ROLES
    site_kind: str | None = None
    covers_grid: bool = True
    is_published: bool = False


_CREW, _MEMBER = ("crew",), ("member",)
CREW_KINDS: Mapping[str, CrewKind] = {
    "grid_head": CrewKind(Words("网格长", "grid head"), _CREW, "", is_published=True),
    "full_time": CrewKind(Words("专职网格员", "full-time grid worker"), _CREW, "", is_published=True),
    "part_time": CrewKind(Words("兼职网格员", "part-time grid worker"), _CREW, "", is_published=True),
    "micro": CrewKind(Words("微网格员", "micro-grid worker"), _CREW, "", is_published=True),
    "building_head": CrewKind(Words("楼栋长", "building head"), site_kind="building", covers_grid=False),
    "stair_head": CrewKind(Words("单元长", "stair head"), site_kind="stair", covers_grid=False),
    "lane_head": CrewKind(Words("街巷长", "lane head"), site_kind="", covers_grid=False),
    "elders": CrewKind(Words("三老议事会成员", "member of the three-elders council"), _MEMBER, "", covers_grid=False),
    "volunteer": CrewKind(Words("志愿者", "volunteer"), _MEMBER, "", covers_grid=False),
}


def crew_kind(code: str) -> CrewKind:
    """Return a kind of crew; a county's own is its own name, serves in either post and may look after any place."""
    return CREW_KINDS.get(code) or CrewKind(Words(code, code))


def kind_words(code: str) -> Words:
    """Return the name of a kind of crew."""
    return crew_kind(code).words


def covers_grid(role: str, kind: str, *, has_site: bool) -> bool:
    """Say whether whoever is there in such a post stands for the whole grid, and not for one place in it."""
    return role == "crew" and not has_site and (not kind or crew_kind(kind).covers_grid)


def is_published_unless_said(role: str, kind: str) -> bool:
    """Say whether the holder's name stands on the grid's public page when nobody has decided.

    A grid's page names its workers (滨州 Art 6). Building and stair heads, elders and volunteers are neighbours; theirs
    appears only when somebody says so, and so does that of a county's own kind.
    """
    return role == "crew" and (not kind or crew_kind(kind).is_published)
