# SPDX-License-Identifier: Apache-2.0
"""Who may not: every page and every POST of the desk, for everybody who has no part in the order.

The addresses are read from the desk's own list, so that a new one cannot be forgotten here.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from sidan.orders.models import Order, Step, Watch
from sidan.people.models import AuditEntry
from sidan.web.desk.urls import urlpatterns
from tests.web.desk.conftest import press, words
from tests.world import World

OF_AN_ORDER = ("order", "move", "watch", "contact", "original", "lower", "print", "chain", "register")
OF_AN_ORDER += ("answer", "similar", "twins", "merge_twins")
POSTS = ("save_filter", "drop_filter", "messages_read", "tree", "move", "watch", "contact", "original", "lower")
POSTS += ("attendance", "vouchers", "papers", "count_papers", "merge_twins")
BODIES: dict[str, dict[str, Any]] = {
    "move": {"move": "dispatch", "expect": 1, "dispatch-unit": "lamps", "dispatch-matter_decided": "city.lamp.dark"},
    "watch": {"watch": "on"},
    "contact": {"reason": "想看看"},
    "original": {"reason": "想看看"},
    "lower": {"reason": "没事"},
    "save_filter": {"name": "全部", "queue": "mine"},
    "send": {"row": "", "o": ""},
}


def address(pattern: URLPattern, order: Order) -> str:
    """Return the address of one entry of the list."""
    path = (
        str(pattern.pattern)
        .replace("<slug:programme>", "service")
        .replace("<int:seq>", "1")
        .replace("<slug:move>", "answer")
    )
    return "/desk/" + path.replace("<str:number>", order.number).replace("<int:filter_id>", "1")


def knock(browser: Client, pattern: URLPattern, order: Order) -> Any:
    """Ask for an address in the way it is meant to be asked for."""
    if pattern.name in POSTS:
        return browser.post(address(pattern, order), BODIES.get(str(pattern.name), {}))
    return browser.get(address(pattern, order))


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: str(pattern.name))
def test_whoever_is_not_signed_in_comes_to_the_sign_in_page(world: World, pattern: URLPattern) -> None:
    """Nothing of the desk opens without signing in, and the way leads back afterwards."""
    order = world.submit()

    response = knock(Client(), pattern, order)

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in?next=/desk/")
    assert Step.objects.filter(order=order).count() == 1


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: str(pattern.name))
def test_a_stranger_without_a_post_is_told_to_ask_for_one(world: World, pattern: URLPattern) -> None:
    """An account alone opens no page of the desk."""
    order = world.submit()

    response = knock(world.client("stranger"), pattern, order)

    assert response.status_code == 403
    assert order.number not in words(response)
    assert Step.objects.filter(order=order).count() == 1


@pytest.mark.parametrize("name", ["other_dispatcher", "south_dispatcher", "plumber", "auditor", "system_admin"])
@pytest.mark.parametrize("page", OF_AN_ORDER)
def test_an_order_out_of_sight_is_as_if_it_did_not_exist(elsewhere: World, name: str, page: str) -> None:
    """Other counties, streets and units, auditors and administrators find no order of others, by page or by POST."""
    order = elsewhere.submit()
    pattern = next(each for each in urlpatterns if each.name == page)

    response = knock(elsewhere.client(name), pattern, order)

    assert response.status_code == 404
    assert "楼道灯" not in words(response)
    assert Step.objects.filter(order=order).count() == 1
    assert not Watch.objects.exists()
    assert not AuditEntry.objects.filter(action="contact.viewed").exists()


@pytest.mark.parametrize("page", OF_AN_ORDER)
def test_the_complained_of_do_not_see_the_complaint(world: World, page: str) -> None:
    """People of the unit a complaint is about are as strangers to it, though the unit once held the order."""
    order = world.submit("水务公司乱收费")
    world.dispatch(order, unit="water")
    world.move(order, "recall", "dispatcher", reason="派错了。")
    world.move(order, "recuse", "dispatcher", about="water")
    pattern = next(each for each in urlpatterns if each.name == page)

    assert knock(world.client("plumber"), pattern, order).status_code == 404


@pytest.mark.parametrize(
    ("name", "move", "answers"),
    [
        ("crew", "dispatch", {"unit": "lamps", "matter_decided": "city.lamp.dark"}),
        ("leader", "dispatch", {"unit": "lamps", "matter_decided": "city.lamp.dark"}),
        ("dispatcher", "take", {}),
        ("intake", "decline", {"ground": "outside", "explanation": "不归我们。"}),
        ("dispatcher", "withdraw", {}),
        ("dispatcher", "dispatch_late", {}),
        ("dispatcher", "solved", {"satisfaction": "5"}),
    ],
)
def test_who_sees_an_order_may_not_make_every_move(world: World, name: str, move: str, answers: dict[str, str]) -> None:
    """A move that is not mine is neither offered nor made, and the answer says so in words."""
    order = world.submit()
    browser = world.client(name)
    assert f'id="move-{move}"' not in browser.get(f"/desk/o/{order.number}").content.decode()

    response = press(browser, order, move, **answers)

    assert response.status_code == 422
    assert "不" in words(response)
    order.refresh_from_db()
    assert (order.stage, order.steps.count()) == ("registered", 1)


def test_a_former_unit_sees_but_does_not_act(world: World) -> None:
    """The unit an order was taken from keeps sight of it and can do nothing with it."""
    order = world.submit()
    world.dispatch(order, unit="water")
    world.move(order, "contest", "plumber", reason="不归我们。")
    world.move(order, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark")
    browser = world.client("plumber")

    page = browser.get(f"/desk/o/{order.number}")

    assert page.status_code == 200
    assert 'id="move-' not in page.content.decode()
    assert press(browser, order, "sign").status_code == 422


def test_only_the_crew_enters_the_crews_page_and_only_takers_take_orders_down(elsewhere: World) -> None:
    """Pages of a post are closed to holders of others."""
    people = ("dispatcher", "supervisor", "leader", "revisitor", "crew", "handler", "intake", "auditor")

    def enter(path: str) -> list[str]:
        return [name for name in people if elsewhere.client(name).get(path).status_code == 200]

    assert enter("/desk/crew") == ["crew"]
    assert enter("/desk/new/service") == ["dispatcher", "crew", "intake"]


def test_an_auditor_finds_no_order_and_no_contact(elsewhere: World, with_contact: Order) -> None:
    """Who audits everybody sees who looked, not what they saw."""
    browser = elsewhere.client("auditor")

    for query in ("queue=mine", "queue=team", "queue=late", "queue=closed", f"q={with_contact.text[:4]}"):
        assert with_contact.number not in words(browser.get(f"/desk/?{query}"))
    assert browser.get(f"/desk/o/{with_contact.number}").status_code == 404


def test_orders_out_of_sight_cannot_be_dispatched_in_bulk(elsewhere: World) -> None:
    """Numbers of others in the form for many are not there; nothing is sent."""
    order = elsewhere.submit()
    form = {
        "row": [order.number],
        "o": [order.number],
        f"expect-{order.number}": 1,
        "unit": "lamps",
        "matter": "city.lamp.dark",
    }

    for name in ("other_dispatcher", "south_dispatcher", "plumber", "auditor"):
        response = elsewhere.client(name).post("/desk/dispatch", form)
        assert (response.status_code, response["Location"]) == (302, "/desk/")

    assert order.steps.count() == 1


def test_a_closed_account_is_out_at_once(world: World) -> None:
    """Whoever loses the account loses the desk with the next press."""
    order = world.submit()
    browser = world.client("dispatcher")
    assert browser.get("/desk/").status_code == 200

    world.people["dispatcher"].is_active = False
    world.people["dispatcher"].save()

    assert browser.get(f"/desk/o/{order.number}").status_code == 302


def test_pages_of_the_desk_are_kept_by_no_browser(world: World) -> None:
    """What may name residents' troubles is not to be stored on the way."""
    order = world.submit()

    for path in ("/desk/", f"/desk/o/{order.number}", "/desk/messages"):
        assert "no-store" in world.client("dispatcher").get(path)["Cache-Control"]


def test_posts_without_their_token_are_refused(world: World, make_strict: Callable[[str], Client]) -> None:
    """A form sent from another site changes nothing."""
    order = world.submit()

    response = press(make_strict("dispatcher"), order, "dispatch", unit="lamps", matter_decided="city.lamp.dark")

    assert response.status_code == 403
    assert order.steps.count() == 1


@pytest.fixture
def make_strict(world: World) -> Callable[[str], Client]:
    """Return a function that signs somebody in on a browser that checks forms' tokens."""

    def strict(name: str) -> Client:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(world.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return strict
