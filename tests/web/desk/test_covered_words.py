# SPDX-License-Identifier: Apache-2.0
"""Private words in an order: who reads them, who reads them covered, and who is shown them for a reason."""

import pytest
from django.test import Client

from sidan.base.numbers import grouped
from sidan.orders.filters import Filters
from sidan.orders.models import Order, SearchEntry, Step
from sidan.orders.moves import Place
from sidan.orders.queries import search
from sidan.orders.retention import blank_words
from sidan.orders.tracking import follow, new_code
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from tests.web.desk.conftest import words
from tests.world import NORTH, World

TEXT = "我叫张建国，楼道灯坏了，请打13800138000；楼下陈大文的车赣F12345挡着门。"
COVERED = "我叫张某某，楼道灯坏了，请打〔电话〕；楼下陈某某的车〔车牌〕挡着门。"
PRIVATE = ("张建国", "13800138000", "陈大文", "赣F12345", "13900139000")


@pytest.fixture
def named(world: World) -> Order:
    """Return an order in work at the lamp office, the water company assisting, whose words name people."""
    order = world.submit(TEXT, place=Place(f"{NORTH}001001", text="幸福小区，找李小梅13900139000"))
    world.dispatch(order, assisting=["water"], note="点单人电话13800138000")
    world.move(order, "sign", "handler")
    return order


def holds(body: str) -> list[str]:
    """Return the private words in a page."""
    return [word for word in (*PRIVATE, "李小梅") if word in body]


@pytest.mark.parametrize("name", ["handler", "plumber", "crew", "leader"])
@pytest.mark.parametrize("path", ["", "/print"])
def test_units_crews_and_leaders_read_covered_words(world: World, named: Order, name: str, path: str) -> None:
    """On the page and on paper, in the text, the place and every step."""
    page = world.client(name).get(f"/desk/o/{named.number}{path}")

    assert page.status_code == 200
    assert holds(page.content.decode()) == []
    assert COVERED in words(page)


@pytest.mark.parametrize("name", ["dispatcher", "supervisor", "revisitor", "intake"])
def test_whoever_tells_one_matter_from_another_reads_it_as_written(world: World, named: Order, name: str) -> None:
    """Dispatchers, supervisors, revisitors and intake over the area read the original."""
    assert TEXT in words(world.client(name).get(f"/desk/o/{named.number}"))


def test_lists_cover_what_pages_cover(world: World, named: Order) -> None:
    """The inbox and the search show a unit the beginning of the text with the same covers, a dispatcher none."""
    for query in ("queue=team", "q=楼道"):
        unit = world.client("handler").get(f"/desk/?{query}").content.decode()
        assert named.number in unit
        assert holds(unit) == []
    assert "张建国" in world.client("dispatcher").get("/desk/?queue=team").content.decode()


def test_the_crews_page_covers_too(world: World) -> None:
    """What the grid crew may take up is shown without people's numbers."""
    world.submit(TEXT)

    page = world.client("crew").get("/desk/crew")

    assert "楼道灯坏了" in words(page)
    assert holds(page.content.decode()) == []


def test_nobody_finds_an_order_by_what_is_covered(world: World, named: Order) -> None:
    """The index holds neither number nor plate nor name; other words find it."""
    for text in ("13800138000", "赣F12345", "陈大文", "13900139000"):
        assert search(world.actor("handler"), text, filters=Filters()).rows == []
    assert [each.pk for each in search(world.actor("handler"), "楼道灯", filters=Filters()).rows] == [named.pk]
    assert "13800138000" not in SearchEntry.objects.get(order=named).words


def test_the_handler_is_shown_the_original_for_a_reason(world: World, named: Order) -> None:
    """With a reason the words stand there once, and the look is in the audit log."""
    page = world.client("handler").post(f"/desk/o/{named.number}/original", {"reason": "打电话约时间"})

    assert TEXT in words(page)
    assert "13900139000" in words(page)
    entry = AuditEntry.objects.get(action="original.viewed")
    assert (entry.actor, entry.subject, entry.details["reason"]) == ("王照明", f"order:{named.number}", "打电话约时间")
    assert holds(world.client("handler").get(f"/desk/o/{named.number}").content.decode()) == []


@pytest.mark.parametrize("reason", ["", "   ", "想" * 201])
def test_without_a_reason_nothing_is_uncovered(world: World, named: Order, reason: str) -> None:
    """An empty or endless reason is refused, and nothing is written down."""
    page = world.client("handler").post(f"/desk/o/{named.number}/original", {"reason": reason})

    assert page.status_code == 422
    assert holds(page.content.decode()) == []
    assert not AuditEntry.objects.filter(action="original.viewed").exists()


@pytest.mark.parametrize("name", ["plumber", "crew"])
def test_whoever_does_not_handle_it_may_not_ask(world: World, named: Order, name: str) -> None:
    """An assisting unit and the crew beside it have no button and are refused by hand."""
    assert "/original" not in world.client(name).get(f"/desk/o/{named.number}").content.decode()

    page = world.client(name).post(f"/desk/o/{named.number}/original", {"reason": "想看看"})

    assert page.status_code == 422
    assert holds(page.content.decode()) == []


@pytest.mark.parametrize("name", ["south_dispatcher", "stranger"])
def test_whoever_may_not_see_the_order_learns_nothing(world: World, named: Order, name: str) -> None:
    """For them the order is not there, or the desk is closed."""
    page = world.client(name).post(f"/desk/o/{named.number}/original", {"reason": "想看看"})

    assert page.status_code in (403, 404)


def test_a_confidential_reporter_stays_covered(world: World) -> None:
    """Where the reporter asked that the units do not get the contact, the unit cannot uncover it either."""
    order = world.submit(TEXT, answers={"confidential": "yes"})
    world.dispatch(order)

    page = world.client("handler").post(f"/desk/o/{order.number}/original", {"reason": "打电话"})

    assert page.status_code == 422


def test_ones_own_words_are_not_covered(world: World, named: Order) -> None:
    """A unit reads its own answer as it wrote it; the assisting unit reads the office's landline and no mobile."""
    world.move(named, "assist", "plumber", share_answer="无水管问题。")
    world.move(named, "answer", "handler", answer="已修好，请拨打0794-8220000，或找我13700137000。")

    assert "13700137000" in words(world.client("handler").get(f"/desk/o/{named.number}"))
    other = words(world.client("plumber").get(f"/desk/o/{named.number}"))
    assert "0794-8220000" in other
    assert "13700137000" not in other


def test_the_reporter_reads_all_and_a_follower_none(world: World) -> None:
    """The reporter's page is theirs; a follower reads the staff's answer covered, the office's number but not."""
    code, digest = new_code()
    order = world.answered(text=TEXT, code_digest=digest)
    answer = "张建国您好，已换灯泡，有事打0794-8220000。联系人：周大海13700137000"
    order = world.at_work(text=TEXT, code_digest=digest)
    world.move(order, "answer", "handler", answer=answer)

    own = words(Client().get(f"/t/{order.number}/{grouped(code)}"))
    followed = words(Client().get(f"/t/{order.number}/{grouped(follow(order))}"))

    assert TEXT in own
    assert answer in own
    assert "0794-8220000" in followed
    assert not any(word in followed for word in (*PRIVATE, "13700137000", "周大海"))


def test_steps_stay_as_they_were_sealed_and_blanked_words_are_gone(world: World, named: Order) -> None:
    """Covering changes no row; blanking leaves nothing to uncover."""
    world.client("handler").get(f"/desk/o/{named.number}")
    assert Step.objects.get(order=named, seq=1).answers["text"] == TEXT

    blank_words(named, by=Actor.importer(), reason="点单人要求删除")
    page = world.client("handler").post(f"/desk/o/{named.number}/original", {"reason": "打电话"})

    assert holds(page.content.decode()) == []
