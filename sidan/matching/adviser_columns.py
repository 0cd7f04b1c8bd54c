# SPDX-License-Identifier: Apache-2.0
"""The columns of a sheet of advisers, and an adviser as one of its rows."""

from dataclasses import fields
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.matching.register_columns import PLACE, YES_NO, area_code, skills_column, spans
from sidan.matching.register_facts import AdviserFacts, Days, facts_of_adviser, out_of_capacity
from sidan.matching.register_rows import ADVISER_KINDS, MOST_CAPACITY, USUAL_CAPACITY, Adviser
from sidan.matching.skills import Vocabulary
from sidan.people.models import User

TITLE = Words("助企人员", "Advisers")
# The facts that columns of the same name say.
PLAIN = {each.name: each.name for each in fields(AdviserFacts) if each.name not in ("user", "unit", "area_code")}


def columns(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of a sheet of advisers; skills are those of the vocabulary."""
    return (*_who(), *_what(words))


def _who() -> tuple[Column, ...]:
    """Return the columns of who an adviser is and where companies may be served."""
    return (
        Column("code", Words("人员编码", "Adviser code"), cells.code_text, required=True, aliases=("编码",)),
        Column(
            "kind",
            Words("类别", "Kind"),
            cells.choice(ADVISER_KINDS),
            required=True,
            aliases=("人员类别",),
            options=tuple(ADVISER_KINDS.values()),
            width=10,
        ),
        Column(
            "name",
            Words("姓名", "Name"),
            cells.line(60),
            required=True,
            aliases=("名称",),
            help=Words("高校、机构不写个人的，填机构名称", "a university that names nobody gives its own name"),
        ),
        Column("title", Words("职务职称", "Title"), cells.line(60)),
        Column(
            "username",
            Words("用户名", "User name"),
            lambda cell: User.objects.normal_username(cells.code_text(cell)),
            aliases=("账号", "登录名"),
            help=Words("特派员必填，须已任特派员岗位", "needed for a liaison, who holds that post already"),
        ),
        Column(
            "unit", Words("单位编码", "Unit code"), cells.code_text, required=True, aliases=("单位", "所在单位编码")
        ),
        Column(
            "area",
            Words("服务区域编码", "Area served"),
            area_code,
            required=True,
            aliases=("区域编码", "负责区域编码"),
            help=Words("只服务该区域内的企业", "only companies in this area are served"),
        ),
        *PLACE,
    )


def _what(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of what an adviser can do, for how many, and when."""
    return (
        skills_column("skills", Words("专长", "Skills"), words),
        skills_column("languages", Words("语言", "Languages"), words, kind="language"),
        Column("skill_words", Words("其他专长", "Other skills"), cells.line(300), aliases=("专长说明",), width=40),
        Column(
            "capacity",
            Words("名额", "Capacity"),
            _capacity,
            style="number",
            help=Words(
                f"最多服务几家企业，不填为 {USUAL_CAPACITY}", f"companies at most; empty means {USUAL_CAPACITY}"
            ),
            width=10,
        ),
        Column(
            "absences",
            Words("外出日期", "Away"),
            spans,
            help=Words("如 2026-03-01~2026-03-10，多段用、隔开", "such as 2026-03-01~2026-03-10, parted by ,"),
            width=30,
        ),
        Column(
            "is_active",
            Words("是否启用", "Active"),
            lambda cell: cells.yes_no(cell) is not False,
            help=Words("填“否”即停用；不填为启用", "no closes the adviser; empty means yes"),
            options=YES_NO,
            width=10,
        ),
    )


def _capacity(cell: str) -> int:
    """Return a capacity, the usual one for an empty cell."""
    number = cells.whole(-MOST_CAPACITY, 2_000_000_000)(cell)
    if number is None:
        return USUAL_CAPACITY
    if not 0 <= number <= MOST_CAPACITY:
        raise out_of_capacity()
    return number


def days_of(adviser: Adviser) -> tuple[Days, ...]:
    """Return when an adviser is away, in order."""
    return tuple(sorted(Days(each.from_on, each.until_on) for each in adviser.absences.all()))


def values_of(adviser: Adviser) -> dict[str, Any]:
    """Return an adviser as a row of values, without its code."""
    facts = facts_of_adviser(adviser)
    return {
        **{name: getattr(facts, name) for name in PLAIN},
        "username": adviser.user.username if adviser.user else "",
        "unit": adviser.unit.code,
        "area": adviser.area_code,
        "absences": days_of(adviser),
        "is_active": adviser.is_active,
    }


def written_out(adviser: Adviser, words: Vocabulary, language: str) -> dict[str, Any]:
    """Return an adviser as a row of a written sheet: kinds and skills by their names, days as texts."""
    row = values_of(adviser)
    named = {name: words.names_of(row[name], language) for name in ("skills", "languages")}
    away = "、".join(map(str, row["absences"]))
    return {"code": adviser.code, **row, **named, "kind": ADVISER_KINDS[adviser.kind], "absences": away}
