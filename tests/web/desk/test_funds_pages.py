# SPDX-License-Identifier: Apache-2.0
"""The pages of money: one's own purse, the purses of an area, the ledger, and what an order's page shows."""

import re

import pytest

from sidan.base.sheets import read_table
from sidan.orders import funds
from sidan.people.models import AuditEntry
from tests.purses import YEAR, Micro
from tests.web.desk.conftest import press, words
from tests.world import SOUTH, World


@pytest.fixture
def micro(world: World) -> Micro:
    """Return the county with purses."""
    return Micro(world)


def test_my_purse_shows_my_money_alone(micro: Micro) -> None:
    """Ming reads 80 yuan available and 120 set aside, with the order; nothing of Hong's purse is there."""
    order = micro.approved(amount="120")

    page = words(micro.world.client("ming").get("/desk/purse?lang=en"))

    assert "80.00 available (yuan) 120.00 set aside 0.00 spent" in page
    assert order.number in page
    assert order.number not in words(micro.world.client("hong").get("/desk/purse?lang=en"))


@pytest.mark.parametrize("name", ["ming", "organiser", "leader", "dispatcher", "handler"])
@pytest.mark.parametrize("path", ["/desk/purse/area", "/desk/purse/ledger"])
def test_who_may_not_read_others_purses(micro: Micro, name: str, path: str) -> None:
    """Only treasurers and auditors find the purses of an area; to everybody else there is no such page."""
    response = micro.world.client(name).get(path)

    assert response.status_code == 404
    assert not AuditEntry.objects.filter(action="funds.exported").exists()


def test_a_treasurer_reads_their_own_area_and_takes_the_ledger_out(micro: Micro) -> None:
    """The northern street's treasurer sees its purses and not the southern street's; the export is written down."""
    south = micro.world.hold("southerner", role="member", area=SOUTH)
    funds.allot(south, year=YEAR, amount_fen=20000, area_code=SOUTH)
    micro.world.hold("keeper", role="treasurer", area=micro.world.grid[:9])
    browser = micro.world.client("keeper")

    page = words(browser.get("/desk/purse/area?lang=en"))
    sheet = browser.get("/desk/purse/ledger")

    assert "600.00 allotted (yuan) 600.00 available" in page
    assert "southerner" not in page
    assert "southerner" not in str(read_table(sheet.content, "ledger.xlsx").rows)
    assert AuditEntry.objects.get(action="funds.exported").details["count"] == 3


@pytest.mark.parametrize("year", ["x", "99999", "２０２６", "-1"])
def test_a_year_that_is_none_is_not_found(micro: Micro, year: str) -> None:
    """A mistyped year is no fault of the page."""
    assert micro.world.client("treasurer").get("/desk/purse/area", {"year": year}).status_code == 404


def test_shares_are_declared_in_the_page(micro: Micro) -> None:
    """Rows of a person and an amount become a joint declaration; empty rows are left out."""
    order = micro.find_need()
    browser = micro.world.client("ming")
    page = browser.get(f"/desk/o/{order.number}?lang=en").content.decode()
    assert re.search(r'<select[^>]+name="declare_jointly-shares-who"', page)

    answers = {"use": "repair", "not_own_kin": "on"}
    rows = {"shares-who": ["ming", "hong", ""], "shares-yuan": ["100", "20.50", ""]}
    response = press(browser, order, "declare_jointly", **answers, **rows)

    assert response.status_code == 302
    order.refresh_from_db()
    assert (order.stage, order.facts["total"]) == ("joining", 12050)


def test_a_refused_declaration_keeps_its_rows(micro: Micro) -> None:
    """More than a purse holds comes back with the sentence and with what was written."""
    order = micro.find_need()
    answers = {"use": "repair", "not_own_kin": "on", "shares-who": ["ming", "hong"], "shares-yuan": ["1", "200.01"]}
    browser = micro.world.client("ming")
    browser.get("/desk/purse?lang=en")

    response = press(browser, order, "declare_jointly", **answers)

    assert response.status_code == 422
    assert "The purse of hong has 200 yuan left." in words(response)
    assert 'value="200.01"' in response.content.decode()
    assert '<option value="hong" selected>' in response.content.decode()


def test_the_orders_page_shows_who_gives_and_the_receipts(micro: Micro) -> None:
    """Contributions, what is set aside, and receipts stand on the page with their sums."""
    order = micro.shown(amount="120")
    micro.bring(order, yuan="100", number="A 100")

    page = words(micro.world.client("treasurer").get(f"/desk/o/{order.number}?lang=en"))

    assert "Set aside now: 120.00 yuan · paid: 0.00 yuan" in page
    assert "A100 100.00" in page


def test_an_order_without_money_has_no_such_part(micro: Micro) -> None:
    """A resident's order shows nothing of funds."""
    order = micro.world.submit()

    page = micro.world.client("dispatcher").get(f"/desk/o/{order.number}?lang=en").content.decode()

    assert 'id="funds"' not in page
