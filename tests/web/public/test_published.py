# SPDX-License-Identifier: Apache-2.0
"""What is published, and above all what is not."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sidan.base.clock import now
from sidan.orders import registry
from sidan.orders.attachments import keep_draft
from sidan.orders.models import Attachment, Order
from sidan.orders.moves import Place, submit
from sidan.orders.publishing import PAGE_SIZE
from sidan.orders.retention import blank_words
from sidan.people.actors import Actor
from sidan.people.contacts import keep
from sidan.programmes.shelf import serve_all
from tests.own_programmes import CALL, OBJECTION, WISH, serving
from tests.web.public.conftest import Photo, text_of
from tests.world import COUNTY, MORNING, World

Budget = Callable[[int], AbstractContextManager[Any]]
TEXT, NAME, PLACE = "密语想要轮椅", "密语王奶奶", "密语3栋101"


@pytest.fixture(autouse=True)
def _others(world: World) -> Iterator[None]:
    """Serve the programmes, with a member who claims wishes."""
    world.hold("neighbour", role="member", area=world.grid)
    with serving(WISH, CALL, OBJECTION):
        yield


@pytest.fixture
def fulfilled(world: World, photo: Photo) -> Order:
    """Return a fulfilled and published wish, with a contact, a name and a photo."""
    contact = keep("密语丙", "13812345678", "", "", forget_on=MORNING.date().replace(year=2027), county=COUNTY)
    order = submit(
        registry.current("wish"),
        {"text": TEXT, "kind": "goods"},
        by=Actor.anyone(),
        place=Place(world.grid, text=PLACE, lon=116.005, lat=28.015),
        via="web",
        contact=contact,
    )
    world.move(order, "claim", "neighbour")
    file = photo()
    token = keep_draft(file, size=file.size or 0).token
    world.move(order, "fulfil", "neighbour", result="轮椅已送到", whose=NAME, hours="3", shown=[token])
    return publish(order)


def publish(order: Order) -> Order:
    """Publish an order as an effect would."""
    Order.objects.filter(pk=order.pk).update(published_at=now())
    order.refresh_from_db()
    return order


def test_everybody_reads_what_the_file_publishes(fulfilled: Order) -> None:
    """Programme, area, kind, what was done by which post, and how it ended."""
    page = text_of(Client().get(f"/published/{fulfilled.number}"))

    for said in ("微心愿", "北门社区", "物品", "轮椅已送到", "已完成", "心愿已完成"):
        assert said in page
    assert "用时（小时） 3" in page


def test_the_list_tells_the_first_published_words(fulfilled: Order) -> None:
    """A reader finds what it is about without opening it, and still no word that is not published."""
    page = Client().get("/published/").content.decode()

    assert "轮椅已送到" in page
    assert not any(secret in page for secret in (TEXT, NAME, PLACE))


def test_nobody_reads_anything_else(world: World, fulfilled: Order) -> None:
    """Neither text nor name nor exact place nor contact nor who of the staff it was, on the page or in the list."""
    for address in (f"/published/{fulfilled.number}", "/published/", f"/published/?county={COUNTY}"):
        page = Client().get(address).content.decode()

        assert fulfilled.number in page
        for secret in (TEXT, NAME, PLACE, "密语", "13812345678", "neighbour", "网格</", "116.005"):
            assert secret not in page, (address, secret)


def test_what_is_not_published_is_not_there(world: World, fulfilled: Order) -> None:
    """A number of an order that nobody published answers like one that does not exist."""
    Order.objects.update(published_at=None)

    for number in (fulfilled.number, "WS-260310-999999-0", "garbage"):
        assert Client().get(f"/published/{number}").status_code == 404
    assert fulfilled.number not in Client().get("/published/").content.decode()


def test_only_photos_of_published_fields_are_served(fulfilled: Order, reported: Any) -> None:
    """By the number of their own order, and not by another's or before it is published."""
    token = Attachment.objects.get().token
    address = f"/published/{fulfilled.number}/photo/{token}"
    publish(reported.order)

    assert Client().get(address).status_code == Client().get(f"{address}/small").status_code == 200
    assert Client().get(f"/published/{reported.order.number}/photo/{token}").status_code == 404
    Attachment.objects.update(field="text")
    assert Client().get(address).status_code == 404
    Attachment.objects.update(field="shown")
    Order.objects.update(published_at=None)
    assert Client().get(address).status_code == 404


def test_blanked_words_are_gone_from_what_is_published(fulfilled: Order) -> None:
    """Whoever asks that words are cleared finds them cleared here, too."""
    blank_words(fulfilled, by=Actor.importer(), reason="本人要求")

    assert "轮椅已送到" not in text_of(Client().get(f"/published/{fulfilled.number}"))


def test_anybody_may_object_where_a_programme_hears_objections(fulfilled: Order) -> None:
    """The link names the order; without such a programme there is none."""
    address, link = f"/published/{fulfilled.number}", f"/report/doubt?order={fulfilled.number}"

    assert link in Client().get(address).content.decode()
    doubt = registry.current("doubt")
    registry.withdraw("doubt")
    page = Client().get(address).content.decode()
    registry.serve(doubt, OBJECTION)
    assert "/report/doubt" not in page


def test_the_list_is_cut_by_county_and_programme_and_into_pages(world: World, fulfilled: Order) -> None:
    """Newest first, page by page; what no such list has is not found."""
    newer = publish(world.submit())
    Order.objects.filter(pk=newer.pk).update(published_at=now() + timedelta(minutes=1))

    numbers = [entry.order.number for entry in Client().get("/published/").context["entries"]]
    wishes = Client().get(f"/published/?county={COUNTY}&programme=wish").context["entries"]

    assert numbers == [newer.number, fulfilled.number]
    assert [entry.order.number for entry in wishes] == [fulfilled.number]
    for query in ("county=1", "programme=call", "programme=x"):
        assert Client().get(f"/published/?{query}").status_code == 404
    for _ in range(PAGE_SIZE):
        publish(world.submit())
    first = Client().get("/published/")
    assert len(first.context["entries"]) == PAGE_SIZE
    second = Client().get("/published/" + first.context["later"])
    assert len(second.context["entries"]) == 2


def test_both_pages_cost_a_fixed_number_of_queries(fulfilled: Order, django_assert_max_num_queries: Budget) -> None:
    """One for the list, one for the beginnings of words; for an order its steps, shares, photos and their names."""
    Client().get("/published/")

    with django_assert_max_num_queries(2):
        Client().get("/published/")
    with django_assert_max_num_queries(5):
        Client().get(f"/published/{fulfilled.number}")


def test_the_foot_leads_there_where_something_can_be_published(world: World) -> None:
    """A city that runs no such programme has no such place."""
    assert 'href="/published/"' in Client().get("/").content.decode()
    for programme in registry.served():
        if any(declared.published for declared in programme.fields.values()):
            registry.withdraw(programme.code)
    try:
        assert 'href="/published/"' not in Client().get("/").content.decode()
    finally:
        serve_all()


@pytest.mark.parametrize("path", ["/published/", "/published/WS-1", "/published/WS-1/photo/x"])
def test_nothing_is_sent_there(db: None, path: str) -> None:
    """The pages are only read."""
    assert Client().post(path).status_code == 405
