# SPDX-License-Identifier: Apache-2.0
"""The voter's page: the question, one press, and a plain answer to every code that cannot be used."""

from typing import Any

import pytest
from django.test import Client

from sidan.orders import opinions
from sidan.orders.ballots import issue_vouchers
from sidan.orders.bodies import Ballot, Meeting
from tests.opinions import noticed, owners, voting, with_conveners
from tests.web.desk.conftest import words
from tests.world import World

ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def town(world: World) -> World:
    """Return the county with a convener in each community."""
    return with_conveners(world)


def code_of(world: World, meeting: Meeting) -> str:
    """Return the code of the first member's slip."""
    return issue_vouchers(meeting, by=world.actor("convener"))[0][1]


def cast(code: str, choice: str) -> Any:
    """Press on the voter's page and follow where it leads."""
    return Client(**ENGLISH).post(f"/ballot/{code}", {"choice": choice}, follow=True)


@pytest.mark.parametrize(("ballot", "told"), [("secret", "This ballot is secret"), ("open", "This ballot is open")])
def test_the_page_shows_the_question_and_says_how_it_is_voted(town: World, ballot: str, told: str) -> None:
    """Question, choices and whether it is secret; no name of the voter."""
    _, meeting = voting(town, owners(town, 2), ballot=ballot)

    response = Client(**ENGLISH).get(f"/ballot/{code_of(town, meeting)}")

    shown = words(response)
    assert "是否同意加装电梯？" in shown
    assert told in shown
    assert all(choice in shown for choice in ("Agree", "Against", "Abstain", "90.00 m²"))
    assert "001室" not in shown
    assert "no-store" in response["Cache-Control"]


def test_a_ballot_is_cast_once_and_confirmed(town: World) -> None:
    """The first press is confirmed; the page says afterwards that the code was used, not for what."""
    _, meeting = voting(town, owners(town, 2))
    code = code_of(town, meeting)

    assert "Your ballot was cast" in words(cast(code, "against"))
    again = Client(**ENGLISH).post(f"/ballot/{code}", {"choice": "agree"})
    assert again.status_code == 422
    assert "cast with this code already" in words(again)
    assert "cast with this code already" in words(Client(**ENGLISH).get(f"/ballot/{code}"))
    assert opinions.counts_of(meeting)["against"]["heads"] == 1
    assert opinions.counts_of(meeting)["agree"]["heads"] == 0


def test_an_open_ballot_is_kept_with_its_name(town: World) -> None:
    """What is voted by name is a row."""
    _, meeting = voting(town, owners(town, 2), ballot="open")
    cast(code_of(town, meeting), "abstain")

    assert Ballot.objects.get().choice == "abstain"


@pytest.mark.parametrize("choice", ["", "spoiled", "yes", "agree' OR 1=1"])
def test_what_is_no_choice_is_told_and_uses_nothing_up(town: World, choice: str) -> None:
    """A press without a choice leaves the ballot to be cast."""
    _, meeting = voting(town, owners(town, 2))
    code = code_of(town, meeting)

    assert cast(code, choice).status_code == 422
    assert "Your ballot was cast" in words(cast(code, "agree"))


@pytest.mark.parametrize("code", ["AAAAA-AAAAA", "x", "7" * 60, "K7QF-2MXP-9A"])
def test_an_unknown_code_is_told_so(town: World, code: str) -> None:
    """Nobody was given it; the page says what to do."""
    response = Client(**ENGLISH).get(f"/ballot/{code}")

    assert response.status_code == 404
    assert "There is no ballot with this code" in words(response)


def test_a_query_code_of_an_order_is_no_voucher(town: World) -> None:
    """Fingerprints of one purpose open nothing of another."""
    order, meeting = voting(town, owners(town, 2))
    code = code_of(town, meeting)

    assert Client().get(f"/t/{order.number}/{code}").status_code == 404


def test_before_and_after_the_ballot_the_page_says_so(town: World) -> None:
    """A slip given out with the notice says when; after the count it says that it is over."""
    order = noticed(town, owners(town, 2))
    meeting = opinions.current_meeting(order)
    code = code_of(town, meeting)
    assert "not open yet" in words(Client(**ENGLISH).get(f"/ballot/{code}"))

    town.move(order, "call_off", "convener", reason="改期。")

    assert "The ballot is over" in words(Client(**ENGLISH).get(f"/ballot/{code}"))
    assert cast(code, "agree").status_code == 422


def test_wrong_codes_are_slowed_down(town: World, settings: Any) -> None:
    """Whoever tries code after code has to wait; a right one is let in all the same."""
    settings.RATE_LIMITS = True
    _, meeting = voting(town, owners(town, 2))
    code = code_of(town, meeting)
    browser = Client(REMOTE_ADDR="192.0.2.77")

    answers = [browser.get(f"/ballot/K7QF-2MXP-{number:02d}").status_code for number in range(12)]

    assert answers == [404] * 10 + [429] * 2
    assert browser.get(f"/ballot/{code}").status_code == 200
