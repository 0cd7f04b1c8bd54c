# SPDX-License-Identifier: Apache-2.0
"""How many queries the pages and the moves may take: counts, not times, so that they hold on any machine."""

import re
from collections import Counter, deque
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sidan.base.clock import now
from sidan.orders import registry
from sidan.orders.declare import Move, Programme
from sidan.orders.models import Attachment, Order
from sidan.orders.moves import make
from sidan.orders.tracking import new_code
from sidan.people.actors import Actor
from sidan.places import versions
from tests.world import World

INBOX, ORDER, REPORT, TRACKING, MAKE = 8, 12, 4, 6, 10
# What frames a transaction is no question to the database.
FRAME = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_for_long")]


def queries_of(browser: Client, path: str) -> int:
    """Return how many queries a page takes once what is kept in memory is there."""
    assert browser.get(path).status_code == 200
    # The one question a second whether anything kept has changed is the process's, not the page's.
    versions.current_stamp()
    with CaptureQueriesContext(connection) as queries:
        browser.get(path)
    return counted(queries)


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "crew", "handler", "intake"])
@pytest.mark.parametrize("queue", ["mine", "team", "late", "watched", "closed"])
def test_the_inbox_keeps_its_budget(world, who, queue):
    """Every queue of everybody, with orders in it, takes at most eight queries."""
    for _ in range(3):
        world.submit()
    world.at_work()

    assert queries_of(world.client(who), f"/desk/?queue={queue}") <= INBOX


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "crew", "intake"])
def test_an_orders_page_keeps_its_budget(world, who):
    """The page of a fresh order, whose forms offer units and matters, takes at most twelve queries."""
    order = world.submit()

    assert queries_of(world.client(who), f"/desk/o/{order.number}") <= ORDER


def test_a_worked_orders_page_keeps_its_budget(world):
    """So does the page of an order with assistants, answers and a history."""
    order = world.submit()
    world.dispatch(order, assisting=["water"])
    world.move(order, "sign", "handler")
    world.move(order, "assist", "plumber", share_answer="阀门已关。")
    world.move(order, "answer", "handler", answer="已换灯泡。")

    assert queries_of(world.client("handler"), f"/desk/o/{order.number}") <= ORDER


def test_ordering_keeps_its_budget(world):
    """The residents' page, and the page a poster opens, take at most four queries."""
    assert queries_of(Client(), "/report") <= REPORT
    assert queries_of(Client(), f"/q/{world.site.code}") <= REPORT


def test_tracking_keeps_its_budget(world):
    """The reporter's page takes at most six queries, before and after the answer."""
    code, digest = new_code()
    order = world.submit(code_digest=digest)
    fresh = queries_of(Client(), f"/t/{order.number}/{code}")

    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="已换灯泡。")

    assert fresh <= TRACKING
    assert queries_of(Client(), f"/t/{order.number}/{code}") <= TRACKING


def test_every_move_keeps_its_budget(world):
    """Each move of the service programme, made on the shortest way to it, takes at most ten queries."""
    programme = registry.current("service")

    found = {move.code: queries_to(world, way_to(programme, move)) for move in programme.moves}

    assert {move: queries for move, queries in found.items() if queries > MAKE} == {}


def test_sending_to_many_keeps_its_budget(world):
    """An order returned and sent elsewhere with three units to assist takes at most ten queries."""
    order = world.submit()
    world.dispatch(order, unit="water", assisting=["lamps", "housing"])
    world.move(order, "contest", "plumber", reason="不归我们管。")
    sent = {"unit": "lamps", "matter_decided": "city.lamp.dark", "assisting": ["water", "housing", "north"]}

    with CaptureQueriesContext(connection) as queries:
        make(order, "redirect", sent, by=world.actor("dispatcher"))

    assert counted(queries) <= MAKE


def way_to(programme: Programme, target: Move) -> list[Move]:
    """Return the shortest way of moves to the target, itself the last, as far as stages and uses tell."""
    replaced = {move.instead_of for move in programme.moves}
    waiting = deque([(programme.opening.to, Counter[str](), ())])
    seen = set()
    while waiting:
        stage, uses, way = waiting.popleft()
        for move in programme.moves:
            used_up = move.at_most is not None and uses[move.code] >= move.at_most
            is_closed = move.instead_of and uses[move.instead_of] < limits(programme)[move.instead_of]
            if stage not in move.sources or used_up or is_closed:
                continue
            if move is target:
                return [*way, move]
            after = uses + Counter([move.code] if move.code in replaced else [])
            state = (move.to or stage, frozenset(after.items()))
            if state not in seen:
                seen.add(state)
                waiting.append((move.to or stage, after, (*way, move)))
    raise AssertionError(f"There is no way to {target.code}.")


def limits(programme: Programme) -> dict[str, int]:
    """Return how often each bounded move may be made."""
    return {move.code: move.at_most for move in programme.moves if move.at_most is not None}


def queries_to(world: World, way: list[Move]) -> int:
    """Live an order along the way and return the queries of its last move."""
    order = world.submit()
    assisted = way[-1].code in ("assist", "release_assistants")
    for move in way:
        order = Order.objects.get(pk=order.pk)
        actor, answers = actor_of(world, order, move), answers_to(world, order, move, assisted=assisted)
        with CaptureQueriesContext(connection) as queries:
            make(order, move.code, answers, by=actor)
        count = counted(queries)
    return count


def counted(queries: CaptureQueriesContext) -> int:
    """Return how many queries there were but those that frame a transaction."""
    return sum(not FRAME.match(query["sql"]) for query in queries)


def actor_of(world: World, order: Order, move: Move) -> Actor:
    """Return somebody who may make the move."""
    people = {"unit": "handler", "unit_head": "handler", "assistant": "plumber", "taker": "crew"}
    if order.unit is not None and order.unit.code == "water":
        people |= {"unit": "plumber", "unit_head": "plumber", "assistant": "handler"}
    for role in move.by:
        if role == "reporter":
            return Actor.reporter(order.pk)
        if role == "clock":
            return Actor.clock()
        if role == "rule":
            return Actor.rule()
        if role == "anyone":
            return Actor.anyone()
        if (name := people.get(role, role)) in world.people:
            return world.actor(name)
    raise AssertionError(f"Nobody makes {move.code}.")


def answers_to(world: World, order: Order, move: Move, *, assisted: bool) -> dict[str, Any]:
    """Return an answer to everything the move asks; units to assist only where asked for, since they must answer."""
    fields = registry.programme_of(order).fields
    units = ["water"] if order.unit is None or order.unit.code == "lamps" else ["lamps"]
    ready = {
        "text": "说明", "line": "说明", "yes_no": "yes", "rating": "4", "matter_decided": "city.lamp.dark",
        "date": (now() + timedelta(days=10)).date().isoformat(), "unit": "lamps", "units": units,
        "matter": "city.lamp.dark", "number": "95",
    }  # fmt: skip
    found: dict[str, Any] = {}
    for code in move.asks:
        declared = fields[code]
        if declared.type == "units" and not (declared.required or assisted):
            continue
        if declared.type == "choice":
            found[code] = declared.choices[0].code
        elif declared.type == "photos":
            found[code] = [draft()]
        elif declared.type == "order":
            found[code] = world.answered().number  # so that a merged reporter may judge
        else:
            found[code] = "housing" if code == "about" else ready[declared.type]
    return found


def draft() -> str:
    """Return the token of a picture nobody has used."""
    token = f"draft{Attachment.objects.count():027d}"
    Attachment.objects.create(
        token=token, file="a.jpg", thumbnail="b.jpg", digest="0" * 64, width=1, height=1, created_at=now()
    )
    return token
