# SPDX-License-Identifier: Apache-2.0
"""Answers that are values: words, choices, numbers, money, days, moments and positions."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base.errors import Refused
from sidan.base.geometry import require_point
from sidan.base.text import clean
from sidan.orders.answers import Answer, one_text
from sidan.orders.declare import Field

MOST_TEXT = 5000
MOST_LINE = 200
MOST_LINES = 20
MOST_NUMBER = 1_000_000_000
_NUMBER = re.compile(r"-?\d{1,10}")


def text_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read words in lines; longer texts are refused, not cut, so that nothing is lost unseen."""
    most = declared.max or MOST_TEXT
    value = clean(one_text(raw), max_length=MOST_TEXT * 4)
    if len(value) > most:
        raise Refused("At most %(most)d characters; these are %(length)d.", most=most, length=len(value))
    if not value:
        raise Refused("Please fill in “%(field)s”.", field=declared.label)
    return Answer(value, value)


def line_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read one line of words."""
    answer = text_of(raw, declared, county)
    value = " ".join(answer.stored.split())
    if len(value) > (declared.max or MOST_LINE):
        raise Refused("At most %(most)d characters; these are %(length)d.", most=MOST_LINE, length=len(value))
    return Answer(value, value)


def choice_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read one of the declared choices."""
    for choice in declared.choices:
        if choice.code == raw:
            return Answer(raw, choice)
    raise Refused("“%(answer)s” is not one of the choices.", answer=str(raw)[:40])


def yes_no_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read yes or no, as a form's tick or an API's boolean."""
    if raw in (True, "yes", "on", "1", "true"):
        return Answer(True, True)
    if raw in (False, "no", "off", "0", "false"):
        return Answer(False, False)
    raise Refused("Answer yes or no.")


def rating_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read a satisfaction of 1 (very poor) to 5 (very good)."""
    if str(raw).strip() not in ("1", "2", "3", "4", "5"):
        raise Refused("Give one to five stars.")
    return Answer(int(raw), int(raw))


def date_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read a day, as 2026-11-24."""
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(one_text(raw).strip())
    except ValueError:
        raise Refused("Write the day as 2026-11-24.") from None
    return Answer(day.isoformat(), day)


def number_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read a whole number, within the field's own bounds; from nothing to a thousand million without them."""
    text = str(raw).strip().replace(",", "").replace("，", "")
    if isinstance(raw, bool) or not _NUMBER.fullmatch(text):
        raise Refused("Write a whole number, such as 12.")
    return _bounded(int(text), declared)


def money_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read an amount in yuan, such as 128.50, and keep it in whole fen; the field's bounds are in fen."""
    text = str(raw).strip().replace(",", "").replace("，", "").removeprefix("¥").removeprefix("￥").removesuffix("元")
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        raise Refused("Write an amount in yuan, such as 128.50.") from None
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise Refused("Write an amount in yuan with at most two decimals, such as 128.50.")
    if fen <= 0:
        raise Refused("The amount must be more than nothing.")
    least, most = declared.min or 1, declared.max or MOST_NUMBER
    if not least <= fen <= most:
        raise Refused("From %(least)s to %(most)s yuan.", least=yuan(least), most=yuan(most))
    return Answer(int(fen), int(fen))


def yuan(fen: int) -> str:
    """Return an amount of fen in yuan: 12850 is "128.50", 20000 is "200"."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"


def moment_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read a day and time in the city's own zone, as 2026-11-24T09:30."""
    try:
        moment = datetime.fromisoformat(one_text(raw).strip().replace(" ", "T"))
    except ValueError:
        raise Refused("Write day and time as 2026-11-24 09:30.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    return Answer(moment.isoformat(timespec="minutes"), moment)


def lines_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read a list, one entry a line; empty lines are left out."""
    given = raw.splitlines() if isinstance(raw, str) else list(raw) if isinstance(raw, (list, tuple)) else [raw]
    lines = [line for each in given if (line := " ".join(clean(one_text(each), max_length=MOST_TEXT).split()))]
    most = declared.max or MOST_LINES
    if len(lines) > most:
        raise Refused("At most %(most)d lines.", most=most)
    if not lines:
        raise Refused("Please fill in “%(field)s”.", field=declared.label)
    return Answer(lines, lines)


def position_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read where somebody stands, as "longitude,latitude" in degrees (WGS-84); an accuracy behind them is left out."""
    parts = one_text(raw).split(",")
    try:
        lon, lat = require_point(float(parts[0]), float(parts[1]))
    except (ValueError, IndexError):
        raise Refused("Your position could not be read; allow the browser to find it and try again.") from None
    return Answer([round(lon, 6), round(lat, 6)], (lon, lat))


def _bounded(value: int, declared: Field) -> Answer:
    """Return a number that lies within the field's bounds."""
    least = declared.min if declared.min is not None else 0
    most = declared.max if declared.max is not None else MOST_NUMBER
    if not least <= value <= most:
        raise Refused("A number from %(least)d to %(most)d.", least=least, most=most)
    return Answer(value, value)
