# SPDX-License-Identifier: Apache-2.0
"""What only crew and volunteers have, as columns in the sheet of people and posts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Words
from sidan.people.crew_facts import CrewFacts
from sidan.people.crews import CREW_KINDS, CREW_ROLES
from sidan.people.duty import duty_words, parse_duty
from sidan.people.models import Post
from sidan.places.codes import site_code
from sidan.places.models import Site

_YES_NO = (Words("是", "yes"), Words("否", "no"))

CREW_COLUMNS = (
    Column(
        "kind",
        Words("队伍类别", "Kind of crew"),
        cells.choice({code: kind.words for code, kind in CREW_KINDS.items()}, others=True),
        aliases=("网格员类别", "三长类别"),
        options=tuple(kind.words for kind in CREW_KINDS.values()),
        help=Words(
            "网格员、党员和志愿者填；可写本地的名称", "for crew, members and volunteers; may be one of your own"
        ),
    ),
    Column(
        "site",
        Words("负责点位编码", "Place code"),
        lambda cell: site_code(cell) if cell else "",
        help=Words(
            "楼栋长、单元长负责的楼栋或单元，8 位码", "of the building or stair looked after, 8 letters and digits"
        ),
    ),
    Column(
        "duty",
        Words("值班时间", "Days of duty"),
        lambda cell: _shown_duty(parse_duty(cell)),
        aliases=("值班日",),
        help=Words("周一至周六 08:00-18:00；不填为每天", "Mon-Sat 08:00-18:00; empty means every day"),
        width=30,
    ),
    Column(
        "is_published",
        Words("公开姓名", "Name published"),
        cells.yes_no,
        options=_YES_NO,
        help=Words("不填：新岗位按类别，已有的不变", "empty: by the kind in a new post, unchanged in an old one"),
        width=10,
    ),
)


def crew_cells(post: Post) -> dict[str, Any]:
    """Return the cells of a post; empty where it is no post of crew."""
    if post.role not in CREW_ROLES:
        return {"kind": "", "site": "", "duty": "", "is_published": None}
    return {
        "kind": post.kind,
        "site": post.site.code if post.site is not None else "",
        "duty": _shown_duty(post.duty),
        "is_published": post.is_published,
    }


def _shown_duty(duty: object) -> Words | str:
    """Return days of duty as a cell holds them, empty for every day."""
    return duty_words(duty) if duty else ""


def crew_facts_of(record: Record, sites: Mapping[str, Site]) -> CrewFacts:
    """Return what a row says of its post; columns that the sheet does not have are left out."""
    facts: CrewFacts = {}
    if "kind" in record.values:
        facts["kind"] = record["kind"]
    if "site" in record.values:
        facts["site"] = sites.get(record["site"])
    if "duty" in record.values:
        facts["duty"] = parse_duty(record["duty"].zh if record["duty"] else "")
    if record.get("is_published") is not None:
        facts["is_published"] = record["is_published"]
    return facts


def sites_named(records: Sequence[Record]) -> dict[str, Site]:
    """Return the places that rows name, by code, with their areas; one query."""
    codes = {each.get("site") for each in records} - {None, ""}
    return {site.code: site for site in Site.objects.filter(code__in=codes).select_related("area")}
