# SPDX-License-Identifier: Apache-2.0
"""The figures by unit as a spreadsheet, each share with what was counted and what it was counted of."""

from collections.abc import Iterator
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import write_table
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.reports.figures import Figures, UnitRow

TITLE = Words("各单位办理情况", "How units did")


def _number(name: str, zh: str, en: str) -> Column:
    """Return a column of numbers."""
    return Column(name, Words(zh, en), cells.whole(), style="number", width=12)


COLUMNS = (
    Column("code", Words("单位编码", "Unit code"), cells.code_text, width=14),
    Column("name", Words("单位", "Unit"), cells.text(), width=30),
    _number("open", "在办", "Open now"),
    _number("late", "其中超时", "Late now"),
    _number("closed", "近30天办结", "Closed in 30 days"),
    _number("handled", "其中已办理", "Handled"),
    _number("signed", "按时签收", "Signed in time"),
    _number("signed_of", "应签收", "To be signed for"),
    _number("answered", "按时答复", "Answered in time"),
    _number("answered_of", "应答复", "To be answered"),
    _number("solved", "居民评：解决", "Judged solved"),
    _number("partly", "居民评：部分解决", "Judged partly"),
    _number("not_solved", "居民评：没解决", "Judged not solved"),
    _number("explained", "认可说明", "Explanation accepted"),
    _number("unrated", "未评价", "Unrated"),
    _number("marks", "打分人次", "Marks given"),
    _number("mean", "平均分", "Mean mark"),
    _number("reworked", "重办", "Reworked"),
    _number("contested", "退单", "Contested"),
    _number("problems", "问题工单", "Problem orders"),
)


def unit_sheet(figures: Figures, *, by: Actor, language: str) -> bytes:
    """Return the sheet; who took it out is written down."""
    record(by, "figures.exported", "", areas=[area or "city" for area in figures.areas], count=len(figures.units))
    return write_table(COLUMNS, _rows(figures), title=TITLE, language=language)


def _rows(figures: Figures) -> Iterator[dict[str, Any]]:
    """Yield the rows of the sheet."""
    for row in figures.units:
        yield {**_row(row), "name": row.name}


def _row(row: UnitRow) -> dict[str, Any]:
    """Return the cells of a unit; a mean of nothing stays empty."""
    went, mean = row.went, row.went.mean_satisfaction
    counts = ("closed", "handled", "solved", "partly", "not_solved", "explained", "unrated", "marks")
    return {
        "code": row.code,
        "open": row.open.count,
        "late": row.open.late,
        **{name: getattr(went, name) for name in (*counts, "reworked", "contested", "problems")},
        "signed": went.signed_on_time.count,
        "signed_of": went.signed_on_time.of,
        "answered": went.answered_on_time.count,
        "answered_of": went.answered_on_time.of,
        "mean": None if mean is None else round(mean, 2),
    }
