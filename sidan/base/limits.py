# SPDX-License-Identifier: Apache-2.0
"""Time limits in the four units of city rules, read from the text of the rule.

The text wins: it is read once into a value and a unit, and both are kept and shown. A type stored beside the text
has been seen to contradict it, with wrong deadlines for a whole city.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Literal, Self, get_args

from sidan.base.calendar import WorkCalendar
from sidan.base.errors import Refused, Words

Unit = Literal["urgent_hours", "working_hours", "working_days", "natural_days"]
UNITS: tuple[Unit, ...] = get_args(Unit)

LONGEST_DAYS = 3650
_HOURS_A_DAY = 24
_DAY_MINUTES = _HOURS_A_DAY * 60

# What rules and clerks write for each unit. 紧急工作日 is read as a natural day by the city-management rules, which
# let an urgent limit run through nights and holidays; plain hours and days are those of the clock and the calendar.
_NAMES: dict[str, Unit] = {
    "紧急工作时": "urgent_hours",
    "紧急工作小时": "urgent_hours",
    "紧急小时": "urgent_hours",
    "小时": "urgent_hours",
    "urgent hour": "urgent_hours",
    "hour": "urgent_hours",
    "工作时": "working_hours",
    "工作小时": "working_hours",
    "working hour": "working_hours",
    "工作日": "working_days",
    "工作天": "working_days",
    "working day": "working_days",
    "workday": "working_days",
    "紧急工作日": "natural_days",
    "自然日": "natural_days",
    "日历日": "natural_days",
    "天": "natural_days",
    "日": "natural_days",
    "natural day": "natural_days",
    "day": "natural_days",
}
_SHOWN: dict[Unit, tuple[str, str]] = {
    "urgent_hours": ("个紧急工作时", "urgent hour"),
    "working_hours": ("个工作时", "working hour"),
    "working_days": ("个工作日", "working day"),
    "natural_days": ("个自然日", "natural day"),
}
# Parts of an hour are told in minutes, continuous or working.
_MINUTES_SHOWN = {False: ("分钟", "minute"), True: ("分钟工作时间", "working minute")}
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"两": 2}
_LIMIT = re.compile(r"(?P<value>\d{1,5}(?:\.\d{1,4})?|半|[〇一二三四五六七八九十两]{1,3}) ?个? ?(?P<unit>[^\d.]+)")


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time in one of the four units, exact; urgent hours and natural days run on through nights."""

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse a limit that is nothing, or longer than LONGEST_DAYS."""
        longest = LONGEST_DAYS * (_HOURS_A_DAY if self.unit.endswith("hours") else 1)
        if not 0 < self.value <= longest:
            raise Refused("A time limit must be more than nothing and at most %(days)d days.", days=LONGEST_DAYS)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the limit written as in `2 urgent_hours`, `0.25 working_hours`, `5工作日` or `两个工作日`."""
        plain = re.sub(r"[\s_]+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
        match = _LIMIT.fullmatch(plain)
        unit = _NAMES.get(match["unit"].strip().removesuffix("s")) if match else None
        if not match or not unit:
            raise Refused("“%(text)s” is not a time limit such as “5 working_days” or “2紧急工作时”.", text=text)
        return cls(_number(match["value"], text), unit)

    @property
    def is_working(self) -> bool:
        """Whether the limit counts working time only."""
        return self.unit in ("working_hours", "working_days")

    def minutes(self, calendar: WorkCalendar) -> int:
        """Return the length in minutes of the limit's own kind, working or continuous, begun minutes counted whole."""
        length = {
            "urgent_hours": 60,
            "working_hours": 60,
            "working_days": calendar.day_minutes,
            "natural_days": _DAY_MINUTES,
        }
        return ceil(self.value * length[self.unit])

    def words(self) -> Words:
        """Return the limit as a sentence names it, such as `5个工作日` and `5 working days`."""
        chinese, english = _SHOWN[self.unit]
        value = self.value
        if self.unit.endswith("hours") and value < 1 and value * 60 == int(value * 60):
            value *= 60
            chinese, english = _MINUTES_SHOWN[self.is_working]
        return Words(zh=f"{_plain(value)}{chinese}", en=f"{_plain(value)} {english}{'s' * (value != 1)}")

    def __str__(self) -> str:
        """Return the text that a programme file would give, which `parse` reads back."""
        return f"{_plain(self.value)} {self.unit}"


def _number(text: str, limit: str) -> Decimal:
    """Return the number written in digits or in Chinese numerals up to ninety-nine."""
    if text[0].isdigit():
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise Refused("The number in “%(text)s” cannot be read; please write it in digits.", text=limit)
    return Decimal((_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0))


def _plain(value: Decimal) -> str:
    """Return a number without needless zeros or exponent."""
    return f"{value.normalize():f}"
