# SPDX-License-Identifier: Apache-2.0
"""The pages of an order shared between parties: what each is shown, and the file of the agreed part."""

import json
from hashlib import sha256

import pytest

from sidan.orders.models import Order
from sidan.people.models import AuditEntry
from tests.beginning import begin, spawned_by, with_border, with_companies, withdraw
from tests.web.desk.conftest import words
from tests.world import NORTH, World


@pytest.fixture
def shared(world: World) -> Order:
    """Return joint work of two villages."""
    with_border(world)
    order = begin(
        world,
        "joint",
        "organiser",
        area=NORTH,
        kind="security",
        text="北边王某的困难。",
        proposal="每晚联合巡逻。",
        parties=["north_village", "south_village"],
    )
    world.move(order, "keep_record", "south_clerk", own_record="南边李某的困难。")
    return order


@pytest.mark.parametrize("page", ["/desk/o/{}", "/desk/o/{}/print"])
def test_each_side_reads_its_own_words_and_what_is_shared(world: World, shared: Order, page: str) -> None:
    """On the order's page and on paper alike, in both directions."""
    south = words(world.client("south_clerk").get(page.format(shared.number)))
    north = words(world.client("organiser").get(page.format(shared.number)))

    assert ("每晚联合巡逻" in south, "南边李某" in south, "北边王某" in south) == (True, True, False)
    assert ("每晚联合巡逻" in north, "南边李某" in north, "北边王某" in north) == (True, False, True)


def test_lists_of_a_party_show_no_words(world: World, shared: Order) -> None:
    """Its inbox names the programme in their place."""
    page = words(world.client("south_clerk").get("/desk/"))

    assert shared.number in page
    assert "北边王某" not in page


def test_the_agreed_part_is_exported_with_its_digest(world: World, shared: Order) -> None:
    """The file holds what is shared and nothing else, anybody can compute its digest, and the export is audited."""
    response = world.client("south_clerk").get(f"/desk/o/{shared.number}/agreed")
    content = json.loads(response.content)

    assert response["Content-Disposition"] == f'attachment; filename="{shared.number}-agreed.json"'
    assert content["agreed"]["answers"]["proposal"] == "每晚联合巡逻。"
    assert "困难" not in response.content.decode()
    plain = json.dumps(content["agreed"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content["digest"] == sha256(plain.encode()).hexdigest()
    entry = AuditEntry.objects.get(action="orders.exported")
    assert (entry.subject, entry.details["digest"]) == (shared.subject, content["digest"])


@pytest.mark.parametrize("name", ["south_dispatcher", "handler", "stranger", "crew"])
def test_who_may_not_export(world: World, shared: Order, name: str) -> None:
    """Whoever does not see the order gets no file."""
    assert world.client(name).get(f"/desk/o/{shared.number}/agreed").status_code in (403, 404)


def test_what_shares_nothing_has_no_file(world: World) -> None:
    """A service order has no agreed part."""
    order = world.at_work()

    assert world.client("dispatcher").get(f"/desk/o/{order.number}/agreed").status_code == 404


def test_problems_are_struck_off_on_the_page(world: World) -> None:
    """The liaison, who may not open a service order, sees how each goes; the dispatcher may follow the link."""
    with_companies(world)
    visit = begin(world, "visit", "liaison", company="factory", planned_on="2026-03-11", text="用电。")
    world.move(visit, "accept", "owner")
    world.move(visit, "held", "liaison", findings="两件事。", problems="门前路灯不亮\n货车进不来")
    lamp, _ = spawned_by(visit)
    withdraw(world, lamp)

    response = world.client("liaison").get(f"/desk/o/{visit.number}")
    page = words(response)

    assert page.count("struck off") + page.count("已销号") == 1
    assert f"派生出 {lamp.number} 已撤回" in page
    assert f"/desk/o/{lamp.number}" not in response.content.decode()
    assert "门前路灯不亮" in page
