# SPDX-License-Identifier: Apache-2.0
"""Entries of the audit log as a sheet, for an auditor to work through or to keep elsewhere."""

import json
from typing import Any

from django.db.models import QuerySet

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import write_table
from sidan.people.actors import Actor
from sidan.people.audit import ACTIONS, record
from sidan.people.models import AuditEntry

TITLE = Words("审计日志", "Audit log")
MOST_ENTRIES = 10_000

COLUMNS = (
    Column("chain", Words("所属链", "Chain"), cells.text(), width=10),
    Column("number", Words("链中序号", "Place in the chain"), cells.whole(), style="number", width=12),
    Column("at", Words("时间", "When"), cells.text(), width=22),
    Column("user", Words("用户名", "User name"), cells.text()),
    Column("actor", Words("操作人", "Who"), cells.text()),
    Column("action", Words("操作", "What was done"), cells.text(), width=24),
    Column("subject", Words("对象", "About what"), cells.text(), width=28),
    Column("details", Words("详情", "Details"), cells.text(), width=40),
    Column("ip", Words("来源地址", "From address"), cells.text()),
    Column("digest", Words("摘要值", "Digest"), cells.text(), width=66),
)


def audit_sheet(entries: QuerySet[AuditEntry], *, by: Actor, language: str) -> bytes:
    """Return at most MOST_ENTRIES of the entries as a sheet, newest first; the log tells who took them out.

    The moment is that of the digest, in UTC to the microsecond, so that the chain can be checked from the sheet.
    """
    rows = [_row(entry) for entry in entries.select_related("user").order_by("-id")[:MOST_ENTRIES]]
    record(by, "audit.exported", "", count=len(rows))
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def _row(entry: AuditEntry) -> dict[str, Any]:
    """Return the cells of an entry."""
    return {
        "chain": entry.county,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "user": entry.user.username if entry.user else "",
        "actor": entry.actor,
        "action": ACTIONS.get(entry.action, entry.action),
        "subject": entry.subject,
        "details": json.dumps(entry.details, ensure_ascii=False) if entry.details else "",
        "ip": entry.ip or "",
        "digest": bytes(entry.digest).hex(),
    }
