# SPDX-License-Identifier: Apache-2.0
"""How the grids of an area are staffed, as a spreadsheet: one row a grid, one column a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import write_table
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.coverage import Coverage
from sidan.places.names import path_names
from sidan.reports.grid_load import GridLoad

TITLE = Words("网格值守情况", "How grids are staffed")
NOBODY = Words("无人值守", "nobody")
_YES_NO = {True: Words("有", "yes"), False: Words("无", "no")}
_ZH, _EN = "一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _number(name: str, zh: str, en: str) -> Column:
    """Return a column of numbers."""
    return Column(name, Words(zh, en), cells.decimal(0, 1e9), style="number", width=12)


COLUMNS = (
    Column("code", Words("网格编码", "Grid code"), cells.code_text, width=18),
    Column("path", Words("所在乡镇社区", "Town and community"), cells.text(), width=30),
    Column("name", Words("网格", "Grid"), cells.text(), width=24),
    Column("phone", Words("值班电话", "Duty telephone"), cells.text(), width=10),
    _number("posts", "岗位数（共管的按份计）", "Posts (shared ones in parts)"),
    _number("households", "户数", "Households"),
    _number("people", "人数", "People"),
    _number("households_a_post", "每岗户数", "Households a post"),
    _number("people_a_post", "每岗人数", "People a post"),
    _number("open", "在办工单", "Open orders"),
    _number("month", "近30天工单", "Orders of 30 days"),
    _number("year", "近365天工单", "Orders of 365 days"),
    _number("nobody", "无人值守天数", "Days with nobody"),
)


def staffing_sheet(coverage: Coverage, loads: Sequence[GridLoad], *, area_code: str, by: Actor, language: str) -> bytes:
    """Return the sheet, grids by code; who took it out is written down."""
    record(by, "coverage.exported", f"area:{area_code or 'city'}", count=len(loads))
    columns = (*COLUMNS, *(Column(_key(day), _header(day), cells.text(), width=12) for day in coverage.days))
    return write_table(columns, _rows(coverage, loads, language=language), title=TITLE, language=language)


def _rows(coverage: Coverage, loads: Sequence[GridLoad], *, language: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of the sheet; a day with somebody there in person stays empty."""
    for load in loads:
        grid, found = load.grid, coverage.found[load.grid.code]
        path = path_names(grid.code[:12], below=grid.code[:6])
        row: dict[str, Any] = {
            "code": grid.code,
            "path": " ".join(name.in_language(language) for name in path),
            "name": grid.name,
            "phone": _YES_NO[grid.has_phone],
            "posts": round(load.posts, 2),
            "households": grid.households,
            "people": grid.people,
            "households_a_post": _rounded(load.households_a_post),
            "people_a_post": _rounded(load.people_a_post),
            "open": load.orders.open,
            "month": load.orders.month,
            "year": load.orders.year,
            "nobody": len(found.nobody),
        }
        row |= {_key(day): NOBODY for day in found.nobody}
        row |= {_key(day): "、".join(names) for day, names in found.stand_ins.items()}
        yield row


def _rounded(number: float | None) -> int | None:
    """Return a number as a whole one."""
    return None if number is None else round(number)


def _key(day: date) -> str:
    """Return the name of a day's column."""
    return f"day-{day.isoformat()}"


def _header(day: date) -> Words:
    """Return a day with its weekday, as the head of a column."""
    return Words(f"{day.isoformat()} 周{_ZH[day.weekday()]}", _EN[day.weekday()])
