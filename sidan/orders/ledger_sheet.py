# SPDX-License-Identifier: Apache-2.0
"""The ledger of a year as a sheet: two lines for each posting, one debit and one credit, and a sum that balances."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import write_table
from sidan.orders.fund_queries import areas_read, postings_read, receipt_numbers, require_reader
from sidan.orders.purses import Posting
from sidan.people.actors import Actor
from sidan.people.audit import record

TITLE = Words("经费台账", "Ledger of funds")
SUM = Words("合计", "Sum")
KINDS: dict[str, Words] = {
    "allot": Words("发放额度", "allotted"),
    "reserve": Words("预留", "set aside"),
    "spend": Words("支出", "spent"),
    "release": Words("解除预留", "released"),
    "return": Words("收回", "taken back"),
}
ACCOUNTS: dict[str, Words] = {
    "treasury": Words("财政", "treasury"),
    "available": Words("可用额度", "available"),
    "reserved": Words("预留额度", "set aside"),
    "spent": Words("已支出", "spent"),
}

COLUMNS = (
    Column("number", Words("分录号", "Posting"), cells.whole(), style="number", width=10),
    Column("at", Words("时间", "When"), cells.text(), width=18),
    Column("kind", Words("类型", "Kind"), cells.text(), width=14),
    Column("account", Words("科目", "Account"), cells.text(), width=14),
    Column("debit", Words("借方（元）", "Debit (yuan)"), cells.text(), style="number", width=14),
    Column("credit", Words("贷方（元）", "Credit (yuan)"), cells.text(), style="number", width=14),
    Column("user", Words("用户名", "User name"), cells.text()),
    Column("name", Words("额度归属人", "Whose purse"), cells.text()),
    Column("area", Words("区域编码", "Area"), cells.code_text, width=18),
    Column("order", Words("单号", "Order"), cells.text(), width=22),
    Column("receipts", Words("票据号码", "Receipts"), cells.text(), width=30),
    Column("by", Words("经办人", "By"), cells.text()),
)


def ledger_sheet(*, year: int, by: Actor, language: str) -> bytes:
    """Return the ledger of the purses that the actor may read; the log tells who took it out. NotFound for others."""
    require_reader(by)
    found = postings_read(by, year=year)
    receipts = receipt_numbers(found)
    postings = list(found)
    record(
        by, "funds.exported", f"funds:{year}", areas=[area or "city" for area in areas_read(by)], count=len(postings)
    )
    return write_table(COLUMNS, _rows(postings, receipts), title=TITLE, language=language)


def _rows(postings: list[Posting], receipts: dict[int, str]) -> Iterator[dict[str, Any]]:
    """Yield two lines for each posting and the sum of both sides."""
    for posting in postings:
        line = _line(posting, receipts)
        yield {**line, "account": ACCOUNTS[posting.debit], "debit": posting.amount_fen / 100}
        yield {**line, "account": ACCOUNTS[posting.credit], "credit": posting.amount_fen / 100}
    total = sum(posting.amount_fen for posting in postings) / 100
    yield {"kind": SUM, "debit": total, "credit": total}


def _line(posting: Posting, receipts: dict[int, str]) -> dict[str, Any]:
    """Return what both lines of a posting share."""
    return {
        "number": posting.pk,
        "at": f"{posting.made_at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M}",
        "kind": KINDS[posting.kind],
        "user": posting.purse.user.username,
        "name": posting.purse.user.display_name,
        "area": posting.purse.area_code,
        "order": posting.order.number if posting.order else "",
        "receipts": receipts.get(posting.order_id or 0, "") if posting.kind == "spend" else "",
        "by": posting.by.display_name if posting.by else "",
    }
