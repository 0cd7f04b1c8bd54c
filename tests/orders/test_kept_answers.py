# SPDX-License-Identifier: Apache-2.0
"""What a programme keeps of the answers, and what hangs on it: limits by grade, agreed days, who sees it."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from sidan.base.errors import Invalid, Refused
from sidan.orders import registry
from sidan.orders.models import Order
from sidan.orders.moves import Place, submit
from sidan.programmes.shelf import Unsound, proved
from tests.world import CHINA, NORTH, SOUTH, Clock, World

CALLS = """
code = "calls"
edition = 1
prefix = "CA"
basis = "a test"
name = { zh = "来访", en = "Calls" }
summary = { zh = "约定的来访。", en = "Visits agreed upon." }

[opening]
to = "graded"
by = ["organiser"]
asks = ["grade", "day", "heads"]
name = { zh = "登记", en = "Enter" }
told = { zh = "已登记。", en = "Entered." }

[fields.grade]
type = "choice"
label = { zh = "等级", en = "Grade" }
keep = true
choices = [
  { code = "calm", label = { zh = "一般", en = "calm" }, limits = { come = "3 working_days" } },
  { code = "hot", label = { zh = "紧急", en = "hot" }, limits = { come = "0.5 urgent_hours" } },
]

[fields.day]
type = "date"
label = { zh = "日期", en = "Day" }
keep = true

[fields.heads]
type = "number"
label = { zh = "人数", en = "Heads" }
keep = true
max = 50

[[stages]]
code = "graded"
kind = "waiting"
holder = "opener"
deadline = { clock = "come", by = "grade", limit = "1 working_days" }
name = { zh = "待到", en = "To come" }
told = { zh = "等待。", en = "Waiting." }

[[stages]]
code = "agreed"
kind = "working"
holder = "organiser"
deadline = { clock = "visit", until = "day" }
name = { zh = "已约", en = "Agreed" }
told = { zh = "已约。", en = "Agreed." }

[[stages]]
code = "over"
kind = "closed"
name = { zh = "结束", en = "Over" }
told = { zh = "结束。", en = "Over." }

[[moves]]
code = "agree"
from = ["graded"]
to = "agreed"
by = ["opener"]
name = { zh = "约定", en = "Agree" }

[[moves]]
code = "never_came"
from = ["graded", "agreed"]
to = "over"
by = ["clock"]
outcome = "done"
name = { zh = "到时", en = "Time is up" }

[[moves]]
code = "came"
from = ["agreed"]
to = "over"
by = ["organiser"]
outcome = "done"
name = { zh = "已到", en = "Came" }
"""


@pytest.fixture
def calls() -> Iterator[None]:
    """Serve the programme of calls for one test."""
    registry.serve(proved(CALLS, name="calls.toml"), CALLS)
    yield
    registry.withdraw("calls")
    registry.forget_recorded()


def enter(world: World, *, by: str = "organiser", **answers: str) -> Order:
    """Enter a call as the organiser of the northern street."""
    given = {"grade": "calm", "day": "2026-03-20", "heads": "12", **answers}
    return submit(registry.current("calls"), given, by=world.actor(by), place=Place(world.grid), via="web")


def test_a_grade_gives_the_clock_its_limit(world: World, calls: None) -> None:
    """A hot call must be answered in half an hour by the clock on the wall, a calm one in three working days."""
    world.hold("organiser", role="organiser", area=NORTH)

    calm, hot = enter(world), enter(world, grade="hot")

    assert hot.due_at == datetime(2026, 3, 10, 9, 30, tzinfo=CHINA)
    assert calm.due_at is not None
    assert calm.due_at.astimezone(CHINA).date().isoformat() == "2026-03-13"


def test_a_day_kept_at_the_opening_is_a_later_stages_deadline(world: World, calls: None, clock: Clock) -> None:
    """The day agreed is asked once; the stage that lasts until then finds it on the order."""
    world.hold("organiser", role="organiser", area=NORTH)
    order = enter(world)
    assert order.facts == {"grade": "calm", "day": "2026-03-20", "heads": 12}

    world.move(order, "agree", "organiser")

    assert order.due_at is not None
    assert order.due_at.astimezone(CHINA).date().isoformat() == "2026-03-20"
    clock.to_due(order)
    assert world.sweep() == 1
    order.refresh_from_db()
    assert order.outcome == "done"


def test_whoever_opened_it_is_known_and_sees_it(world: World, calls: None) -> None:
    """The opener stays its holder wherever it lies; others with a post that the programme does not name see nothing."""
    world.hold("organiser", role="organiser", area=NORTH)
    world.hold("southerner", role="organiser", area=SOUTH)
    order = enter(world)

    seen = {name for name in world.people if Order.objects.visible_to(world.actor(name)).exists()}

    assert order.opener == world.people["organiser"]
    assert seen == {"organiser"}


def test_nobody_else_enters_a_call(world: World, calls: None) -> None:
    """A dispatcher of the same street holds no role that may open it."""
    with pytest.raises(Refused, match="not yours to do"):
        enter(world, by="dispatcher")


def test_numbers_keep_within_their_bounds(world: World, calls: None) -> None:
    """A number out of bounds, or none at all, is told beside its field."""
    world.hold("organiser", role="organiser", area=NORTH)

    for wrong, said in (("51", "from 0 to 50"), ("-1", "from 0 to 50"), ("a dozen", "whole number")):
        with pytest.raises(Invalid, match=said):
            enter(world, heads=wrong)

    assert enter(world, heads="5").facts["heads"] == 5


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (('asks = ["grade", "day", "heads"]', 'asks = ["grade", "heads"]'), "“day” has not been answered and kept"),
        (('type = "number"', 'type = "text"'), "never kept on the order"),
        (("{ come = ", "{ go = "), "no stage runs the clock “go”"),
        (('by = ["organiser"]\nasks', 'by = ["anyone"]\nasks'), "no “opener” has been named"),
        (("keep = true\nchoices", "choices"), "a choice field with keep = true"),
    ],
)
def test_what_hangs_on_an_answer_is_proved(edit: tuple[str, str], fault: str) -> None:
    """A file that keeps too little, or keeps what may be blanked, is refused with the reason."""
    with pytest.raises(Unsound) as refused:
        proved(CALLS.replace(*edit, 1), name="calls.toml")

    assert fault in str(refused.value)
