# SPDX-License-Identifier: Apache-2.0
"""What was done to a plan of pairs, in words, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidan.base.errors import Words
from sidan.matching.models import PairingPlan, PlanEvent

VERBS: Mapping[str, Words] = {
    "drafted": Words("起草", "drafted"),
    "recomputed": Words("要求重新计算", "asked to compute it again"),
    "computed": Words("计算完成", "computed"),
    "moved": Words("手工调整一个名额", "moved a seat by hand"),
    "swapped": Words("互换两家企业", "exchanged two companies"),
    "freed": Words("撤下一个名额的人选", "took somebody off a seat"),
    "fixed": Words("固定一个名额", "fixed a seat"),
    "released": Words("放开一个固定的名额", "released a fixed seat"),
    "undone": Words("撤销上一步", "took the last change back"),
    "opened": Words("征求意见", "opened it to comments"),
    "scheduled": Words("设定启用日", "set the day of adoption"),
    "unscheduled": Words("取消启用日", "took the day of adoption back"),
    "adopted": Words("启用", "adopted"),
    "discarded": Words("作废", "discarded"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done to a plan: when, by whom ("" for the machine), what, and the seats it was about.

    Each of `seats` is (company, seat, liaison before, liaison after), by code.
    """

    at: datetime
    by: str
    verb: str
    words: Words
    seats: tuple[tuple[str, int, str, str], ...]
    details: Mapping[str, Any]


def events_of(plan: PairingPlan) -> list[Done]:
    """Return what was done to a plan, the newest first. One query."""
    events = PlanEvent.objects.filter(plan=plan).select_related("by").order_by("-pk")
    return [
        Done(
            at=each.at,
            by=each.by.display_name if each.by else "",
            verb=each.verb,
            words=VERBS[each.verb],
            seats=_seats(each.details),
            details=each.details,
        )
        for each in events
    ]


def _seats(details: Mapping[str, Any]) -> tuple[tuple[str, int, str, str], ...]:
    """Return the seats an event was about."""
    before = {(company, seat): liaison for company, seat, liaison, _ in details.get("before", ())}
    return tuple(
        (company, seat, before.get((company, seat), ""), liaison)
        for company, seat, liaison, _ in details.get("after", ())
    )
