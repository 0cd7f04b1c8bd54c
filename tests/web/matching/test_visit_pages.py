# SPDX-License-Identifier: Apache-2.0
"""The pages of visits: the liaison's list, a day planned and asked at once, a visit with its problems, the area."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sidan.orders.models import Order
from sidan.web import offline
from sidan.web.matching.visit_recording import _record as record_visit
from tests.beginning import begin, spawned_by, withdraw
from tests.matching.society import Society, settle
from tests.world import NORTH, World

VISITS = "/matching/visits/"
# Queries of a page with those of session, actor and bell.
LIST, PLAN, VISIT, AREA = 11, 14, 9, 8
OUTSIDERS = ("stranger", "boss", "organiser", "professor", "handler")


@pytest.fixture
def society(world: World) -> Society:
    """Return the companies, three of them served by the first liaison and one by the second."""
    found = settle(world)
    for company, adviser in (("firm-1", "L1"), ("firm-2", "L1"), ("firm-6", "L1"), ("firm-3", "L2")):
        found.pair(company, adviser)
    return found


def english(world: World, name: str) -> Client:
    """Return somebody's browser that reads English."""
    return world.client(name, headers={"Accept-Language": "en"})


def text_of(response: Any) -> str:
    """Return what a page says, without its marks."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def queries_of(browser: Client, path: str) -> int:
    """Return how many queries a page takes once what is kept in memory is there."""
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def accepted(world: World) -> Order:
    """Return a visit to the first company that it has agreed to."""
    order = begin(world, "visit", "liaison", company="firm-1", planned_on="2026-03-19", text="了解融资。", area=NORTH)
    world.move(order, "accept", "boss")
    return order


def test_a_day_is_planned_in_one_press(world: World, society: Society) -> None:
    """The list names what is overdue, the plan the way and the warnings, and one press asks both companies."""
    liaison = english(world, "liaison")
    begin(world, "visit", "second_liaison", company="firm-1", planned_on="2026-03-18", text="走访")
    said = text_of(liaison.get(VISITS))
    assert "Overdue 3 Dongshan Textiles" in said
    assert "Needs Technology, Workers Last visit none yet This month 0 of 2 visits Distance 0.8 km" in said

    planned = {"c": ["firm-2", "firm-1", "firm-6"], "on": "2026-03-17", "round": "1"}
    said = text_of(liaison.get(f"{VISITS}plan", planned))
    assert "It would be the last of 2 visits to Dongshan Textiles in that month." in said
    assert "Lamp office comes to Dongshan Textiles on 2026-03-18: propose to go together." in said
    assert re.search(
        r"Way to it [12] Dongshan \w+ 0\.\d km [12] Dongshan \w+ 1\.0 km 3 Nanmen Print place unknown", said
    )
    answer = liaison.post(f"{VISITS}plan", {**planned, "text": "了解需求。", "key": "k"})

    assert (answer.status_code, answer.url) == (302, VISITS)
    assert Order.objects.filter(opener=world.people["liaison"], stage="planned").count() == 3
    assert "3 companies are asked." in text_of(liaison.get(VISITS))


def test_over_the_cap_nobody_is_asked(world: World, society: Society) -> None:
    """One company has its two visits of the month: the sentence stands above the form, and nothing is lost."""
    for _ in range(2):
        begin(world, "visit", "organiser", company="firm-1", planned_on="2026-03-18", text="走访")

    sent = {"c": ["firm-1", "firm-2"], "on": "2026-03-17", "text": "了解需求。", "key": "k"}
    answer = english(world, "liaison").post(f"{VISITS}plan", sent)

    assert answer.status_code == 422
    assert "has 2 visits in that month already, over all units; choose another month." in text_of(answer)
    assert "了解需求。" in answer.content.decode()
    assert Order.objects.count() == 2


def test_what_was_said_is_recorded_and_each_problem_struck_off(world: World, society: Society) -> None:
    """A note from the phone becomes the visit's record, sent twice it is one, and the page follows the problems."""
    order, liaison = accepted(world), english(world, "liaison")
    sent = {"findings": "贷款到期。", "problems": "贷款续期\n门前路灯"}
    path = f"{VISITS}{order.number}"

    answers = [liaison.post(f"{path}/record", sent, headers={"Accept": "application/json"}) for _ in range(2)]

    assert [each.json() for each in answers] == [{"said": f"{order.number}: recorded."}] * 2
    # `order` is as it was before either came: so it is for a copy that is sent while the first is being written.
    assert record_visit(order, sent, by=world.actor("liaison")).move == "held"
    first, second = spawned_by(order)
    assert "2 problems are not struck off yet." in text_of(liaison.get(path))
    withdraw(world, first)
    withdraw(world, second)
    said = text_of(liaison.get(path))
    assert "Every problem is struck off." in said
    assert re.search(rf"贷款续期 {first.number} .* struck off 门前路灯 {second.number} .* struck off", said)


def test_what_cannot_be_recorded_is_told_and_kept(world: World, society: Society) -> None:
    """Nothing written, and a visit that the company has not agreed to."""
    order, liaison = accepted(world), english(world, "liaison")
    empty = liaison.post(f"{VISITS}{order.number}/record", {"problems": "路灯"}, headers={"Accept": "application/json"})
    world.move(order, "decline", "boss")

    late = liaison.post(f"{VISITS}{order.number}/record", {"findings": "谈了。"})

    assert empty.status_code == late.status_code == 422
    assert "the order has moved on" in text_of(late)


def test_an_area_is_told_in_numbers_by_unit(world: World, society: Society) -> None:
    """Units and overdue companies are named, liaisons are not; another area's organiser sees only that area."""
    order = accepted(world)
    world.move(order, "held_clear", "liaison", findings="都好。")

    said = text_of(english(world, "organiser").get(f"{VISITS}area"))
    south = text_of(english(world, "south_organiser").get(f"{VISITS}area"))

    assert "Lamp office 1 0 0 1 North street office 3 1 0 2 All 4 1 0 3" in said
    assert "Dongshan Electronics" in said
    assert "助企" not in said
    assert "All 1 0 0 1" in south
    assert "Dongshan Electronics" not in south


def test_nobody_else_enters(world: World, society: Society) -> None:
    """Who is no liaison sees no list; another liaison sees no visit of this one; a liaison sees no numbers."""
    order = accepted(world)
    for name in OUTSIDERS:
        assert {world.client(name).get(f"{VISITS}{path}").status_code for path in ("", "plan", order.number)} == {403}
        assert world.client(name).post(f"{VISITS}plan", {"c": "firm-1"}).status_code == 403
        assert world.client(name).post(f"{VISITS}{order.number}/record", {"findings": "x"}).status_code == 403
    other = world.client("second_liaison")
    assert other.get(f"{VISITS}{order.number}").status_code == 404
    assert other.post(f"{VISITS}{order.number}/record", {"findings": "x"}).status_code == 404
    # A company of somebody else's is not ticked, and so nobody is asked.
    assert other.post(f"{VISITS}plan", {"c": "firm-1", "on": "2026-03-17", "text": "走访"}).status_code == 422
    for name in ("liaison", "stranger", "boss", "dispatcher"):
        assert world.client(name).get(f"{VISITS}area").status_code == 403
    assert Client().get(VISITS).status_code == 302
    order.refresh_from_db()
    assert (order.stage, Order.objects.count()) == ("accepted", 1)


def test_pages_cost_a_fixed_number_of_queries(world: World, society: Society, kept_for_long: None) -> None:
    """However many companies and visits there are."""
    order, liaison = accepted(world), world.client("liaison")
    world.move(order, "held", "liaison", findings="两个问题。", problems="贷款续期\n门前路灯")
    begin(world, "visit", "second_liaison", company="firm-2", planned_on="2026-03-18", text="走访")

    plan = f"{VISITS}plan?c=firm-1&c=firm-2&c=firm-6&on=2026-03-17"
    found = [queries_of(liaison, path) for path in (VISITS, plan, f"{VISITS}{order.number}")]
    found.append(queries_of(world.client("organiser"), f"{VISITS}area"))

    # One less than these, unless a second has passed since the calendars were last asked for.
    assert all(count <= most for count, most in zip(found, (LIST, PLAN, VISIT, AREA), strict=True)), found


def test_a_phone_forgets_when_somebody_signs_out_or_another_signs_in(world: World, society: Society) -> None:
    """The same person signing in again keeps notes that were not sent yet."""
    liaison = world.client("liaison")
    liaison.get(VISITS)
    kept = liaison.cookies[offline.COOKIE].value

    def entering(name: str) -> bool:
        browser = Client()
        browser.cookies[offline.COOKIE] = kept
        answer = browser.post("/sign-in", {"username": name, "password": "a long pass-phrase"})
        assert answer.status_code == 302
        return "Clear-Site-Data" in answer.headers

    assert (entering("liaison"), entering("second_liaison")) == (False, True)
    assert liaison.post("/sign-out")["Clear-Site-Data"] == '"storage"'
