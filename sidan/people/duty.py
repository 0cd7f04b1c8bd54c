# SPDX-License-Identifier: Apache-2.0
"""On which days of a week somebody in a post is there, and from when to when. Pure: no Django.

A post without days of duty is held every day of its span. Kept as `places/opening_hours.py` keeps a week; here a day
may go without hours, and a whole day is said by its name alone.
"""

import re
from datetime import date
from functools import lru_cache

from sidan.base.cells import plain
from sidan.base.errors import Refused, Words
from sidan.places.opening_hours import NEVER, Week, in_words, parse_week, restored, stored

EVERY_DAY: list[list[list[int]]] = []
# A part of the line that says when on its days, or that there is nobody on them.
_SAYS_WHEN = re.compile(r"\d:\d|24小时|全天|24h|all ?day|休息|closed|off", re.IGNORECASE)
_OFF = re.compile(r"\boff\b|不值班", re.IGNORECASE)
_OFFICE_DAYS = range(5)


def parse_duty(text: str) -> list[list[list[int]]]:
    """Return the days of duty of a line such as "周一至周六" or "Mon-Fri 08:00-18:00; Sat", "" for every day.

    As a JSON column holds them.
    """
    parts = [_OFF.sub("closed", part).strip() for part in re.split(r"[;\n]", plain(text).replace("；", ";"))]
    named = [part if _SAYS_WHEN.search(part) else f"{part} 24h" for part in parts if part]
    if not named:
        return EVERY_DAY
    week = parse_week("; ".join(named))
    if week == NEVER:
        raise Refused("Please name at least one day of duty; without any the post is held every day.")
    return EVERY_DAY if all(spans == ((0, 24 * 60),) for spans in week) else stored(week)


def duty_words(duty: object) -> Words:
    """Return the days of duty in words, "" for every day, which stands for nothing said."""
    if not duty:
        return Words("", "")
    words = in_words(restored(duty))
    return Words(words.zh.replace(" 24h", ""), words.en.replace(" 24h", ""))


def is_on_duty(week: Week | None, day: date, *, is_working_day: bool) -> bool:
    """Say whether a week of duty (None for every day) has the day.

    Duty from Monday to Friday alone is office duty, and follows the working calendar: off on a holiday, there on a
    Saturday that is worked in place of one. Any other duty goes by the days of the week.
    """
    if week is None:
        return True
    return is_working_day if _is_office_duty(week) else bool(week[day.weekday()])


@lru_cache(maxsize=256)
def _is_office_duty(week: Week) -> bool:
    """Say whether a week has duty from Monday to Friday and on no other day."""
    return [number for number, spans in enumerate(week) if spans] == list(_OFFICE_DAYS)


def week_of(duty: object) -> Week | None:
    """Return the week a JSON column holds, None for every day."""
    return restored(duty) if duty else None
