# SPDX-License-Identifier: Apache-2.0
"""Answers to solved orders are offered as a start for the next one, to those who may see them."""

from collections.abc import Iterator

import pytest

from sidan.dispatch import rarities
from sidan.dispatch.reply_fields import asked_in, reply_fields
from sidan.dispatch.similar import similar_answers
from sidan.orders.models import Order
from sidan.orders.queries import steps_of
from sidan.orders.registry import served
from tests.world import World

pytestmark = pytest.mark.django_db

LAMPS = [
    "临江路中段路灯不亮，晚上漆黑一片。",
    "临江路北口路灯不亮已有三天，老人摔跤。",
    "滨河路路灯不亮，夜里看不见路面。",
]


@pytest.fixture(autouse=True)
def forgotten_rarity() -> Iterator[None]:
    """Forget the words other tests have read: they are kept for an hour."""
    rarities._rarity.cache_clear()
    yield
    rarities._rarity.cache_clear()


def solve(world: World, text: str, answer: str, *, stars: int = 5, **more: object) -> Order:
    """Take an order through the whole loop and return it closed."""
    order = world.submit(text, **more)
    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer=answer)
    world.move(order, "solved", "revisitor", satisfaction=str(stars))
    order.refresh_from_db()
    assert order.outcome == "solved"
    return order


def with_history(world: World) -> Order:
    """Return an order in work after three like it were solved and one of another kind."""
    for number, text in enumerate(LAMPS):
        solve(world, text, f"电缆老化，已于3月{number + 1}日更换并恢复照明，联系人13912345678。", stars=3 + number % 3)
    solve(world, "菜市场门口垃圾成堆，臭味很大。", "已清运垃圾。")
    order = world.submit("临江路南段路灯不亮，请尽快修好。")
    world.dispatch(order)
    world.move(order, "sign", "handler")
    return order


def test_answers_to_orders_alike_are_offered(world):
    """The likest come first, covered, with how they ended, and how all alike were judged together."""
    order = with_history(world)

    similar = similar_answers(order, seen_by=world.actor("handler"))

    texts = [each.text for each in similar.answers]
    assert texts[0].startswith("电缆老化")
    assert all("13912345678" not in text and "垃圾" not in text for text in texts)
    assert (similar.alike, similar.solved, similar.rated, similar.stars) == (3, 3, 3, 4.0)
    assert similar.answers[0].outcome.en == "solved"


def test_only_what_the_reader_may_see_is_offered(world):
    """A unit that held none of the orders is offered none of their answers; nor is the county beyond."""
    order = with_history(world)

    assert similar_answers(order, seen_by=world.actor("plumber")).answers == ()
    assert similar_answers(order, seen_by=world.actor("stranger")).answers == ()
    assert similar_answers(order, seen_by=world.actor("dispatcher")).alike == 3


def test_a_confidential_order_lends_no_answer(world):
    """The answer to a reporter who asked for discretion is nobody else's start."""
    order = with_history(world)
    Order.objects.filter(text__in=LAMPS).update(is_confidential=True)

    assert similar_answers(order, seen_by=world.actor("handler")).answers == ()


def test_two_questions_are_enough(world, django_assert_max_num_queries):
    """The orders and their steps are two queries, with two short ones that end a long search; savepoints are tests'."""
    order = with_history(world)
    actor = world.actor("handler")
    similar_answers(order, seen_by=actor)

    with django_assert_max_num_queries(5):
        similar_answers(order, seen_by=actor)


def test_a_text_without_words_asks_nothing(world, django_assert_num_queries):
    """An order without words, or with emoji alone, is like no other."""
    order = with_history(world)
    actor = world.actor("handler")
    rarities.rarity_in(order.county)

    for text in ("", "😀😀😀", "。。。"):
        order.text = text
        with django_assert_num_queries(0):
            assert similar_answers(order, seen_by=actor).answers == ()


def test_what_the_reporter_added_is_asked_too(world):
    """What was answered to a question of the unit stands behind the order's own words; staff's words do not."""
    order = world.submit("路灯不亮")
    world.move(order, "ask_facts", "dispatcher", question="在哪一段？")
    world.move(order, "reply_facts", "intake", facts="药店门口那一盏。")

    assert asked_in(order, steps_of(order)).startswith("路灯不亮")
    assert "在哪一段" not in asked_in(order, steps_of(order))


def test_replies_are_found_in_every_programme_that_has_them():
    """Public texts on the way to be checked are replies; notes, reasons and what residents write are not."""
    found = {
        (programme.code, move.code): reply_fields(programme, move)
        for programme in served()
        for move in programme.moves
        if reply_fields(programme, move)
    }

    assert found["service", "answer"] == ("answer",)
    assert found["service", "explain"] == ("explanation",)
    assert ("service", "ask_reporter") not in found
    assert len({code for code, _ in found}) > 3
