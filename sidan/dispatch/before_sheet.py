# SPDX-License-Identifier: Apache-2.0
"""What to expect in a week as a spreadsheet, each number with what it was counted of."""

from collections.abc import Iterator
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import write_table
from sidan.dispatch.before_they_ask import Outlook
from sidan.people.actors import Actor
from sidan.people.audit import record

TITLE = Words("未诉先办：下周预判", "Before they ask: the coming week")


def _number(name: str, zh: str, en: str) -> Column:
    """Return a column of numbers."""
    return Column(name, Words(zh, en), cells.whole(), style="number", width=12)


COLUMNS = (
    Column("area", Words("区域编码", "Area code"), cells.code_text, width=16),
    Column("place", Words("区域", "Area"), cells.text(), width=20),
    Column("code", Words("事项编码", "Matter code"), cells.code_text, width=26),
    Column("matter", Words("事项", "Matter"), cells.text(), width=26),
    _number("count", "往年同期件数", "Orders in these weeks of earlier years"),
    _number("weeks", "往年同期周数", "Weeks counted"),
    Column("expected", Words("下周预计", "Expected in the week"), cells.text(), width=12),
    _number("low", "至少", "At least"),
    _number("high", "至多", "At most"),
    Column("usual", Words("近一年每周", "A usual week of the last year"), cells.text(), width=12),
)


def outlook_sheet(found: Outlook, areas: tuple[str, ...], *, by: Actor, language: str) -> bytes:
    """Return the sheet; who took it out is written down."""
    record(by, "figures.exported", "", areas=[area or "city" for area in areas], count=len(found.seasons))
    return write_table(COLUMNS, _rows(found, language), title=TITLE, language=language)


def _rows(found: Outlook, language: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of the sheet."""
    for season in found.seasons:
        low, high = season.interval
        yield {
            "area": season.area,
            "place": season.place.in_language(language),
            "code": season.code,
            "matter": season.matter.in_language(language),
            "count": season.count,
            "weeks": season.weeks,
            "expected": f"{season.expected:.1f}",
            "low": low,
            "high": high,
            "usual": f"{season.usual:.1f}",
        }
