# SPDX-License-Identifier: Apache-2.0
"""Two at once, on real connections: one outcome, told to both."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sidan.base import clock as time_of_day
from sidan.base.errors import Refused, Stale
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from sidan.orders.sweep import sweep
from tests.world import MORNING, World, build


@pytest.fixture
def committed(transactional_db: None) -> Iterator[World]:
    """Build the county for real, so that other connections see it."""
    with time_of_day.travel(MORNING):
        yield build()


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Do all of the actions at the same moment, each on a connection of its own; return results and refusals."""
    start = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return action()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_press_at_once(committed: World) -> None:
    """One of two dispatchers who saw the same page wins; the other is told, and there is one step."""
    order = committed.submit()
    answers = {"unit": "lamps", "matter_decided": "city.lamp.dark"}
    by = [committed.actor("dispatcher"), committed.actor("supervisor")]

    results = together(*(lambda actor=actor: make(order, "dispatch", answers, by=actor, expect=1) for actor in by))

    assert sorted(type(result).__name__ for result in results) == ["Stale", "Step"]
    assert any("Somebody was faster" in str(result) for result in results if isinstance(result, Stale))
    assert Step.objects.filter(order=order).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_form_arrives_twice_at_once(committed: World) -> None:
    """A form sent twice in the same moment opens one order, and both senders get it."""
    results = together(*(lambda: committed.submit(key="twice") for _ in range(3)))

    assert len({order.pk for order in results}) == 1
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_move_each_order_once(committed: World) -> None:
    """Two sweeps running together make each late order late once."""
    orders = [committed.submit() for _ in range(6)]
    time_of_day.advance(hours=3)

    made = together(*(lambda: sweep(time_of_day.now()) for _ in range(2)))

    assert sum(made) == len(orders)
    assert Step.objects.filter(move="dispatch_late").count() == len(orders)


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_answer_loses_and_doubles_nothing(committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the machine fails between the writes, nothing of the step is there; sent again, it is made once."""
    order = committed.submit()
    answers = {"unit": "lamps", "matter_decided": "city.lamp.dark"}

    def crash(*_: object) -> None:
        raise OSError("the power is gone")

    dispatcher = committed.actor("dispatcher")
    with monkeypatch.context() as patch:
        patch.setattr("sidan.orders.jobs.step_made", crash)
        with pytest.raises(OSError, match="the power is gone"):
            make(order, "dispatch", answers, by=dispatcher, expect=1)
    assert (Step.objects.count(), Order.objects.get().stage) == (1, "registered")

    make(order, "dispatch", answers, by=committed.actor("dispatcher"), expect=1)
    with pytest.raises(Stale):
        make(order, "dispatch", answers, by=committed.actor("dispatcher"), expect=1)
    assert Step.objects.filter(move="dispatch").count() == 1
