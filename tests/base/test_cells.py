# SPDX-License-Identifier: Apache-2.0
"""Cells are understood as clerks write them, and refused with a sentence when they cannot be."""

from datetime import UTC, date, datetime

import pytest

from sidan.base import cells
from sidan.base.errors import Refused, Words

KINDS = {"building": Words("楼栋", "Building"), "shop": Words("门店", "Shop")}


@pytest.mark.parametrize(
    "cell",
    ["2026-10-01", "2026/10/1", "2026.10.1", "2026年10月1日", "20261001", "2026-10-01 00:00", "２０２６-１０-０１"],
)
def test_a_day_is_read_in_the_ways_it_is_written(cell: str):
    """All usual forms name the same day."""
    assert cells.day(cell) == date(2026, 10, 1)


def test_a_moment_is_read_in_the_offices_zone():
    """A day with a time is a moment of the local clock; without one it is midnight."""
    moment = cells.moment()

    assert moment("2026-10-01 08:30") == datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
    assert moment("2026/10/1 8:30:59") == datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
    assert moment("2026-10-01") == datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
    assert moment("") is None


def test_numbers_may_be_written_wide_and_with_commas():
    """Full-width digits, thousands commas and spaces are read."""
    assert [cells.whole()(cell) for cell in ("12", "１２", "1,200", "12.0", "")] == [12, 12, 1200, 12, None]
    assert cells.decimal(-180, 180)("116.35") == 116.35


def test_codes_are_read_without_spaces():
    """A code may be grouped by spaces or written in wide digits."""
    assert cells.code_text("361002 003 ００１") == "361002003001"


def test_a_name_is_one_line():
    """Line breaks and runs of spaces in a cell become one space."""
    assert cells.line()("东门\n 网格　一") == "东门 网格 一"


def test_yes_and_no_are_read_in_both_languages():
    """Words, digits and ticks mean the same."""
    assert {cells.yes_no(cell) for cell in ("是", "Yes", "1", "√", "true")} == {True}
    assert {cells.yes_no(cell) for cell in ("否", "no", "0", "×")} == {False}
    assert cells.yes_no("") is None


def test_a_choice_is_recognised_by_code_and_by_either_name():
    """The code is kept, whichever way it was given; an open list keeps what it does not know."""
    kind = cells.choice(KINDS)

    assert [kind(cell) for cell in ("shop", "门店", "SHOP", "")] == ["shop", "shop", "shop", ""]
    assert cells.choice(KINDS, others=True)("亭子") == "亭子"


@pytest.mark.parametrize(
    ("parse", "cell", "sentence"),
    [
        (cells.day, "1.10.", "1.10. is not a day such as 2026-10-01."),
        (cells.day, "2026-02-30", "there is no day 2026-02-30."),
        (cells.moment(), "2026-10-01 25:00", "there is no time 2026-10-01 25:00."),
        (cells.whole(), "many", "many is not a number."),
        (cells.whole(), "nan", "nan is not a number."),
        (cells.whole(), "2.5", "2.5 is not a whole number."),
        (cells.whole(0, 9), "10", "the number must lie between 0 and 9."),
        (cells.decimal(-90, 90), "-91", "the number must lie between -90 and 90."),
        (cells.yes_no, "maybe", "please write yes or no instead of maybe."),
        (cells.choice(KINDS), "kiosk", "kiosk is not one of: Building, Shop."),
        (cells.text(5), "abcdef", "the text has 6 characters; at most 5 fit."),
        (cells.text(), "a\x07b", "the text holds characters that cannot be shown."),
        (
            cells.code_text,
            "3.61E+14",
            "the spreadsheet has shortened the number to 3.61E+14; make the column a text column and enter it again.",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused(parse, cell: str, sentence: str):
    """Each refusal says what was found, or what would be right."""
    with pytest.raises(Refused) as refused:
        parse(cell)

    assert str(refused.value) == sentence
