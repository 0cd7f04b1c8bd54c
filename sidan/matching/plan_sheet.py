# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs as an Excel workbook: pairs, who is left over, loads, figures; each export audited."""

from collections.abc import Iterator, Mapping
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import Sheet, write_workbook
from sidan.matching.authority import may_read
from sidan.matching.models import Company, PairingPlan, PlannedPair, Skill
from sidan.matching.plans import no_such_plan, problem_in, rows_of
from sidan.people.actors import Actor
from sidan.people.audit import record


def _text(name: str, zh: str, en: str, *, width: int = 20) -> Column:
    """Return a column of texts."""
    return Column(name, Words(zh, en), cells.text(), width=width)


def _number(name: str, zh: str, en: str) -> Column:
    """Return a column of numbers."""
    return Column(name, Words(zh, en), cells.whole(), style="number", width=12)


PAIRS = (
    _text("company", "企业编码", "Company code"),
    _text("company_name", "企业", "Company", width=28),
    _text("area", "所在区域", "Area"),
    _text("needs", "需求", "Needs", width=28),
    _number("seat", "名额", "Seat"),
    _text("skill", "名额要求的专长", "Skill of the seat"),
    _text("liaison", "特派员编码", "Liaison code"),
    _text("liaison_name", "特派员", "Liaison"),
    _text("unit", "所在单位", "Unit", width=28),
    _number("km", "距离（公里）", "Distance (km)"),
    _number("fit", "需求满足（%）", "Needs answered (%)"),
    _text("kept", "沿用现有结对", "As today", width=12),
    _text("by_hand", "手工固定", "Set by hand", width=12),
)
UNCOVERED = (
    _text("company", "企业编码", "Company code"),
    _text("company_name", "企业", "Company", width=28),
    _number("seat", "名额", "Seat"),
    _text("skill", "名额要求的专长", "Skill of the seat"),
)
LOADS = (
    _text("liaison", "特派员编码", "Liaison code"),
    _number("load", "名额数", "Places"),
    _number("capacity", "上限", "Limit"),
)
FIGURES = (_text("figure", "项目", "Figure", width=28), _number("value", "数值", "Value"))
FIGURE_WORDS: Mapping[str, Words] = {
    "covered": Words("已覆盖企业", "Companies covered"),
    "of": Words("应覆盖企业", "Companies to cover"),
    "seats_filled": Words("结对数", "Pairs"),
    "liaisons": Words("特派员数", "Liaisons"),
    "full": Words("已满的特派员", "Full liaisons"),
    "kept": Words("沿用现有结对", "Pairs as today"),
    "changes": Words("变动", "Changes from today"),
    "fixed": Words("手工固定", "Set by hand"),
    "cost": Words("代价", "Cost"),
}


def pairs_workbook(plan: PairingPlan, *, by: Actor, language: str) -> bytes:
    """Return a plan as a workbook for whoever reads its area; five queries. Why two are kept apart is not in it."""
    if not may_read(by, plan.area_code):
        raise no_such_plan()
    rows = list(rows_of(plan))
    names = {code: Words(name, name_en) for code, name, name_en in Skill.objects.values_list("code", "name", "name_en")}
    figures = plan.result.get("figures") or {}
    sheets = (
        Sheet(Words("拟结对", "Pairs"), PAIRS, [_pair(row, names, language) for row in rows]),
        Sheet(Words("未覆盖", "Without a liaison"), UNCOVERED, list(_uncovered(plan, names))),
        Sheet(Words("负荷", "Loads"), LOADS, list(_loads(plan, rows))),
        Sheet(
            Words("汇总", "Figures"),
            FIGURES,
            [{"figure": words, "value": figures[name]} for name, words in FIGURE_WORDS.items() if name in figures],
        ),
    )
    record(by, "pairing_plan.exported", plan.subject, format="xlsx")
    return write_workbook(sheets, language=language)


def _pair(row: PlannedPair, names: Mapping[str, Words], language: str) -> dict[str, Any]:
    """Return one pair as a row of the sheet."""
    unit, away, fit = row.company.unit, row.parts.get("distance_m"), row.parts.get("fit_share")
    needs = [names.get(code, Words(code, code)).in_language(language) for code in row.company.needs]
    return {
        "company": unit.code,
        "company_name": unit.name_in(language),
        "area": Words(unit.area.name, unit.area.name_en) if unit.area else "",
        "needs": "、".join(needs),
        "seat": row.seat + 1,
        "skill": names.get(row.skill, row.skill),
        "liaison": row.adviser.code,
        "liaison_name": row.adviser.name,
        "unit": row.adviser.unit.name_in(language),
        "km": None if away is None else round(away / 1000, 1),
        "fit": None if fit is None else round(100 * fit),
        "kept": row.is_kept,
        "by_hand": row.is_fixed,
    }


def _uncovered(plan: PairingPlan, names: Mapping[str, Words]) -> Iterator[dict[str, Any]]:
    """Yield the seats that nobody takes; one query."""
    stored = list(plan.result.get("uncovered") or ())
    units = {
        code: Words(name, name_en)
        for code, name, name_en in Company.objects.filter(
            unit__code__in=[each["company"] for each in stored]
        ).values_list("unit__code", "unit__name", "unit__name_en")
    }
    for each in stored:
        skill = each.get("skill", "")
        yield {
            "company": each["company"],
            "company_name": units.get(each["company"], each["company"]),
            "seat": each["seat"] + 1,
            "skill": names.get(skill, skill),
        }


def _loads(plan: PairingPlan, rows: list[PlannedPair]) -> Iterator[dict[str, Any]]:
    """Yield how many places each liaison has beside the limit, by code and in no other order."""
    loads: dict[str, int] = {}
    for row in rows:
        loads[row.adviser.code] = loads.get(row.adviser.code, 0) + 1
    for supply in sorted(problem_in(plan).supplies, key=lambda each: each.code):
        yield {"liaison": supply.code, "load": loads.get(supply.code, 0), "capacity": supply.capacity}
