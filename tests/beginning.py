# SPDX-License-Identifier: Apache-2.0
"""Opening orders of any programme in the small county, and closing the service orders that came out of them."""

from io import BytesIO
from typing import Any

from PIL import Image

from sidan.orders import attachments, registry
from sidan.orders.models import Order
from sidan.orders.moves import Place, submit
from sidan.orders.ties import Link
from sidan.people.actors import Actor
from sidan.people.models import Unit
from tests.world import NORTH, SOUTH, World

# Near the middle of the crew's grid, and a kilometre or so away.
HERE, FAR = "116.005,28.015", "116.016,28.015"


def begin(world: World, code: str, by: str = "", *, area: str = "", **answers: Any) -> Order:
    """Open an order of a programme as one of the people, or as a resident, in the crew's grid unless elsewhere."""
    place = Place(area or world.grid, lon=None if area else 116.005, lat=None if area else 28.015, text="幸福小区3栋")
    actor = world.actor(by) if by else Actor.anyone()
    return submit(registry.current(code), answers, by=actor, place=place, via="web")


def photo() -> str:
    """Return the token of a picture that was uploaded just now."""
    picture = BytesIO()
    Image.new("RGB", (64, 64), "green").save(picture, "JPEG")
    size = picture.tell()
    picture.seek(0)
    return attachments.keep_draft(picture, size=size).token


def spawned_by(order: Order) -> list[Order]:
    """Return the orders that came out of one, in their order."""
    return [link.target for link in Link.objects.filter(source=order, kind="spawned").order_by("pk")]


def withdraw(world: World, order: Order) -> None:
    """Close a service order as its reporter."""
    world.move(order, "withdraw", "reporter")


def with_neighbours(world: World) -> World:
    """Add two members of the crew's grid and one of the southern street."""
    world.hold("member", role="member", area=world.grid)
    world.hold("volunteer", role="member", area=world.grid)
    world.hold("south_member", role="member", area=f"{SOUTH}001001")
    return world


def with_companies(world: World) -> World:
    """Add a company with two contacts, a liaison and an organiser of the northern street."""
    world.units["factory"] = Unit.objects.create(
        code="factory", name="临江机械厂", name_en="Linjiang works", kind="company", area=world.areas[NORTH]
    )
    world.hold("owner", role="company", unit="factory")
    world.hold("accountant", role="company", unit="factory")
    world.hold("liaison", role="liaison", area=NORTH)
    world.hold("organiser", role="organiser", area=NORTH)
    return world


def with_border(world: World) -> World:
    """Add an organiser of the northern street, people at the street's office, and a village across the border."""
    world.units["across"] = Unit.objects.create(code="across", name="杉关村", name_en="Across the pass", kind="village")
    world.units["north_village"] = Unit.objects.create(
        code="north_village", name="飞源村", name_en="Village of the north", kind="village", area=world.areas[NORTH]
    )
    world.units["south_village"] = Unit.objects.create(
        code="south_village", name="南源村", name_en="Village of the south", kind="village", area=world.areas[SOUTH]
    )
    world.hold("organiser", role="organiser", area=NORTH)
    world.hold("north_clerk", role="handler", unit="north_village")
    world.hold("south_clerk", role="handler", unit="south_village")
    return world
