# SPDX-License-Identifier: Apache-2.0
"""The worked table of docs/topics/whistles.md is played row by row."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from sidan.base.calendar import CHINA
from sidan.orders import registry
from tests.beginning import HERE, begin, with_companies
from tests.world import Clock, World

PAGE = Path(__file__).parents[2] / "docs/topics/whistles.md"
TEXT = PAGE.read_text(encoding="utf-8")
MOMENT = r"\w{3} \d{4}-\d\d-\d\d \d\d:\d\d"
ROWS = re.findall(rf"^\| (\w+) \| ({MOMENT}) \| ({MOMENT}) \| ({MOMENT}) \| ({MOMENT}) \|$", TEXT, re.MULTILINE)


def moment(text: str) -> datetime:
    """Return a moment of the page."""
    return datetime.strptime(text, "%a %Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def shown(moment: datetime | None) -> str:
    """Return a moment as the page writes it, with its own weekday."""
    assert moment is not None
    return f"{moment.astimezone(CHINA):%a %Y-%m-%d %H:%M}"


def test_the_page_has_every_grade() -> None:
    """Each grade of the file is worked out at least three times."""
    grades = [choice.code for choice in registry.current("whistle").fields["grade"].choices]

    assert all(sum(row[0] == grade for row in ROWS) >= 3 for grade in grades)
    assert {row[0] for row in ROWS} == set(grades)


@pytest.mark.parametrize(("grade", "named", "arrive", "begun", "settle"), ROWS, ids=[" ".join(row[:2]) for row in ROWS])
def test_the_worked_table_is_true(
    world: World, clock: Clock, grade: str, named: str, arrive: str, begun: str, settle: str
) -> None:
    """The due times of the row are those of the engine, weekdays included."""
    with_companies(world)
    clock.to(moment(named))
    order = begin(world, "whistle", "owner", text="停电。", situation="beyond", grade=grade)
    world.move(order, "call", "dispatcher", parties=["lamps"])
    assert shown(order.due_at) == arrive

    clock.to(moment(begun))
    world.move(order, "check_in", "handler", position=HERE)
    world.move(order, "begin", "handler")

    assert shown(order.due_at) == settle
    assert (shown(moment(named)), shown(moment(begun))) == (named, begun)
