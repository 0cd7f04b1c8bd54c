# SPDX-License-Identifier: Apache-2.0
"""Guards and effects of funds that a story does not show: the draw, shares in every form, and faults of files."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Invalid, Refused, Words
from sidan.orders import registry
from sidan.orders.declare import Field
from sidan.orders.models import Step
from sidan.orders.share_fields import purse_shares_of
from sidan.programmes.fund_rules import is_drawn
from tests.purses import Micro
from tests.world import COUNTY, World

SHARES = Field(type="purse_shares", label=Words("谁出多少", "Shares"), max=2)


@pytest.fixture
def micro(world: World) -> Micro:
    """Return the county with purses."""
    return Micro(world)


@given(digest=st.text("0123456789abcdef", min_size=64, max_size=64), percent=st.integers(0, 99))
def test_the_draw_follows_from_the_seal_alone(digest: str, percent: int) -> None:
    """None of a hundred are drawn at 0, all at 100, and whoever is drawn at a percentage is drawn at a higher one."""
    assert not is_drawn(digest, percent=0)
    assert is_drawn(digest, percent=100)
    assert is_drawn(digest, percent=percent) <= is_drawn(digest, percent=percent + 1)


def test_the_draw_takes_its_share() -> None:
    """Of a thousand seals spread evenly, exactly a tenth is drawn at ten percent."""
    seals = [f"{(2 * number + 1) * 16**16 // 2000:016x}{'0' * 48}" for number in range(1000)]

    assert sum(is_drawn(seal, percent=10) for seal in seals) == 100


def test_everybody_can_draw_again(micro: Micro) -> None:
    """What was kept at the payment is what the seal of the step before says."""
    order = micro.payable()
    before = order.digest
    micro.world.move(order, "pay", "treasurer")

    limit = registry.current("micro").limits["audit_percent"]
    assert order.facts["sampled"] is is_drawn(before, percent=limit)
    assert Step.objects.get(order=order, move="pay").answers["sampled"] is order.facts["sampled"]


@pytest.mark.parametrize(
    "raw",
    [
        {"ming": "120.50", "hong": "60"},
        "ming 120.50\n\nhong 60",
        "ming：120.50\nhong: 60元",
        ["ming 120.5", "hong 60.00"],
        [["ming", "120.50"], ["hong", 60]],
    ],
    ids=["by name", "lines", "colons", "list", "pairs"],
)
def test_shares_are_read_in_every_form(micro: Micro, raw: Any) -> None:
    """However shares are given, names and whole fen are kept."""
    answer = purse_shares_of(raw, SHARES, COUNTY)

    assert answer.stored == [["ming", 12050], ["hong", 6000]]
    assert [(user.username, fen) for user, fen in answer.resolved] == [("ming", 12050), ("hong", 6000)]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("ming", "Write one person a line"),
        ("ming 1\nming 2", "is named twice"),
        ("nemo 1", "Nobody here has the user name “nemo”"),
        ("ming -1", "more than nothing"),
        ("ming 0.001", "at most two decimals"),
        ("ming 1\nhong 1\nlan 1", "Name at most 2 people"),
    ],
)
def test_shares_that_cannot_be_read_say_why(micro: Micro, raw: str, sentence: str) -> None:
    """A mistake in the list is told in a sentence."""
    with pytest.raises(Refused, match=sentence):
        purse_shares_of(raw, SHARES, COUNTY)


def test_whoever_has_no_purse_cannot_be_named(micro: Micro) -> None:
    """The organiser has no purse here this year, which is said by name."""
    with pytest.raises(Refused, match="organiser has no purse here for 2026"):
        micro.declare(micro.find_need(), shares={"ming": "1", "organiser": "1"})


def test_confirming_twice_is_refused(micro: Micro) -> None:
    """One's own share is confirmed once, and the applicant's is by declaring."""
    order = micro.find_need()
    micro.declare(order, shares={"ming": "1", "hong": "1"})

    with pytest.raises(Refused, match="no share here that waits"):
        micro.world.move(order, "confirm_share", "ming")
    assert order.participants == sorted(micro.world.people[name].pk for name in ("ming", "hong"))


def test_small_sums_trouble_nobody_twice(micro: Micro) -> None:
    """What stays below the limit is not passed on to the leader."""
    order = micro.find_need()
    micro.declare(order, amount="100")

    with pytest.raises(Refused, match=r"Below 1,000 yuan your approval is enough"):
        micro.world.move(order, "approve_and_pass_on", "organiser")


def test_a_made_field_cannot_be_answered(micro: Micro) -> None:
    """Nobody writes the total or the draw into a move."""
    with pytest.raises(Invalid):
        micro.declare(micro.find_need(), amount="100", total="1")


def test_the_same_duty_may_be_done_again(micro: Micro) -> None:
    """An organiser who sent a declaration back approves it when it comes again."""
    order = micro.find_need()
    micro.declare(order, amount="100")
    micro.world.move(order, "send_back", "organiser", reason="金额写错了。")
    micro.declare(order, amount="90")

    micro.world.move(order, "approve_alone", "organiser")

    assert order.stage == "doing"
