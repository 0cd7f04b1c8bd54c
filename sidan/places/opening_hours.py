# SPDX-License-Identifier: Apache-2.0
"""When something is open in a week: read from a clerk's line, said in words, and asked for a moment. Pure: no Django.

A week is seven days from Monday, each a row of spans in minutes from that day's midnight. A span that ends past
midnight belongs to the day it begins on, so that a Saturday's evening still ends on Sunday morning.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise

from sidan.base.cells import plain
from sidan.base.errors import Refused, Words

DAY_MINUTES = 24 * 60
MOST_SPANS = 4
Span = tuple[int, int]
Week = tuple[tuple[Span, ...], ...]

ALWAYS: Week = ((((0, DAY_MINUTES)),),) * 7
NEVER: Week = ((),) * 7
_ZH = "一二三四五六日"
_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS = {name: day for day, name in enumerate(_ZH)} | {name.lower(): day for day, name in enumerate(_EN)}
_DAYS |= {str(number): number - 1 for number in range(1, 8)} | {"天": 6}
_DAY = r"(?:周|星期)?(?:[一二三四五六日天1-7]|mon|tue|wed|thu|fri|sat|sun)"
_DAY_PART = re.compile(rf"({_DAY})(?:[-至到]({_DAY}))?")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})[-至到~](次日)?(\d{1,2}):(\d{2})")
_ALL_DAY = ("24小时", "全天", "24h", "allday")
_EVERY_DAY = ("每天", "每日", "daily")
_CLOSED = ("休息", "关闭", "不开放", "closed")


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether something is open, and the moment at which that changes; None when it does not within a week."""

    is_open: bool
    until: datetime | None


def parse_week(text: str) -> Week:
    """Return the week of a line such as "周一至周五 08:00-12:00,14:00-18:00; 周六 09:00-12:00"; "" is never.

    Days not named are closed, a later part overrides an earlier one, and "每天 22:00-06:00" goes past midnight.
    """
    days: list[tuple[Span, ...]] = list(NEVER)
    for part in filter(None, re.split(r"[;\n]", plain(text).lower().replace("；", ";"))):
        if not part.strip():
            continue
        named, spans = _part("".join(part.split()))
        for day in named:
            days[day] = spans
    return require_week(days)


def require_week(days: Sequence[Sequence[Span]]) -> Week:
    """Return seven days of spans in order; Refused when spans of a day, or a night and the next day, overlap."""
    week = tuple(tuple(sorted((int(start), int(end)) for start, end in spans)) for spans in days)
    for day, spans in enumerate(week):
        if len(spans) > MOST_SPANS:
            raise Refused("A day has at most %(most)d opening times.", most=MOST_SPANS)
        following = [(start + DAY_MINUTES, end) for start, end in week[(day + 1) % 7][:1]]
        if any(earlier[1] > later[0] for earlier, later in pairwise((*spans, *following))):
            raise Refused("The opening times of %(day)s overlap.", day=Words(f"周{_ZH[day]}", _EN[day]))
    return week


def stored(week: Week) -> list[list[list[int]]]:
    """Return a week as a JSON column holds it."""
    return [[[start, end] for start, end in spans] for spans in week]


def restored(rows: object) -> Week:
    """Return the week of a JSON column; one without days is never open."""
    if not isinstance(rows, list) or len(rows) != 7:
        return NEVER
    return tuple(tuple((start, end) for start, end in spans) for spans in rows)


def in_words(week: Week) -> Words:
    """Return the week in words, days with the same times together, closed days named last by their absence."""
    if week == ALWAYS:
        return Words("每天 24小时", "daily 24h")
    parts = [(list(days), spans) for spans, days in groupby(range(7), key=lambda day: week[day]) if spans]
    if len(parts) == 1 and len(parts[0][0]) == 7:
        return Words(f"每天 {_said(week[0])}", f"daily {_said(week[0])}")
    zh = "；".join(f"{_days(days, [f'周{name}' for name in _ZH], '至')} {_said(spans)}" for days, spans in parts)
    en = "; ".join(f"{_days(days, _EN, '-')} {_said(spans)}" for days, spans in parts)
    return Words(zh, en)


def opening_at(week: Week, moment: datetime, *, closed: Collection[date] = ()) -> Opening:
    """Return whether it is open at a local moment, and when that changes; nothing begins on a day in `closed`."""
    spans = list(_joined(_spans_around(week, moment, closed=closed)))
    for start, end in spans:
        if start <= moment < end:
            return Opening(is_open=True, until=end if end - moment < timedelta(days=7) else None)
    return Opening(is_open=False, until=next((start for start, _ in spans if start > moment), None))


def _spans_around(week: Week, moment: datetime, *, closed: Collection[date]) -> Iterable[tuple[datetime, datetime]]:
    """Yield the spans that begin from the day before a moment to a week after it, in order."""
    for offset in range(-1, 9):
        day = moment.date() + timedelta(days=offset)
        if day in closed:
            continue
        midnight = datetime.combine(day, time(), moment.tzinfo)
        for start, end in week[day.weekday()]:
            yield midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> Iterable[tuple[datetime, datetime]]:
    """Yield the spans, one that begins where another ends joined to it: whoever is open at midnight stays open."""
    current: tuple[datetime, datetime] | None = None
    for start, end in spans:
        if current is not None and start <= current[1]:
            current = current[0], max(end, current[1])
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


def _part(text: str) -> tuple[Sequence[int], tuple[Span, ...]]:
    """Return the days and the spans of one part of a line, without its blanks."""
    days, rest = _named_days(text)
    rest = rest.lstrip(":,")
    if rest in _CLOSED:
        return days, ()
    if rest in _ALL_DAY:
        return days, ((0, DAY_MINUTES),)
    spans = tuple(_span(piece) for piece in filter(None, re.split(r"[,、]", rest)))
    if not spans:
        raise _unclear(text)
    return days, spans


def _named_days(text: str) -> tuple[Sequence[int], str]:
    """Return the days a part begins with, every day where it names none, and what stands after them."""
    for word in _EVERY_DAY:
        if text.startswith(word):
            return range(7), text.removeprefix(word)
    days: list[int] = []
    # A lone digit begins a time of day unless a span of days or the word for a weekday stands there.
    while found := _DAY_PART.match(text):
        if found[1].isdecimal() and not found[2]:
            break
        first, last = _day(found[1]), _day(found[2] or found[1])
        days.extend(range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)])
        text = text[found.end() :].lstrip("、,")
    return days or range(7), text


def _day(name: str) -> int:
    """Return the number of a weekday, Monday being 0."""
    return _DAYS[name.removeprefix("周").removeprefix("星期")]


def _span(text: str) -> Span:
    """Return one span; an end that is not after its beginning is on the next day."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise _unclear(text)
    hours = int(found[1]), int(found[4])
    minutes = int(found[2]), int(found[5])
    start, end = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise Refused("There is no time %(text)s.", text=text)
    return start, end + DAY_MINUTES if found[3] or end <= start else end


def _unclear(text: str) -> Refused:
    """Return the refusal of a text that is no opening time."""
    return Refused(
        "%(text)s is not an opening time such as Mon-Fri 08:00-12:00,14:00-18:00; Sat 09:00-12:00.", text=text[:60]
    )


def _said(spans: Sequence[Span]) -> str:
    """Return the spans of a day as they are written and read."""
    if spans == ((0, DAY_MINUTES),):
        return "24h"
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minute: int) -> str:
    """Return a minute of a day as a time; the end of a day is 24:00, past it the next day's time."""
    minute = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _days(days: Sequence[int], names: Sequence[str], to: str) -> str:
    """Return a row of days by its first and last."""
    return names[days[0]] + (f"{to}{names[days[-1]]}" if len(days) > 1 else "")
