# SPDX-License-Identifier: Apache-2.0
"""The page “Add a programme in ten minutes”, followed word by word: what it prints is what happens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidan.base.clock import now
from sidan.orders import registry
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor
from sidan.programmes.difference import differences
from sidan.programmes.fault_lines import with_lines
from sidan.programmes.reader import read
from sidan.programmes.shelf import Unsound, proved
from sidan.programmes.starting import starting_file
from tests.world import World

PAGE = (Path(__file__).resolve().parents[2] / "docs/how-to/add-a-programme.md").read_text(encoding="utf-8")
*EDITS, WHOLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def served() -> Iterator[None]:
    """Serve the file of the page, and no longer when the test is over."""
    registry.serve(proved(WHOLE, name="manhole.toml"), WHOLE)
    yield
    registry.withdraw("manhole")
    registry.forget_recorded()


def test_the_edits_of_the_page_make_its_file() -> None:
    """Whoever begins with `new` and replaces what the page says has the file at its end."""
    text = starting_file("manhole")

    for old, new in zip(EDITS[::2], EDITS[1::2], strict=True):
        assert text.count(old) == 1, old
        text = text.replace(old, new)

    assert text == WHOLE


def test_the_file_is_as_sound_as_the_page_says() -> None:
    """The counts that `check` prints are those of the file."""
    programme = proved(WHOLE, name="manhole.toml")

    assert f"manhole.toml: sound: {len(programme.stages)} stages, {len(programme.moves)} moves" in PAGE


def test_the_fault_on_the_page_is_the_fault_one_gets() -> None:
    """A mistyped limit is refused with the line and the sentence of the page."""
    spoiled = WHOLE.replace('by = "condition", limit = "3 working_days"', 'by = "condition", limit = "3 workdaze"')

    with pytest.raises(Unsound) as refused:
        proved(spoiled, name="manhole.toml")

    assert with_lines(refused.value.faults, spoiled, name="/srv/sidan/programmes/manhole.toml")[0] in PAGE


def test_the_change_on_the_page_is_told_as_it_says() -> None:
    """Two working days instead of three read as they are printed."""
    changed = WHOLE.replace('limit = "3 working_days"', 'limit = "2 working_days"').replace(
        "edition = 1", "edition = 2"
    )

    (words,) = differences(read(WHOLE), read(changed))

    assert f"{words.zh}\n  {words.en}\n" in PAGE


def test_a_missing_cover_is_dealt_with_in_two_hours(world: World, served: None) -> None:
    """An order goes from the report to the verdict, and the answer gives the unit its two hours."""
    order = submit(
        registry.current("manhole"),
        {"condition": "missing", "text": "幸福小区门口，井盖没了。"},
        by=Actor.anyone(),
        place=Place(area_code=world.grid),
        via="web",
    )

    world.move(order, "fence", "crew")
    world.move(order, "dispatch", "dispatcher", unit="lamps")
    given = order.due_at
    world.move(order, "done", "handler", answer="新井盖已装好。")
    world.move(order, "solved", "reporter")

    assert given is not None
    assert (given - now()).total_seconds() == 2 * 3600
    assert (order.kind, order.outcome) == ("closed", "solved")
