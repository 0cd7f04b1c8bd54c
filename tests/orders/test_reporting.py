# SPDX-License-Identifier: Apache-2.0
"""Stories of a resident's order with its contact and code: all of it is written, or nothing."""

from datetime import date
from typing import Any

import pytest

from sidan.base.errors import Invalid
from sidan.orders import registry
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.orders.reporting import Reported, new_key, report
from sidan.orders.tracking import reporter_of
from sidan.people.actors import Actor
from sidan.people.contact_details import ContactDetails
from sidan.people.models import Contact
from tests.world import World

NOBODY = ContactDetails()


def send(world: World, *, contact: ContactDetails = NOBODY, key: str = "", **answers: Any) -> Reported:
    """Report as a resident does."""
    given = {"text": "楼道灯坏了。", **answers}
    place = Place(world.grid, text="3栋")
    return report(
        registry.current("service"), given, place=place, contact=contact, by=Actor.anyone(), via="web", key=key
    )


def test_a_report_without_a_contact_keeps_none(world: World) -> None:
    """Whoever leaves no contact leaves no trace of one, and the code opens the order."""
    reported = send(world)

    assert reported.order.contact is None
    assert Contact.objects.count() == 0
    assert reporter_of(reported.order.number, reported.code)[0] == reported.order


def test_a_contact_is_kept_with_the_day_it_is_forgotten(world: World) -> None:
    """A contact is stored apart, in the order's county, for two years at the most."""
    reported = send(world, contact=ContactDetails(phone="138 0000 0000"))

    contact = reported.order.contact
    assert contact is not None
    assert (contact.county, contact.forget_on) == ("369901", date(2028, 3, 9))
    assert b"13800000000" not in bytes(contact.sealed)


def test_the_same_key_finds_order_and_code_again(world: World) -> None:
    """A form sent twice opens one order, keeps one contact, and is answered alike both times."""
    key, contact = new_key(), ContactDetails(phone="13800000000")

    first, second = send(world, key=key, contact=contact), send(world, key=key, contact=contact)

    assert first == second
    assert (Order.objects.count(), Contact.objects.count()) == (1, 1)


def test_other_words_under_the_same_key_are_another_order(world: World) -> None:
    """Whoever goes back in the browser and writes of something else is not answered with the first order."""
    key = new_key()

    first, second = send(world, key=key), send(world, key=key, text="水管也漏了。")

    assert first.order != second.order
    assert first.code != second.code
    assert second.order.text == "水管也漏了。"


def test_every_fault_is_named_at_once_and_nothing_is_written(world: World) -> None:
    """A wrong phone number and an empty text come back together."""
    with pytest.raises(Invalid) as invalid:
        send(world, text="", contact=ContactDetails(phone="12", email="nobody"))

    assert set(invalid.value.faults) == {"text", "contact-phone", "contact-email"}
    assert (Order.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_refused_order_leaves_no_contact_behind(world: World) -> None:
    """When the order is refused, the contact that came with it is not kept either."""
    with pytest.raises(Invalid):
        send(world, contact=ContactDetails(phone="13800000000"), photos=["gone"])

    assert Contact.objects.count() == 0
