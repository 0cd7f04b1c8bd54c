# SPDX-License-Identifier: Apache-2.0
"""Stories of members' small services, from the need that was found to the notice and the audit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import sidan.programmes
from sidan.base.errors import Invalid, Refused
from sidan.orders import registry
from sidan.orders.allowed import moves_for
from sidan.orders.funds import allot
from sidan.orders.models import Order
from sidan.programmes.reader import read
from tests.purses import Micro, picture
from tests.world import NORTH, Clock, World

FILE = Path(sidan.programmes.__path__[0]) / "micro.toml"


@pytest.fixture
def micro(world: World) -> Micro:
    """Return the county with purses."""
    return Micro(world)


def let_time_pass(micro: Micro, order: Order) -> None:
    """Let the order's due time pass, and the clock act."""
    Clock().to_due(order)
    micro.world.sweep()
    order.refresh_from_db()


def test_a_member_alone(micro: Micro) -> None:
    """Ming declares 120 yuan, spends 100 with a receipt, is paid, and has 100 yuan left; everybody reads the notice."""
    order = micro.payable(amount="120", yuan="100")
    assert micro.balance("ming") == (8000, 12000, 0)

    micro.world.move(order, "pay", "treasurer")
    micro.announced(order)

    assert micro.balance("ming") == (10000, 0, 10000)
    assert micro.postings(order) == [("reserve", 12000), ("spend", 10000), ("release", 2000)]
    assert order.published_at is not None


def test_a_joint_declaration(micro: Micro) -> None:
    """Three give together; it goes to the organiser when the last of them has confirmed."""
    order = micro.find_need()
    micro.declare(order, shares={"ming": "100", "hong": "60.50", "lan": "39.50"})
    micro.world.move(order, "confirm_share", "hong")
    with pytest.raises(Refused, match="Still waiting for lan"):
        micro.world.move(order, "hand_in", "hong")

    micro.world.move(order, "hand_in", "lan")
    micro.world.move(order, "approve_alone", "organiser")

    assert [micro.balance(name)[1] for name in ("ming", "hong", "lan")] == [10000, 6050, 3950]


def test_one_of_those_named_does_not_confirm(micro: Micro) -> None:
    """After five working days the declaration goes back to Ming, and nothing was set aside."""
    order = micro.find_need()
    micro.declare(order, shares=["ming 100", "hong 100"])

    let_time_pass(micro, order)

    assert order.stage == "noted"
    assert micro.balance("hong") == (20000, 0, 0)


def test_the_organiser_refuses(micro: Micro) -> None:
    """A refused declaration leaves the purse as it was."""
    order = micro.find_need()
    micro.declare(order, amount="200")

    micro.world.move(order, "refuse", "organiser", reason="物业应当负责。")

    assert (order.stage, order.outcome) == ("not_granted", "refused")
    assert micro.balance("ming") == (20000, 0, 0)


def test_more_than_the_purse_holds(micro: Micro) -> None:
    """Nobody declares more than is left, and two approvals never spend the same yuan."""
    with pytest.raises(Refused, match=r"The purse of ming has 200 yuan left."):
        micro.declare(micro.find_need(), amount="200.01")

    first, second = micro.find_need(), micro.find_need()
    for order in (first, second):
        micro.declare(order, amount="150")
    micro.world.move(first, "approve_alone", "organiser")

    with pytest.raises(Refused, match=r"The purse of ming has 50 yuan left."):
        micro.world.move(second, "approve_alone", "organiser")


def test_a_large_sum_is_approved_twice(micro: Micro) -> None:
    """From 1000 yuan on the leader approves too, after the organiser."""
    rich = micro.world.hold("rich", role="member", area=NORTH)
    allot(rich, year=2026, amount_fen=100000, area_code=NORTH)
    order = micro.find_need(by="rich")
    micro.declare(order, by="rich", amount="1000")
    with pytest.raises(Refused, match="somebody else must approve too"):
        micro.world.move(order, "approve_alone", "organiser")

    micro.world.move(order, "approve_and_pass_on", "organiser")
    micro.world.move(order, "approve_second", "leader")

    assert micro.balance("rich") == (0, 100000, 0)


def test_the_same_receipt_twice(micro: Micro) -> None:
    """Neither the number nor the picture of a receipt is taken again, however it is written."""
    first, second = micro.shown(amount="50"), micro.shown(amount="50")
    micro.bring(first, yuan="20", number="036-00 1234", photo="till slip")

    with pytest.raises(Refused, match="The receipt 036001234 has been handed in before"):
        micro.bring(second, yuan="20", number="036001234")
    with pytest.raises(Refused, match="The picture of this receipt has been handed in before"):
        micro.bring(second, yuan="20", number="777", photo="till slip")
    with pytest.raises(Refused, match="50 yuan are set aside, and 0 of them have receipts"):
        micro.bring(second, yuan="50.01")


def test_who_may_not(micro: Micro) -> None:
    """Whoever asks, gives, approves, pays or audits does nothing else of it; strangers do nothing at all."""
    for role in ("organiser", "treasurer"):
        micro.world.hold("hong", role=role, area=NORTH)
    order = micro.find_need()
    micro.declare(order, shares={"ming": "50", "hong": "50"})
    micro.world.move(order, "hand_in", "hong")
    with pytest.raises(Refused, match="You have a part in this order"):
        micro.world.move(order, "approve_alone", "hong")
    with pytest.raises(Refused, match="not yours to do"):
        micro.world.move(order, "approve_alone", "stranger")

    micro.world.hold("organiser", role="treasurer", area=NORTH)
    paid = micro.payable(amount="50", yuan="50")
    with pytest.raises(Refused, match="in another role"):
        micro.world.move(paid, "pay", "organiser")
    assert moves_for(micro.world.actor("stranger"), paid) == []


def test_not_for_ones_own_family_nor_for_what_is_not_listed(micro: Micro) -> None:
    """The declaration says that it is not for kin; a use that the file does not list cannot be chosen."""
    order = micro.find_need()

    with pytest.raises(Refused, match="not for one's own household"):
        micro.world.move(order, "declare_alone", "ming", use="repair", not_own_kin=False, amount="10")
    with pytest.raises(Invalid) as refused:
        micro.world.move(order, "declare_alone", "ming", use="banquet", not_own_kin=True, amount="10")
    assert set(refused.value.faults) == {"use"}


def test_the_notice_does_not_name_the_beneficiary(micro: Micro) -> None:
    """A notice with old Wang's name in it is refused."""
    order = micro.payable()
    micro.world.move(order, "pay", "treasurer")

    with pytest.raises(Refused, match="The notice names the beneficiary"):
        micro.announced(order, notice="为王 大爷装了扶手。")


@pytest.mark.parametrize("ending", ["withdrawn", "never done", "never shown", "disputed"])
def test_money_comes_back_when_nothing_comes_of_it(micro: Micro, ending: str) -> None:
    """However an approved order ends without payment, what was set aside is free again."""
    order = micro.approved() if ending in ("withdrawn", "never done") else micro.shown()
    assert micro.balance("ming") == (8000, 12000, 0)

    if ending == "withdrawn":
        micro.world.move(order, "withdraw_it", "ming")
    elif ending == "disputed":
        micro.bring(order)
        micro.world.move(order, "not_received", "crew", reason="没有见过扶手。")
        let_time_pass(micro, order)
    else:
        let_time_pass(micro, order)
        let_time_pass(micro, order)

    assert order.is_closed
    assert micro.balance("ming") == (20000, 0, 0)


@pytest.fixture
def all_drawn() -> Iterator[None]:
    """Serve an edition under which every order is audited."""
    usual = registry.current("micro")
    text = FILE.read_text(encoding="utf-8").replace("edition      = 1", "edition      = 2")
    text = text.replace("audit_percent       = 10", "audit_percent       = 100")
    registry.serve(read(text), text)
    yield
    registry.serve(usual, FILE.read_text(encoding="utf-8"))


def test_an_order_that_was_drawn_is_audited(micro: Micro, all_drawn: None) -> None:
    """A drawn order cannot end without the auditor; a finding is put right and looked at again."""
    order = micro.payable()
    micro.world.move(order, "pay", "treasurer")
    with pytest.raises(Refused, match="was drawn for audit"):
        micro.world.move(order, "announce", "organiser", notice="装了扶手。")

    micro.announced(order)
    micro.world.move(order, "find_fault", "auditor", finding="票据抬头不对。")
    micro.world.move(order, "put_right", "ming", mending="已换开发票。", proof=[picture()])
    micro.world.move(order, "find_clean", "auditor", note="已核对。")

    assert (order.stage, order.outcome) == ("finished", "done")
