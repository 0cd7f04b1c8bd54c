# SPDX-License-Identifier: Apache-2.0
"""Parsers for the cells of a sheet: each takes a trimmed text and returns its value, or refuses with a sentence.

An empty text is "" for texts and None for everything else; whether a cell may be empty is the column's matter.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo

from sidan.base.calendar import CHINA
from sidan.base.errors import Refused, Words

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_MOMENT = re.compile(r"(.+?)[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SHORTENED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_YES = frozenset({"yes", "y", "true", "1", "是", "√", "✓", "有", "对"})
_NO = frozenset({"no", "n", "false", "0", "否", "×", "✗", "无", "不"})


def text(longest: int = 200) -> Callable[[str], str]:
    """Return a parser of texts of at most `longest` characters."""

    def parse(cell: str) -> str:
        if len(cell) > longest:
            raise Refused("the text has %(length)d characters; at most %(most)d fit.", length=len(cell), most=longest)
        if any(ord(sign) < ord(" ") and sign not in "\r\n\t" for sign in cell):
            raise Refused("the text holds characters that cannot be shown.")
        return cell

    return parse


def line(longest: int = 200) -> Callable[[str], str]:
    """Return a parser of texts of one line, such as names: breaks and runs of spaces become one space."""
    parse = text(longest)
    return lambda cell: " ".join(parse(cell).split())


def code_text(cell: str) -> str:
    """Return a code or number kept as text, in plain letters and digits without spaces.

    A spreadsheet that takes a long code for a number shows and exports it as 3.61E+14; its digits are lost by then.
    """
    if _SHORTENED.fullmatch(cell):
        raise Refused(
            "the spreadsheet has shortened the number to %(cell)s; make the column a text column and enter it again.",
            cell=cell,
        )
    return "".join(plain(cell).split())


def whole(least: int = 0, most: int = 2_000_000_000) -> Callable[[str], int | None]:
    """Return a parser of whole numbers from `least` to `most`."""

    def parse(cell: str) -> int | None:
        number = _number(cell)
        if number is None:
            return None
        if not number.is_integer():
            raise Refused("%(cell)s is not a whole number.", cell=cell)
        return int(_within(number, least, most))

    return parse


def decimal(least: float, most: float) -> Callable[[str], float | None]:
    """Return a parser of numbers from `least` to `most`, such as degrees."""

    def parse(cell: str) -> float | None:
        number = _number(cell)
        return None if number is None else _within(number, least, most)

    return parse


def day(cell: str) -> date | None:
    """Return a day written as 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日 or 20261001, with or without midnight."""
    shown = plain(cell).removesuffix(" 00:00")
    if not shown:
        return None
    found = _DAY.fullmatch(shown.replace(" ", ""))
    if not found:
        raise Refused("%(cell)s is not a day such as 2026-10-01.", cell=cell)
    try:
        return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
    except ValueError:
        raise Refused("there is no day %(cell)s.", cell=cell) from None


def moment(zone: tzinfo = CHINA) -> Callable[[str], datetime | None]:
    """Return a parser of a day with or without a time of day, read in `zone`; without one it is midnight."""

    def parse(cell: str) -> datetime | None:
        shown = plain(cell)
        found = _MOMENT.fullmatch(shown)
        on = day(found[1] if found else shown)
        if on is None:
            return None
        try:
            clock = time(int(found[2]), int(found[3])) if found else time()
        except ValueError:
            raise Refused("there is no time %(cell)s.", cell=cell) from None
        return datetime.combine(on, clock, zone)

    return parse


def yes_no(cell: str) -> bool | None:
    """Return yes or no, as written in either language."""
    shown = plain(cell).casefold()
    if not shown:
        return None
    if shown not in _YES | _NO:
        raise Refused("please write yes or no instead of %(cell)s.", cell=cell)
    return shown in _YES


def choice(options: Mapping[str, Words], *, others: bool = False) -> Callable[[str], str]:
    """Return a parser of one of the options, by code or by name in either language, that returns the code.

    With `others` a text that is none of them is kept, for lists that a county may lengthen.
    """
    codes = {plain(name).casefold(): code for code, words in options.items() for name in (code, words.zh, words.en)}

    def parse(cell: str) -> str:
        code = codes.get(plain(cell).casefold())
        if code is not None or not cell or others:
            return code or plain(cell)
        known = Words("、".join(words.zh for words in options.values()), ", ".join(w.en for w in options.values()))
        raise Refused("%(cell)s is not one of: %(options)s.", cell=cell, options=known)

    return parse


def plain(cell: str) -> str:
    """Return a text with full-width letters, digits and signs made plain."""
    return unicodedata.normalize("NFKC", cell).strip()


def _number(cell: str) -> float | None:
    """Return the number in a cell, thousands commas taken out."""
    shown = plain(cell).replace(",", "").replace(" ", "")
    if not shown:
        return None
    if not _NUMBER.fullmatch(shown):
        raise Refused("%(cell)s is not a number.", cell=cell)
    return float(shown)


def _within(number: float, least: float, most: float) -> float:
    """Return the number when it lies within its bounds."""
    if not least <= number <= most:
        raise Refused("the number must lie between %(least)s and %(most)s.", least=least, most=most)
    return number
