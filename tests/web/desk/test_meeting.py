# SPDX-License-Identifier: Apache-2.0
"""The convener's page of a meeting, what is printed of it, and who may not see it."""

import re
from typing import Any

import pytest

from sidan.orders import opinions
from sidan.orders.bodies import Ballot, Meeting, Seat
from sidan.orders.models import Order
from tests.opinions import a_body, a_topic, owners, vote, voting, with_conveners
from tests.web.desk.conftest import press, words
from tests.world import World

POSTS = ("attendance", "vouchers", "papers", "count")
PAGES = ("", "/notice", "/minutes")


@pytest.fixture
def town(world: World) -> World:
    """Return the county with a convener in each community."""
    return with_conveners(world)


def page(world: World, order: Order, part: str = "", *, by: str = "convener", **data: Any) -> Any:
    """Ask for a page of the meeting, or send one of its forms."""
    path = f"/desk/o/{order.number}/meeting{part}"
    return world.client(by).post(path, data) if part.lstrip("/") in POSTS else world.client(by).get(path)


def seat_ids(meeting: Meeting) -> list[int]:
    """Return the seats in the order of the list."""
    return list(Seat.objects.filter(meeting=meeting).order_by("name").values_list("pk", flat=True))


def test_slips_bear_a_code_each_that_casts_a_ballot(town: World) -> None:
    """The printed slips hold name, code and QR; the code opens the voter's page; the page keeps none."""
    order, _ = voting(town, owners(town, 3))

    slips = page(town, order, "/vouchers")

    codes = re.findall(r'meeting-code">([0-9A-Z-]+)<', slips.content.decode())
    assert len(set(codes)) == 3
    assert slips.content.decode().count("<svg") >= 3
    assert "no-store" in slips["Cache-Control"]
    assert "001室" in words(slips)
    assert town.client("stranger").get(f"/ballot/{codes[0]}").status_code == 200
    assert not any(code in page(town, order).content.decode() for code in codes)


def test_attendance_and_open_papers_are_kept(town: World) -> None:
    """The convener ticks who came and records the papers of an open ballot with their choices."""
    order, meeting = voting(town, a_body(town, [(1, 0)] * 3, kind="community_council", roll="representatives"),
                            days=5, ballot="open")  # fmt: skip
    first, second, _ = seat_ids(meeting)

    page(town, order, "/attendance", present=[first, second])
    page(town, order, "/papers", **{f"choice-{first}": "agree", f"choice-{second}": "against"})

    assert Seat.objects.filter(meeting=meeting, is_present=True).count() == 2
    assert dict(Ballot.objects.values_list("seat", "choice")) == {first: "agree", second: "against"}
    assert "Agree" in words(town.client("convener", headers={"accept-language": "en"}).get(
        f"/desk/o/{order.number}/meeting"))  # fmt: skip


def test_secret_papers_are_received_by_name_and_counted_in_sums(town: World) -> None:
    """No single paper has a place to be written; the sums in square metres must fit."""
    order, meeting = voting(town, owners(town, 3))
    seats = seat_ids(meeting)
    assert f'name="choice-{seats[0]}"' not in page(town, order).content.decode()

    page(town, order, "/papers", seat=seats[:2])
    wrong = page(town, order, "/count", **{"heads-agree": "1", "area-agree": "90"})
    right = page(town, order, "/count", **{"heads-agree": "2", "area-agree": "180.00"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert opinions.counts_of(meeting)["agree"] == {"heads": 2, "area": 18_000}
    assert page(town, order, "/papers", seat=seats[:1]).status_code == 422


def test_the_result_stands_on_the_order_and_in_the_minutes(town: World) -> None:
    """Both say quorum and majority with their working; the minutes name who took part."""
    order, meeting = voting(town, owners(town, 3))
    vote(town, meeting, ["agree", "agree"])
    press(town.client("convener"), order, "count_ballot")
    press(town.client("convener"), order, "adopt", minutes="大家发言。", resolution="同意。")

    on_order = words(town.client("supervisor").get(f"/desk/o/{order.number}"))
    minutes = words(page(town, order, "/minutes"))

    for shown in (on_order, minutes):
        assert "人数 2 / 3，须2/3 以上（含 2/3）即至少 2：达到" in shown
        assert "面积 180.00 m² / 270.00 m²" in shown
    assert "大家发言。" in minutes
    assert "001室" in minutes
    assert "001室" not in on_order


def test_the_notice_prints_the_question_and_who_decides(town: World) -> None:
    """The notice holds the question, the day and the words that were written."""
    order, _ = voting(town, owners(town, 3))

    shown = words(page(town, order, "/notice"))

    assert "是否同意加装电梯？" in shown
    assert "请全体业主参加。" in shown
    assert "幸福小区owners" in shown


def test_a_register_prints_one_step_with_the_motive(town: World) -> None:
    """The motive asked once stands on the register of every step, beside its numbers."""
    order = a_topic(town)
    figures = {"item": "修村道", "met_at": "2026-03-10T09:00", "content": "同意修路。"}
    town.move(order, "propose", "convener", motive="people", expected="5", present="5", **figures)
    step = town.move(order, "confer", "convener", expected="7", present="6", **figures)
    browser = town.client("convener")

    shown = words(browser.get(f"/desk/o/{order.number}/register/{step.seq}"))

    assert "党员群众建议" in shown
    assert "修村道" in shown
    assert "应到人数 7" in shown
    assert f"/register/{step.seq}" in browser.get(f"/desk/o/{order.number}").content.decode()
    assert browser.get(f"/desk/o/{order.number}/register/99").status_code == 404


@pytest.mark.parametrize("name", ["stranger", "other_convener", "handler", "supervisor", "crew", "dispatcher"])
@pytest.mark.parametrize("part", [*PAGES, *(f"/{post}" for post in POSTS)])
def test_only_the_convener_of_the_place_enters(town: World, name: str, part: str) -> None:
    """Others see no member, print nothing and change nothing, whether or not they see the order."""
    order, meeting = voting(town, owners(town, 2), ballot="open")
    seat = seat_ids(meeting)[0]

    response = page(town, order, part, by=name, present=[seat], seat=[seat], **{f"choice-{seat}": "agree"})

    assert response.status_code in (403, 404)
    assert "001室" not in words(response)
    assert not Seat.objects.filter(meeting=meeting, has_voted=True).exists()
    assert not Seat.objects.filter(meeting=meeting, code_digest__isnull=False).exists()
    assert not Seat.objects.filter(meeting=meeting, is_present=True).exists()


def test_an_order_without_a_meeting_has_no_such_page(town: World) -> None:
    """Before a meeting is called, and for orders of other programmes, there is nothing to run."""
    assert page(town, a_topic(town)).status_code == 404
    assert page(town, town.submit(), by="dispatcher").status_code == 404


def test_a_body_is_chosen_by_name_in_the_form(town: World) -> None:
    """The form of the notice offers the living bodies of the county."""
    body = owners(town, 2)
    order = a_topic(town)

    shown = town.client("convener").get(f"/desk/o/{order.number}?move=give_notice").content.decode()

    assert f'<option value="{body.pk}">幸福小区owners' in shown
