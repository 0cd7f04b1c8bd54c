# SPDX-License-Identifier: Apache-2.0
"""Purses and their ledger: what each verb moves, what is refused, and that it balances whatever happens."""

from datetime import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.errors import NotFound, Refused
from sidan.base.sheets import read_table
from sidan.orders import funds
from sidan.orders.ledger_sheet import ledger_sheet
from sidan.orders.models import Order
from sidan.orders.purses import Posting, Purse
from sidan.people.models import AuditEntry
from tests.purses import YEAR, Micro
from tests.world import CHINA, COUNTY, MORNING, NORTH, SOUTH, World


@pytest.fixture
def micro(world: World) -> Micro:
    """Return the county with purses."""
    return Micro(world)


def balances() -> dict[int, dict[str, int]]:
    """Return what the postings of each purse leave in each account, by the purse's key."""
    found = {
        key: dict.fromkeys(("treasury", "available", "reserved", "spent"), 0)
        for key in Purse.objects.values_list("pk", flat=True)
    }
    for row in Posting.objects.values("purse", "debit", "credit").annotate(fen=Sum("amount_fen")):
        found[row["purse"]][row["debit"]] += row["fen"]
        found[row["purse"]][row["credit"]] -= row["fen"]
    return found


def promised(micro: Micro, **fen: int) -> Order:
    """Return an order to which members have promised so many fen each."""
    order = micro.find_need()
    funds.promise(order, [(micro.purse(name), each) for name, each in fen.items()], confirmed_by=None, at=MORNING)
    return order


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "spend", "release", "close", "allot"]),
        st.integers(0, 2),
        st.lists(st.integers(0, 15000), min_size=3, max_size=3),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_happens_the_ledger_balances(micro: Micro, steps: list[tuple[str, int, list[int]]]) -> None:
    """In any order of verbs, refused or not, no purse is negative and each is what its postings sum up to."""
    names = ("ming", "hong", "lan")
    point = transaction.savepoint()
    orders: dict[int, Order] = {}

    for verb, which, amounts in steps:
        try:
            with transaction.atomic():
                do(micro, orders, verb, which=which, shares=dict(zip(names, amounts, strict=True)))
        except Refused:
            pass
        left = balances()
        for purse in Purse.objects.all():
            assert left[purse.pk] == {
                "treasury": -purse.allotted_fen,
                "available": purse.available_fen,
                "reserved": purse.reserved_fen,
                "spent": purse.spent_fen,
            }
            assert min(purse.available_fen, purse.reserved_fen, purse.spent_fen) >= 0
    transaction.savepoint_rollback(point)


def do(micro: Micro, orders: dict[int, Order], verb: str, *, which: int, shares: dict[str, int]) -> None:
    """Let one verb happen to one of three orders."""
    match verb:
        case "reserve" if which not in orders and any(shares.values()):
            orders[which] = promised(micro, **{name: fen for name, fen in shares.items() if fen})
            funds.reserve(orders[which], by_id=None, at=MORNING)
        case "spend" if which in orders:
            funds.spend(orders[which], shares["ming"], by_id=None, at=MORNING)
        case "release" if which in orders:
            funds.release(orders[which], by_id=None, at=MORNING)
        case "close":
            funds.close_year(YEAR, area_code="", by=micro.world.actor("treasurer"), carry_over=which == 1)
        case "allot":
            person = micro.world.people["hong"]
            funds.allot(person, year=YEAR + which, amount_fen=shares["hong"], area_code=NORTH)


@given(
    shares=st.dictionaries(st.integers(1, 99), st.integers(1, 10**7), min_size=1, max_size=12),
    part=st.fractions(0, 1),
)
def test_a_division_loses_no_fen(shares: dict[int, int], part: object) -> None:
    """What is divided adds up to the fen, no part is larger than its share, and none is off by a whole fen."""
    total = sum(shares.values())
    amount = int(total * part)  # type: ignore[operator]

    parts = funds.divided(amount, shares)

    assert sum(parts.values()) == amount
    assert all(0 <= parts[key] <= share for key, share in shares.items())
    assert all(abs(parts[key] * total - amount * share) < total for key, share in shares.items())


def test_the_years_money_is_given_once(micro: Micro) -> None:
    """Allotting an area twice changes nothing for those who have it, and reaches who joined since; others get none."""
    treasurer = micro.world.actor("treasurer")
    assert funds.allot_area(NORTH, year=YEAR, amount_fen=20000, by=treasurer) == 0

    micro.world.hold("new", role="member", area=NORTH)
    micro.world.hold("south", role="member", area=SOUTH)

    assert funds.allot_area(NORTH, year=YEAR, amount_fen=20000, by=treasurer) == 1
    assert micro.balance("new") == (20000, 0, 0)
    assert not Purse.objects.filter(user=micro.world.people["south"]).exists()


def test_the_year_ends_without_carrying_over(micro: Micro) -> None:
    """What is left goes back; what is set aside stays for its order, and its rest goes back when that ends."""
    order = promised(micro, ming=5000)
    funds.reserve(order, by_id=None, at=MORNING)

    out = StringIO()
    call_command("close_purses", str(YEAR), stdout=out)
    funds.spend(order, 4000, by_id=None, at=MORNING)

    assert "已结清 3 人的额度，收回 550 元。" in out.getvalue()
    assert (micro.balance("ming"), micro.balance("hong")) == ((0, 0, 4000), (0, 0, 0))
    with pytest.raises(Refused, match="The purse of hong for 2026 is closed"):
        funds.reserve(promised(micro, hong=1), by_id=None, at=MORNING)
    assert not Purse.objects.filter(year=YEAR + 1).exists()


def test_the_year_ends_carrying_over(micro: Micro) -> None:
    """Where a county carries over, the rest is in the next year's purse, beside that year's own money."""
    call_command("close_purses", str(YEAR), "--area", COUNTY, "--carry-over", stdout=StringIO())
    call_command("close_purses", str(YEAR), "--area", COUNTY, "--carry-over", stdout=StringIO())
    call_command("allot_purses", str(YEAR + 1), "200", COUNTY, "--yuan", stdout=StringIO())

    assert Purse.objects.get(user=micro.world.people["ming"], year=YEAR + 1).available_fen == 40000


def test_the_database_keeps_the_ledger(micro: Micro) -> None:
    """No posting is rewritten or removed, and no purse overdrawn, not even by somebody at the database."""
    purse = micro.purse("ming")
    for attempt in (
        lambda: Posting.objects.filter(purse=purse).update(amount_fen=1),
        lambda: Posting.objects.filter(purse=purse).delete(),
        lambda: Purse.objects.filter(pk=purse.pk).update(reserved_fen=20001),
        lambda: Purse.objects.filter(pk=purse.pk).update(spent_fen=-1),
        lambda: Posting.objects.create(
            kind="spend", debit="spent", credit="available", amount_fen=1, purse=purse, made_at=MORNING
        ),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            attempt()

    assert micro.balance("ming") == (20000, 0, 0)


def test_the_ledger_as_a_sheet_balances(micro: Micro) -> None:
    """Both sides of the sheet come to the same, it names receipts, it leaves out others' areas, and is audited."""
    south = micro.world.hold("south", role="member", area=SOUTH)
    funds.allot(south, year=YEAR, amount_fen=77700, area_code=SOUTH)
    order = micro.payable(amount="120", yuan="100.10")
    micro.world.move(order, "pay", "treasurer")
    micro.world.hold("keeper", role="treasurer", area=NORTH)

    content = ledger_sheet(year=YEAR, by=micro.world.actor("keeper"), language="en")

    table = read_table(content, "ledger.xlsx")
    *lines, total = [row.cells for row in table.rows]
    debit, credit = (sum(Decimal(line[side] or 0) for line in lines) for side in (4, 5))
    assert debit == credit == Decimal(total[4]) == Decimal(total[5]) == Decimal("840")
    assert {line[6] for line in lines} == {"ming", "hong", "lan"}
    assert [line[10] for line in lines if line[2] == "spent"] == ["NO1001", "NO1001"]
    assert AuditEntry.objects.filter(action="funds.exported", user__username="keeper").count() == 1


@pytest.mark.parametrize("name", ["ming", "organiser", "dispatcher", "leader", "stranger"])
def test_who_may_not_take_the_ledger_out(micro: Micro, name: str) -> None:
    """Only treasurers and auditors take out a ledger; to others there is none."""
    with pytest.raises(NotFound):
        ledger_sheet(year=YEAR, by=micro.world.actor(name), language="en")


def test_the_year_is_the_countys_own(micro: Micro) -> None:
    """Shortly after midnight in China the new year's purse pays, though the old year still runs elsewhere."""
    assert funds.year_at(COUNTY, datetime(2027, 1, 1, 0, 30, tzinfo=CHINA)) == 2027
