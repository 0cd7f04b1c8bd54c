# SPDX-License-Identifier: Apache-2.0
"""The operator's command that blanks an order at the request of the person it is about."""

from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from sidan.orders.attachments import keep_draft
from sidan.orders.models import Attachment, Order, Step
from sidan.orders.moves import Place
from sidan.orders.verify import fault_in
from sidan.people.models import AuditEntry, Contact
from tests.world import Clock, World, build

WORDS = "我是三楼的张某，电话打不通。"


def run(*arguments: str) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("blank_order", *arguments, stdout=out)
    return out.getvalue()


def test_the_words_are_gone_and_the_audit_log_says_why(world: World) -> None:
    """The words leave order, steps and search; chain and number stay, and the reason is kept."""
    order = world.answered(text=WORDS)

    told = run(order.number, "--reason", "本人要求删除")

    order.refresh_from_db()
    assert told == f"{order.number}: 2 answers blanked.\n"
    assert order.text == ""
    assert not Step.objects.filter(order=order, answers__text__icontains="张某").exists()
    assert fault_in(order) is None
    assert AuditEntry.objects.get(action="order.blanked", subject=order.subject).details["reason"] == "本人要求删除"


def test_the_contact_is_forgotten_only_when_asked(world: World) -> None:
    """An order still open may need its contact; who wants it gone says so."""
    order = world.submit(WORDS)
    contact = Contact.objects.create(
        sealed=b"sealed", county=order.county, created_at=order.created_at, forget_on="2027-01-01"
    )
    Order.objects.filter(pk=order.pk).update(contact=contact)

    run(order.number, "--reason", "本人要求删除")
    assert Contact.objects.get(pk=contact.pk).forgotten_at is None

    run(order.number, "--reason", "本人要求删除", "--with-contact")
    forgotten = Contact.objects.get(pk=contact.pk)
    assert forgotten.forgotten_at is not None
    assert bytes(forgotten.sealed) == b""


@pytest.mark.django_db(transaction=True)
def test_photos_and_the_exact_place_go_too(clock: Clock) -> None:
    """What a picture or a point on the map tells of a person goes with the words; the area stays."""
    world = build()
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    photo = keep_draft(BytesIO(buffer.getvalue()), size=len(buffer.getvalue()))
    place = Place(world.grid, world.site.pk, 116.005, 28.015, "三楼张某家")
    order = world.submit(WORDS, place=place, answers={"photos": [photo.token]})

    run(order.number, "--reason", "本人要求删除")

    order.refresh_from_db()
    assert (order.lon, order.lat, order.site, order.place_text) == (None, None, None, "")
    assert order.area_code == world.grid
    assert not Attachment.objects.exists()
    assert not default_storage.exists(photo.file)
    assert fault_in(order) is None


@pytest.mark.parametrize(("number", "reason"), [("SD-none", "本人要求删除"), ("", "本人要求删除"), ("the order", "  ")])
def test_without_an_order_or_a_reason_nothing_is_blanked(world: World, number: str, reason: str) -> None:
    """A mistyped number or an empty reason is told and changes nothing."""
    order = world.submit(WORDS)

    with pytest.raises(CommandError):
        run(order.number if number == "the order" else number, "--reason", reason)

    order.refresh_from_db()
    assert order.text == WORDS
    assert not AuditEntry.objects.filter(action="order.blanked").exists()
