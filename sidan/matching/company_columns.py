# SPDX-License-Identifier: Apache-2.0
"""The columns of a sheet of companies, and a company as one of its rows."""

from dataclasses import fields
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.matching.problem import LARGEST_TEAM
from sidan.matching.register_columns import PLACE, YES_NO, area_code, skills_column, unless_empty
from sidan.matching.register_facts import LEAST_RHYTHM_DAYS, MOST_RHYTHM_DAYS, CompanyFacts, facts_of_company
from sidan.matching.register_rows import SIZES, USUAL_RHYTHM_DAYS, Company
from sidan.matching.registering import area_of
from sidan.matching.skills import Vocabulary

TITLE = Words("企业", "Companies")
# The facts that columns of the same name say; names and area are the unit's.
FACTS = {each.name: each.name for each in fields(CompanyFacts)}


def columns(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of a sheet of companies; skills are those of the vocabulary."""
    return (*_what_it_is(), *_what_it_needs(words))


def _what_it_is() -> tuple[Column, ...]:
    """Return the columns of a company itself and where it is."""
    return (
        Column(
            "code",
            Words("企业编码", "Company code"),
            cells.code_text,
            required=True,
            aliases=("编码", "单位编码", "统一社会信用代码"),
            help=Words("没有的单位一并新增，可用统一社会信用代码", "a unit that is not there yet is added with it"),
            width=22,
        ),
        Column("name", Words("企业名称", "Name"), cells.line(120), aliases=("名称", "单位名称"), width=30),
        Column("name_en", Words("英文名称", "English name"), cells.line(160), width=30),
        Column(
            "area",
            Words("所在区域编码", "Area code"),
            area_code,
            aliases=("区域编码", "区域"),
            help=Words("新增企业必填", "needed for a new company"),
        ),
        Column("industry", Words("行业", "Industry"), cells.line(60)),
        Column(
            "size",
            Words("规模", "Size"),
            unless_empty(cells.choice(SIZES), "small"),
            options=tuple(SIZES.values()),
            help=Words("不填为小型", "empty means small"),
            width=10,
        ),
        *PLACE,
        Column(
            "is_key",
            Words("重点企业", "Key company"),
            lambda cell: cells.yes_no(cell) is True,
            options=YES_NO,
            help=Words("填“是”即由专人一对一服务", "yes asks for a liaison of its own"),
            width=10,
        ),
        Column(
            "is_in_scope",
            Words("纳入全覆盖", "To be covered"),
            lambda cell: cells.yes_no(cell) is not False,
            options=YES_NO,
            help=Words("不填为是", "empty means yes"),
            width=10,
        ),
    )


def _what_it_needs(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of what a company needs, from how many people and how often."""
    return (
        skills_column("needs", Words("所需专长", "Skills needed"), words, first=True),
        skills_column("languages", Words("所需语言", "Languages needed"), words, kind="language"),
        Column("need_words", Words("其他需求", "Other needs"), cells.line(300), aliases=("需求",), width=40),
        Column(
            "team",
            Words("团队人数", "Team"),
            unless_empty(cells.whole(1, LARGEST_TEAM), 1),
            style="number",
            help=Words("不填为 1；每人对应一项所需专长", "empty means 1; one person for each skill needed"),
            width=10,
        ),
        Column(
            "rhythm_days",
            Words("走访间隔（天）", "Days between visits"),
            cells.whole(),
            style="number",
            help=Words(
                f"{LEAST_RHYTHM_DAYS}～{MOST_RHYTHM_DAYS}，不填为 {USUAL_RHYTHM_DAYS}",
                f"{LEAST_RHYTHM_DAYS} to {MOST_RHYTHM_DAYS}; empty means {USUAL_RHYTHM_DAYS}",
            ),
            width=12,
        ),
    )


def values_of(company: Company) -> dict[str, Any]:
    """Return a company as a row of values, without its code."""
    facts, unit = facts_of_company(company), company.unit
    given = {name: getattr(facts, name) for name in FACTS}
    return {"name": unit.name, "name_en": unit.name_en, "area": area_of(unit), **given}


def written_out(company: Company, words: Vocabulary, language: str) -> dict[str, Any]:
    """Return a company as a row of a written sheet: skills and sizes by their names."""
    row = values_of(company)
    named = {name: words.names_of(row[name], language) for name in ("needs", "languages")}
    return {"code": company.unit.code, **row, **named, "size": SIZES[company.size]}
