# SPDX-License-Identifier: Apache-2.0
"""The worked table of docs/topics/deadlines.md is computed row by row."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from sidan.base.calendar import CHINA, OwnDay, WorkCalendar
from sidan.base.due import Running, due
from sidan.base.limits import Limit
from sidan.base.reasons import explain

PAGE = Path(__file__).parents[2] / "docs/topics/deadlines.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| ([^|]+) \| ([^|]+) \| (\w{3} \d{4}-\d\d-\d\d \d\d:\d\d) \| ([^|]*?) ?\| (\w{3} \d{4}-.+) \|$",
    TEXT,
    re.MULTILINE,
)
CASES = [case for case, *_ in ROWS]


def moment(text: str) -> datetime:
    """Return a moment of the page, with or without its weekday."""
    return datetime.fromisoformat(text.split(" ", text.count(" ") - 1)[-1]).replace(tzinfo=CHINA)


def computed(limit: str, start: str, happens: str) -> Running:
    """Return the limit of a row after all that happens to it, in order."""
    own = re.findall(r"(\d{4}-\d\d-\d\d) (off|worked)", happens)
    calendar = WorkCalendar(own_days={date.fromisoformat(day): OwnDay(word == "worked") for day, word in own})
    running = due(Limit.parse(limit), moment(start), calendar=calendar)
    for pause, until, extended in re.findall(r"paused ([\d: -]+) to ([\d: -]+)|(extended)", happens):
        if extended:
            running = running.extend(calendar)
        else:
            running = running.pause(moment(pause), calendar).resume(moment(until), calendar)
    return running


def test_the_page_has_its_table():
    """Every case the page promises is read from it."""
    wanted = ("weekend", "swapped Sunday", "National Day", "night", "lunch", "paused", "extended", "typhoon")

    assert len(ROWS) >= 20
    assert not [word for word in wanted if word not in " ".join(CASES)]


@pytest.mark.parametrize(("case", "limit", "start", "happens", "ends"), ROWS, ids=CASES)
def test_the_worked_table_is_true(case, limit, start, happens, ends):
    """The due time of the row is the one computed, weekdays included."""
    running = computed(limit, start, happens)

    assert f"{running.due_at:%a %Y-%m-%d %H:%M}" == ends
    assert f"{running.started_at:%a %Y-%m-%d %H:%M}" == start


def test_the_sentences_of_the_page_are_those_told():
    """The reason quoted on the page is what `explain` says of its row, in both languages."""
    row = ROWS[CASES.index("paused for two days")]
    reason = computed(*row[1:4]).reason
    page = re.sub(r"\n> ?", " ", TEXT)

    assert explain(reason, "en") in page
    assert explain(reason, "zh-hans") in page
