# SPDX-License-Identifier: Apache-2.0
"""The reason behind a due time, told in one sentence in Chinese or English."""

from collections import Counter
from datetime import date, datetime, timedelta

from sidan.base.due import DaysJson, Reason
from sidan.base.errors import Words
from sidan.base.limits import Limit

_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MINUTES_A_DAY = 24 * 60
_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def explain(reason: Reason, language: str) -> str:
    """Return the sentence that leads from a limit and its start to the due time, in the language of a code.

    As in "5 working days from Friday 26 September 16:40, holiday 1–8 October (National Day), paused 2 days from …:
    due Tuesday 14 October 16:40". A year is named where it is not the year of the start.
    """
    return _in_chinese(reason) if language.lower().startswith("zh") else _in_english(reason)


def _in_english(reason: Reason) -> str:
    """Return the sentence in English."""
    year = datetime.fromisoformat(reason["start"]).year
    limit = Limit.parse(reason["limit"])
    parts = [f"{limit.words().en} from {_moment_en(reason['start'], year)}"]
    for first, last, names, is_own in _breaks(reason, "en"):
        named = f" ({_and(names)})" if names else ""
        parts.append(f"{'day off' if is_own else 'holiday'} {_span_en(first, last, year)}{named}")
    if worked := [_day_en(day, year, weekday=True) for day in _worked_days(reason)]:
        parts.append(f"{_and(worked)} worked")
    for from_at, length in _pauses(reason):
        parts.append(f"paused {_length_en(length)} from {_moment_en(from_at, year)}")
    for added, times in _extensions(reason):
        parts.append(f"extended {f'{times} times ' if times > 1 else ''}by {added.en}")
    told = ", ".join(parts)
    if "paused" in reason:
        left = _length_en(reason["remaining"], is_working=limit.is_working)
        told += f"; paused since {_moment_en(reason['paused'], year)} with {left} left"
    else:
        told += f": due {_moment_en(reason['due'], year)}"
    if years := reason.get("unknown_years"):
        told += f" (the public holidays of {_and([str(year) for year in years])} were not known yet)"
    return told


def _in_chinese(reason: Reason) -> str:
    """Return the sentence in Chinese."""
    year = datetime.fromisoformat(reason["start"]).year
    limit = Limit.parse(reason["limit"])
    parts = [f"自{_moment_zh(reason['start'], year)}起{limit.words().zh}"]
    for first, last, names, is_own in _breaks(reason, "zh"):
        named = f"（{'、'.join(names)}）" if names else ""
        parts.append(f"{_span_zh(first, last, year)}{'不上班' if is_own else '放假'}{named}")
    if worked := [_day_zh(day, year, weekday=True) for day in _worked_days(reason)]:
        parts.append(f"{'、'.join(worked)}安排上班")
    for from_at, length in _pauses(reason):
        parts.append(f"{_moment_zh(from_at, year)}起暂停{_length_zh(length)}")
    for added, times in _extensions(reason):
        parts.append(f"延期{added.zh}" if times == 1 else f"延期{times}次、每次{added.zh}")
    told = "，".join(parts)
    if "paused" in reason:
        left = _length_zh(reason["remaining"], is_working=limit.is_working)
        told += f"；{_moment_zh(reason['paused'], year)}起暂停计时，还剩{left}"
    else:
        told += f"：应于{_moment_zh(reason['due'], year)}前完成"
    if years := reason.get("unknown_years"):
        told += f"（{'、'.join(str(year) for year in years)}年的放假安排当时尚未公布）"
    return told


def _breaks(reason: Reason, language: str) -> list[tuple[date, date, list[str], bool]]:
    """Return each break in work as its first and last day, the names of its reasons and whether the city set it.

    Public holidays that touch are one break: National Day with Mid-autumn inside it is read as one.
    """
    breaks: list[tuple[date, date, list[str], bool]] = []
    for run in _days_met(reason, is_working=False):
        first, last = date.fromisoformat(run["first"]), date.fromisoformat(run["last"])
        name = run["zh"] if language == "zh" else run["en"]
        if breaks and breaks[-1][1] + _ONE_DAY == first and breaks[-1][3] == run["is_own"]:
            first, _, names, _ = breaks.pop()
        else:
            names = []
        breaks.append((first, last, [*names, name] if name and name not in names else names, run["is_own"]))
    return breaks


def _worked_days(reason: Reason) -> list[date]:
    """Return the days worked though the plain week or a public holiday would leave them free."""
    spans = [
        (date.fromisoformat(run["first"]), date.fromisoformat(run["last"]))
        for run in _days_met(reason, is_working=True)
    ]
    return [first + _ONE_DAY * n for first, last in spans for n in range((last - first).days + 1)]


def _days_met(reason: Reason, *, is_working: bool) -> list[DaysJson]:
    """Return the runs of special days that count: of a paused limit, those it met before it was paused."""
    end = reason.get("paused", reason["due"])
    return [run for run in reason.get("days", []) if run["is_working"] == is_working and run["first"] <= end]


def _pauses(reason: Reason) -> list[tuple[str, int]]:
    """Return when each pause began and how many real minutes it took."""
    pauses = [event["pause"] for event in reason.get("events", []) if "pause" in event]
    return [(start, (datetime.fromisoformat(end) - datetime.fromisoformat(start)) // _MINUTE) for start, end in pauses]


def _extensions(reason: Reason) -> list[tuple[Words, int]]:
    """Return each length the limit was extended by, and how many times."""
    added = Counter(event["extension"] for event in reason.get("events", []) if "extension" in event)
    return [(Limit.parse(limit).words(), times) for limit, times in added.items()]


def _moment_en(text: str, year: int) -> str:
    """Return a moment as `Friday 26 September 16:40`."""
    moment = datetime.fromisoformat(text)
    return f"{_day_en(moment, year, weekday=True)} {moment:%H:%M}"


def _moment_zh(text: str, year: int) -> str:
    """Return a moment as `9月26日（周五）16:40`."""
    moment = datetime.fromisoformat(text)
    return f"{_day_zh(moment, year, weekday=True)}{moment:%H:%M}"


def _day_en(day: date, year: int, *, weekday: bool = False) -> str:
    """Return a day as `26 September`, with its year when that is not `year`."""
    named = f"{_WEEKDAYS_EN[day.weekday()]} " if weekday else ""
    return f"{named}{day.day} {_MONTHS_EN[day.month - 1]}{f' {day.year}' if day.year != year else ''}"


def _day_zh(day: date, year: int, *, weekday: bool = False) -> str:
    """Return a day as `9月26日`, with its year when that is not `year`."""
    named = f"（周{_WEEKDAYS_ZH[day.weekday()]}）" if weekday else ""
    return f"{f'{day.year}年' if day.year != year else ''}{day.month}月{day.day}日{named}"


def _span_en(first: date, last: date, year: int) -> str:
    """Return days as `1–8 October`."""
    if first == last:
        return _day_en(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day_en(last, year)}"
    return f"{_day_en(first, year)} – {_day_en(last, year)}"


def _span_zh(first: date, last: date, year: int) -> str:
    """Return days as `10月1日至8日`."""
    if first == last:
        return _day_zh(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_day_zh(first, year)}至{last.day}日"
    return f"{_day_zh(first, year)}至{_day_zh(last, first.year)}"


def _length_en(minutes: int, *, is_working: bool = False) -> str:
    """Return a length of time as `2 days 3 hours`, or in working hours, whose days have no fixed length."""
    days, hours, rest = _day_hour_minute(minutes, is_working=is_working)
    parts = {"day": days, "working hour" if is_working else "hour": hours}
    parts["working minute" if is_working and not hours else "minute"] = rest
    return " ".join(f"{n} {unit}{'s' * (n != 1)}" for unit, n in parts.items() if n) or "no time"


def _length_zh(minutes: int, *, is_working: bool = False) -> str:
    """Return a length of time as `2天3小时`, or in working hours, whose days have no fixed length."""
    days, hours, rest = _day_hour_minute(minutes, is_working=is_working)
    parts = {"天": days, "个工作小时" if is_working else "小时": hours, "分钟": rest}
    return "".join(f"{n}{unit}" for unit, n in parts.items() if n) or "0分钟"


def _day_hour_minute(minutes: int, *, is_working: bool) -> tuple[int, int, int]:
    """Return a length as days, hours and minutes; without days when it counts working time."""
    days, rest = (0, minutes) if is_working else divmod(minutes, _MINUTES_A_DAY)
    return days, *divmod(rest, 60)


def _and(parts: list[str]) -> str:
    """Return English parts as `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
