# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs as a workbook: pairs, empty seats, what changes, loads; each taken out is in the audit log."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import Sheet, write_workbook
from sidan.matching.authority import may_keep, may_read
from sidan.matching.leaving import replacements_in
from sidan.matching.models import PairingPlan, PlannedPair, Skill
from sidan.matching.names import adviser_names, company_names
from sidan.matching.plans import no_such_plan, problem_in, rows_of
from sidan.matching.reasons import BARRIERS
from sidan.matching.register_rows import CONFLICT_KINDS
from sidan.people.actors import Actor
from sidan.people.audit import record

_FULL = Words("能服务的特派员名额已满", "everybody who may serve it is full")
_FREED = Words("手工撤下", "taken away by hand")
_NOBODY = Words("没有特派员", "there is no liaison")


@transaction.atomic
def plan_workbook(plan: PairingPlan, *, by: Actor, language: str) -> bytes:
    """Return a plan as an Excel workbook, for whoever reads its area; audited.

    Why two are kept apart stands in it for organisers alone.
    """
    if not may_read(by, plan.area_code):
        raise no_such_plan()
    rows = list(rows_of(plan))
    skills = {each.code: each.title for each in Skill.objects.all()}
    sheets = (
        Sheet(Words("结对", "Pairs"), PAIRS, _pairs(rows, skills)),
        Sheet(Words("空缺名额", "Empty seats"), EMPTY, _empty(plan, skills, with_reasons=may_keep(by, plan.area_code))),
        Sheet(Words("调整", "Changes"), CHANGES, _changes(plan)),
        Sheet(Words("特派员名额", "Loads"), LOADS, _loads(plan, rows)),
    )
    book = write_workbook(sheets, language=language)
    record(by, "pairing_plan.exported", plan.subject, pairs=len(rows))
    return book


def _text(name: str, zh: str, en: str, *, width: int = 20) -> Column:
    """Return a column of texts."""
    return Column(name, Words(zh, en), cells.text(), width=width)


def _number(name: str, zh: str, en: str) -> Column:
    """Return a column of numbers."""
    return Column(name, Words(zh, en), cells.whole(), style="number", width=12)


_COMPANY = (_text("company", "企业编码", "Company"), _text("company_name", "企业", "Name", width=30))
_LIAISON = (_text("liaison", "特派员编码", "Liaison"), _text("liaison_name", "特派员", "Name"))
_SEAT = (_number("seat", "名额", "Seat"), _text("skill", "所需专长", "Skill of the seat"))

PAIRS = (
    *_COMPANY,
    *_SEAT,
    *_LIAISON,
    _text("unit", "所在单位", "Unit", width=30),
    _number("km", "距离（公里）", "Distance (km)"),
    _number("fit", "需求匹配（%）", "Fit (%)"),
    _text("is_kept", "与现在相同", "As today", width=10),
    _text("is_fixed", "手工固定", "Set by hand", width=10),
)
EMPTY = (*_COMPANY, *_SEAT, _text("why", "原因", "Why", width=60))
CHANGES = (*_COMPANY, _text("before", "现在", "Today"), _text("after", "方案", "In the plan"))
LOADS = (
    *_LIAISON,
    _number("capacity", "可服务名额", "Seats at most"),
    _number("load", "方案中名额", "Seats in the plan"),
)


def _pairs(rows: list[PlannedPair], skills: Mapping[str, Words]) -> Iterator[dict[str, Any]]:
    """Yield the planned pairs."""
    for row in rows:
        away = row.parts.get("distance_m")
        yield {
            "company": row.company.unit.code,
            "company_name": Words(row.company.unit.name, row.company.unit.name_en),
            "seat": row.seat + 1,
            "skill": skills.get(row.skill, row.skill),
            "liaison": row.adviser.code,
            "liaison_name": row.adviser.name,
            "unit": Words(row.adviser.unit.name, row.adviser.unit.name_en),
            "km": None if away is None else round(away / 1000, 1),
            "fit": round(100 * row.parts.get("fit_share", 0)),
            "is_kept": row.is_kept,
            "is_fixed": row.is_fixed,
        }


def _empty(plan: PairingPlan, skills: Mapping[str, Words], *, with_reasons: bool) -> Iterator[dict[str, Any]]:
    """Yield the seats that nobody has."""
    uncovered = plan.result.get("uncovered", [])
    names = company_names({each["company"] for each in uncovered})
    for each in uncovered:
        yield {
            "company": each["company"],
            "company_name": names.get(each["company"], ""),
            "seat": each["seat"] + 1,
            "skill": skills.get(each["skill"], each["skill"]),
            "why": _why(each, with_reasons=with_reasons),
        }


def _why(empty: Mapping[str, Any], *, with_reasons: bool) -> Words:
    """Return why nobody has a seat, with how many liaisons each reason keeps from it."""
    if empty.get("is_by_hand"):
        return _FREED
    if empty["is_full"]:
        return _FULL
    counted: Counter[str] = Counter()
    for barrier, number in empty["barriers"].items():
        counted["other" if barrier in CONFLICT_KINDS and not with_reasons else barrier] += number
    if not counted:
        return _NOBODY
    told = [(BARRIERS[barrier], number) for barrier, number in sorted(counted.items())]
    return Words(
        "；".join(f"{words.zh}：{number} 人" for words, number in told),
        "; ".join(f"{words.en}: {number}" for words, number in told),
    )


def _changes(plan: PairingPlan) -> Iterator[dict[str, Any]]:
    """Yield the seats that are served otherwise than today."""
    for each in replacements_in(plan):
        yield {
            "company": each.company,
            "company_name": each.company_name,
            "before": each.before or "",
            "after": each.after or "",
        }


def _loads(plan: PairingPlan, rows: list[PlannedPair]) -> Iterator[dict[str, Any]]:
    """Yield how many seats each liaison has, by code."""
    loads = Counter(row.adviser.code for row in rows)
    supplies = problem_in(plan).supplies
    names = adviser_names([each.code for each in supplies])
    for each in supplies:
        yield {
            "liaison": each.code,
            "liaison_name": names.get(each.code, ""),
            "capacity": each.capacity,
            "load": loads[each.code],
        }
