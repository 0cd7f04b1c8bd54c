# SPDX-License-Identifier: Apache-2.0
"""Every address of the site, asked for by everybody in every way: no fault of ours, and nothing of others shown."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import get_resolver

from sidan.base.errors import Words
from sidan.orders.models import Order
from sidan.orders.platforms import set_platform
from sidan.people.actors import Actor
from sidan.people.contacts import keep
from sidan.places.models import Area
from sidan.places.stations import add_station
from tests.web.doors import IN_SIGHT, PEOPLE, WHO
from tests.world import CITY, COUNTY, MORNING, World

TEXT, NOTE, PHONE = "密语甲楼道灯坏了", "密语乙不归我们", "13812345678"
KNOWN = {
    "<str:code>": "AAAAA-AAAAA", "<str:token>": "x" * 24, "<int:filter_id>": "1", "<int:seq>": "1",
    "<int:comment>": "1", "<int:number>": "1", "<slug:move>": "answer", "<int:issue>": "1",
    "<int:pk>": "1", "<str:subject>": "lamps", "<slug:indicator>": "solved", "<slug:verb>": "compute",
    "<slug:code>": "people", "<slug:programme>": "service", "<slug:county>": "city", "<path:object_id>": "1",
    "<int:content_type_id>": "1", "<str:area>": "369901001001001",
}  # fmt: skip
GARBAGE = {"move": "x", "expect": "NaN", "q": "';--", "lon": "1e999", "lat": "NaN", "area": "..", "token": "../x",
           "post": "9" * 40, "before": "x", "key": "k", "o": "x", "row": "x", "follow": "a:b:c"}  # fmt: skip
# Who tries each page in every way, also where there is nothing for them; the others do so where the table lets them in.
OUTSIDERS = ("nobody", "stranger", "south_dispatcher")


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the pattern of every address."""

    def walk(resolver: Any, before: str, space: str) -> Iterator[tuple[str, str]]:
        for each in resolver.url_patterns:
            pattern = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from walk(each, pattern, each.namespace or space)
            else:
                name = f"{space}:{each.name}"
                yield (name if name in WHO else "admin" if pattern.startswith("admin/") else str(each.name)), pattern

    return walk(get_resolver(), "", "")


def pages_of_a_visit() -> list[tuple[str, str]]:
    """Return all addresses in an order in which one browser can ask for them: signing out comes last."""
    return sorted(pages(), key=lambda page: page[0] == "sign_out")


def address(pattern: str, number: str) -> str:
    """Return an address of the pattern."""
    path = pattern.replace("<str:number>", number)
    if path.startswith("about/"):
        path = path.replace("<slug:code>", "service")
    for part, value in KNOWN.items():
        path = path.replace(part, value)
    return "/" + path.split("(?P")[0].replace("^", "").replace("\\Z", "")


@pytest.fixture
def order(world: World, settings: Any) -> Order:
    """Add who is missing to the world, and return an order with a secret text, note and contact."""
    settings.RATE_LIMITS = False
    world.areas["369902"] = Area.objects.create(code="369902", name="西山县", level="county", parent=world.areas[CITY])
    world.hold("other_dispatcher", role="dispatcher", area="369902")
    world.hold("auditor", role="auditor", area="369902")
    world.hold("planner", role="planner", area=COUNTY)
    world.hold("head", role="unit_head", unit="lamps")
    world.hold("system_admin", role="system_admin")
    world.hold("security_admin", role="security_admin")
    contact = keep("密语丙", PHONE, "", "", forget_on=MORNING.date().replace(year=2027), county=COUNTY)
    # The station is called as the kind of sheet is, because both addresses are asked for by one code.
    add_station("people", "驿站", area=world.grid, kind="rest")
    set_platform("", Words("临江通", "Linjiang"), colour="#8a1c2b", by=Actor.importer())
    order = world.submit(TEXT, contact=contact)
    world.dispatch(order, unit="water")
    world.move(order, "contest", "plumber", reason=NOTE)
    world.move(order, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark")
    return order


def browser_of(world: World, name: str, **more: Any) -> Client:
    """Return the browser of somebody, signed in but for nobody."""
    return Client(**more) if name == "nobody" else world.client(name, **more)


def is_signed_in(browser: Client) -> bool:
    """Say whether a browser is somebody's still, so that the rest of a visit is not a stranger's."""
    return SESSION_KEY in browser.session


def enters(response: Any) -> bool:
    """Say whether an answer lets somebody in."""
    return response.status_code not in (401, 403, 404) and not response.headers.get("Location", "").startswith(
        "/sign-in"
    )


def test_every_address_says_who_may_enter() -> None:
    """A new page fails here until the table in doors.py says who may not."""
    assert {name for name, _ in pages()} - {"admin"} == set(WHO)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_each_enters_what_the_table_says_and_sees_nothing_of_others(world: World, order: Order, name: str) -> None:
    """By page, by form and by htmx: who may not gets the sign-in page, 403 or 404, and never a word of the order."""
    wrong, browser = [], browser_of(world, name)
    for door, pattern in pages_of_a_visit():
        if door == "passwords" and name == "security_admin":
            continue  # gives out the passwords of everybody, as it should, which takes long
        path = address(pattern, order.number)
        answers = [browser.get(path), browser.post(path, {})]
        if name in OUTSIDERS or name in WHO.get(door, PEOPLE):
            answers.append(browser.get(path, headers={"HX-Request": "true"}))
            answers.append(browser.post(path, GARBAGE, headers={"HX-Request": "true"}))
        for response in answers:
            assert response.status_code < 500, (path, response.status_code)
            assert "Content-Security-Policy" in response.headers, path
            shown = b"".join(response).decode(errors="replace")
            assert PHONE not in shown, path
            assert name in IN_SIGHT or not (TEXT in shown or NOTE in shown), path
        if door == "admin":
            assert name in ("system_admin", "security_admin", "auditor") or not any(map(enters, answers[:2])), path
        elif door not in ("sign_out", "None"):
            taken = [each for each in answers[:2] if each.status_code != 405]
            # A page refused in a sentence of its own, as the posters of others' grids.
            taken = [each for each in taken if each is not answers[0] or each.status_code != 422]
            if any(map(enters, taken)) != (name in WHO[door]):
                wrong.append((door, [each.status_code for each in answers]))
    assert wrong == []


@pytest.mark.parametrize("name", ["nobody", "dispatcher", "system_admin"])
def test_no_form_is_taken_without_its_token(world: World, order: Order, name: str) -> None:
    """Every POST is protected against forgery by another site."""
    browser = browser_of(world, name, enforce_csrf_checks=True)
    for _, pattern in pages_of_a_visit():
        response = browser.post(address(pattern, order.number), {"a": "b"})
        assert response.status_code in (302, 403, 404, 405), (pattern, response.status_code)
        assert response.status_code != 302 or response["Location"].startswith(("/sign-in", "/admin"))
        assert is_signed_in(browser) == (name != "nobody"), pattern


@pytest.mark.parametrize("name", ["nobody", "dispatcher", "security_admin"])
@pytest.mark.parametrize("text", ["\0", " " * 1_000_000 + "x"], ids=["NUL", "megabyte"])
def test_no_text_breaks_a_page(world: World, order: Order, name: str, text: str) -> None:
    """A NUL and a megabyte of blanks are refused or cut, in every field of every page that somebody enters."""
    fields = (
        "report-text",
        "reason",
        "name",
        "q",
        "number",
        "username",
        "text",
        "contact-name",
        "where",
        "dispatch-unit",
    )
    browser = browser_of(world, name)
    for door, pattern in pages_of_a_visit():
        if door not in ("admin", "passwords") and name in WHO.get(door, PEOPLE):
            response = browser.post(
                address(pattern, order.number),
                dict.fromkeys(fields[:1], text) | {"move": "dispatch", **dict.fromkeys(fields[1:], text[:1000])},
            )
            assert response.status_code < 500, (pattern, response.status_code)
            assert door == "sign_out" or is_signed_in(browser) == (name != "nobody"), pattern


@pytest.mark.parametrize("name", ["dispatcher", "handler", "auditor"])
def test_pages_of_the_desk_are_kept_by_no_browser(world: World, order: Order, name: str) -> None:
    """What names a resident's trouble is never stored on the way."""
    for path in ("/desk/", f"/desk/o/{order.number}", f"/desk/o/{order.number}/print", "/desk/messages"):
        response = world.client(name).get(path)
        assert response.status_code in (403, 404) or "no-store" in response["Cache-Control"], path
