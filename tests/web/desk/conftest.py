# SPDX-License-Identifier: Apache-2.0
"""What the desk's tests share: pages read as text, and people from beyond the usual county."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sidan.orders.models import Order
from sidan.people.contacts import keep
from sidan.places.models import Area
from tests.world import CITY, COUNTY, MORNING, World

Move = Callable[..., Any]


@pytest.fixture
def elsewhere(world: World) -> World:
    """Return the world with a dispatcher of another county, an auditor and the system's administrator."""
    city = world.areas[CITY]
    world.areas["369902"] = Area.objects.create(code="369902", name="西山县", level="county", parent=city)
    world.hold("other_dispatcher", role="dispatcher", area="369902")
    world.hold("auditor", role="auditor", area=COUNTY)
    world.hold("system_admin", role="system_admin")
    return world


@pytest.fixture
def with_contact(world: World) -> Order:
    """Return an order in work at the lamp office whose reporter left a contact."""
    contact = keep("王女士", "13800138000", "", "晚上再打", forget_on=MORNING.date().replace(year=2027), county=COUNTY)
    order = world.submit(contact=contact)
    world.dispatch(order)
    world.move(order, "sign", "handler")
    return order


def words(response: Any) -> str:
    """Return what a reader sees of a page, on one line."""
    body = re.sub(r"(?s)<(script|style|svg|head).*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def press(browser: Client, order: Order, move: str, *, expect: int | None = None, **answers: Any) -> Any:
    """Send the form of a move from the order's page."""
    data = {f"{move}-{field}": value for field, value in answers.items()}
    order.refresh_from_db()
    version = order.version if expect is None else expect
    return browser.post(f"/desk/o/{order.number}/move", {"move": move, "expect": version, **data})
