# SPDX-License-Identifier: Apache-2.0
"""The worked tables of docs/topics/funds.md are computed row by row."""

import re
from pathlib import Path

import pytest

from sidan.base.errors import Refused
from sidan.orders import funds
from sidan.orders.models import Order
from sidan.orders.purses import ACCOUNTS
from sidan.orders.value_fields import yuan
from tests.purses import YEAR, Micro
from tests.world import MORNING, NORTH, World

TEXT = (Path(__file__).parents[2] / "docs/topics/funds.md").read_text(encoding="utf-8")
KINDS = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \| [^|]+ \|$", TEXT, re.MULTILINE)
STEPS = re.findall(r"^\| \d+ \| ([^|]+) \| ([^|]*?) \| ?([^|]*?) ?\| ?([^|]*?) ?\|$", TEXT, re.MULTILINE)
DIVISIONS = re.findall(r"^\| ([\d., ]+) \| ([\d.]+) \| ([\d., ]+) \|$", TEXT, re.MULTILINE)


def fen(text: str) -> int:
    """Return an amount of the page in fen."""
    return round(float(text) * 100)


def test_the_page_has_its_tables() -> None:
    """Every row the page promises is read from it."""
    assert (len(KINDS), len(STEPS), len(DIVISIONS)) == (6, 10, 4)


def test_the_table_of_kinds_is_that_of_the_ledger() -> None:
    """Each kind of posting is debited and credited as the page says."""
    assert {kind: (debit, credit) for kind, debit, credit in KINDS[1:]} == ACCOUNTS


def test_the_worked_purse_is_true(world: World) -> None:
    """After each row the purse holds what the row says, and what it calls refused is."""
    micro = Micro(world)
    person = world.hold("page", role="member", area=NORTH)
    orders: dict[str, Order] = {}

    for happens, available, reserved, spent in STEPS:
        if available == "refused":
            with pytest.raises(Refused):
                do(micro, orders, happens)
        else:
            do(micro, orders, happens)
            purse = micro.purse(person.username)
            found = [yuan(each) for each in (purse.available_fen, purse.reserved_fen, purse.spent_fen)]
            assert (happens, found) == (happens, [available, reserved, spent])


def do(micro: Micro, orders: dict[str, Order], happens: str) -> None:
    """Do what a row of the page says."""
    verb, *words = happens.split()
    match verb:
        case "allot":
            funds.allot(micro.world.people["page"], year=YEAR, amount_fen=fen(words[0]), area_code=NORTH)
        case "reserve":
            order = orders[words[2]] = micro.find_need()
            funds.promise(order, [(micro.purse("page"), fen(words[0]))], confirmed_by=None, at=MORNING)
            funds.reserve(order, by_id=None, at=MORNING)
        case "spend":
            funds.spend(orders[words[2]], fen(words[0]), by_id=None, at=MORNING)
        case "release":
            funds.release(orders[words[0]], by_id=None, at=MORNING)
        case "close":
            funds.close_year(YEAR, area_code="", by=micro.world.actor("treasurer"))


@pytest.mark.parametrize(("shares", "paid", "parts"), DIVISIONS)
def test_the_worked_divisions_are_true(shares: str, paid: str, parts: str) -> None:
    """What is paid is divided as the row says."""
    given = dict(enumerate(fen(each) for each in shares.split(",")))

    assert list(funds.divided(fen(paid), given).values()) == [fen(each) for each in parts.split(",")]
