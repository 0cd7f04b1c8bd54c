# SPDX-License-Identifier: Apache-2.0
"""The queues of a desk: who finds what where, in which order, and what the count says."""

from sidan.orders import registry
from sidan.orders.filters import Filters
from sidan.orders.inbox import MOST_COUNTED, QUEUES, crew_orders, queue_counts, queue_page, waiting_count
from sidan.orders.models import NEVER, Order
from sidan.orders.moves import Place, submit
from sidan.orders.queries import watch
from sidan.people.actors import Actor
from tests.own_programmes import CALL, WISH, serving
from tests.world import COUNTY, NORTH, SOUTH, Clock, World


def queue(world: World, name: str, code: str = "mine") -> list[int]:
    """Return the ids of the first page of somebody's queue."""
    return [order.pk for order in queue_page(QUEUES[code], world.actor(name), filters=Filters()).rows]


def test_an_order_waits_for_whoever_holds_it(world: World) -> None:
    """Through its life an order stands in the queue of the one whose turn it is, and in no other."""
    order = world.submit()
    assert [name for name in ("dispatcher", "handler", "supervisor") if queue(world, name)] == ["dispatcher"]

    world.dispatch(order)
    assert [name for name in ("dispatcher", "handler", "supervisor") if queue(world, name)] == ["handler"]

    world.move(order, "contest", "handler", reason="不归我们管。")
    assert [name for name in ("dispatcher", "handler", "supervisor") if queue(world, name)] == ["dispatcher"]


def test_an_assisting_unit_finds_what_it_owes(world: World) -> None:
    """An assisting unit's turn comes with the work and ends with its answer, whoever leads."""
    order = world.submit()
    world.dispatch(order, assisting=["water"])
    assert queue(world, "plumber") == []

    world.move(order, "sign", "handler")
    assert queue(world, "plumber") == [order.pk]

    world.move(order, "assist", "plumber", share_answer="已避让。")
    assert queue(world, "plumber") == []
    assert queue(world, "plumber", "team") == [order.pk]


def test_posts_that_never_hold_an_order_find_what_they_may_take_up(world: World) -> None:
    """The crew finds new orders of its grid, the revisit officer those to be judged."""
    mine = world.submit()
    world.submit(area=f"{NORTH}001002")
    answered = world.answered()

    assert queue(world, "crew") == [mine.pk]
    assert queue(world, "revisitor") == [answered.pk]


def test_the_longest_late_stand_first(world: World, clock: Clock) -> None:
    """An escalated order without a deadline of its own stands before those that are merely due."""
    late = world.submit()
    clock.to_due(late)
    world.sweep()
    fresh = world.submit()
    late.refresh_from_db()

    assert late.due_at is None
    assert queue(world, "supervisor", "team") == [late.pk, fresh.pk]
    assert queue(world, "supervisor", "late") == queue(world, "supervisor") == [late.pk]


def test_lateness_counts_from_its_beginning_until_somebody_moves_on(world: World, clock: Clock) -> None:
    """A second lateness and a press keep the beginning; the next stage starts anew."""
    order = world.at_work()
    missed = order.due_at
    clock.to_due(order)
    world.sweep()
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()
    assert (order.stage, order.queue_at) == ("with_leader", missed)

    world.move(order, "press", "leader", reason="马上办。")
    assert order.queue_at == missed
    world.move(order, "answer", "handler", answer="已修复。")

    assert order.queue_at == order.due_at
    world.move(order, "solved", "reporter", satisfaction="4")
    assert order.queue_at == NEVER


def test_a_closed_order_leaves_the_queues_and_stands_among_the_lately_closed(world: World, clock: Clock) -> None:
    """What closed is found for thirty days by everybody it lay with."""
    order = world.answered()
    world.move(order, "solved", "reporter", satisfaction="5")

    assert queue(world, "dispatcher", "team") == []
    assert queue(world, "dispatcher", "closed") == queue(world, "handler", "closed") == [order.pk]
    clock.forward(days=31)
    assert queue(world, "dispatcher", "closed") == []


def test_watched_orders_are_ones_own_and_only_while_they_may_be_seen(world: World) -> None:
    """Watching lists an order for the watcher alone; one about the watcher's unit disappears."""
    order = world.submit("水务公司乱收费")
    world.dispatch(order, unit="water")
    watch(order, by=world.actor("plumber"), on=True)
    assert (queue(world, "plumber", "watched"), queue(world, "dispatcher", "watched")) == ([order.pk], [])

    world.move(order, "recall", "dispatcher", reason="派错了。")
    world.move(order, "recuse", "dispatcher", about="water")

    assert queue(world, "plumber", "watched") == []


def test_neither_strangers_nor_other_streets_find_anything(world: World) -> None:
    """Whoever has no part in an order finds it in no queue."""
    world.dispatch(world.submit())
    world.submit()

    for name in ("stranger", "south_dispatcher", "plumber"):
        assert [queue(world, name, code) for code in QUEUES] == [[], [], [], [], []], name


def test_counts_stop_and_agree_with_the_queues(world: World) -> None:
    """Counts are those of the queues, and none counts farther than one past MOST_COUNTED."""
    for _ in range(3):
        world.submit()
    world.submit(area=f"{SOUTH}001001")

    assert queue_counts(world.actor("dispatcher")) == {"mine": 3, "team": 3, "late": 0}
    assert queue_counts(world.actor("supervisor")) == {"mine": 0, "team": 4, "late": 0}
    assert waiting_count(world.actor("dispatcher")) == 3
    Order.objects.bulk_create(
        Order(**{**_columns(world.submit()), "number": f"SD-{number}"}) for number in range(MOST_COUNTED + 5)
    )
    assert waiting_count(world.actor("dispatcher")) == MOST_COUNTED + 1


def _columns(order: Order) -> dict[str, object]:
    """Return an order's values but those that name it."""
    return {
        field.attname: getattr(order, field.attname)
        for field in Order._meta.concrete_fields
        if field.name not in ("id", "number", "key")
    }


def test_the_crews_page_holds_what_is_taken_and_what_may_be_taken(world: World) -> None:
    """Orders of the grid that wait, and those the member has taken; nothing of other grids or other hands."""
    taken, waiting = world.submit(), world.submit()
    world.move(taken, "take", "crew")
    world.submit(area=f"{NORTH}001002")
    world.dispatch(world.submit())

    assert {order.pk for order in crew_orders(world.actor("crew"))} == {taken.pk, waiting.pk}
    assert crew_orders(world.actor("handler")) == []


def test_who_holds_orders_of_one_programme_is_offered_those_of_another(world: World) -> None:
    """An organiser holds calls; where another file only lets the organiser act first, such orders are offered too."""
    world.hold("organiser", role="organiser", area=COUNTY)
    wished = WISH.replace('by = ["member", "crew"]', 'by = ["member", "organiser"]')
    with serving(wished, CALL):
        wish = submit(
            registry.current("wish"),
            {"text": "想要一把旧轮椅", "kind": "goods"},
            by=Actor.anyone(),
            place=Place(world.grid),
            via="web",
        )

        assert queue(world, "organiser") == [wish.pk]
        world.hold("neighbour", role="member", area=world.grid)
        assert queue(world, "neighbour") == [wish.pk]
        assert queue(world, "crew") == []
