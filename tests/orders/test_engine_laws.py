# SPDX-License-Identifier: Apache-2.0
"""Random legal and illegal moves by random people while the clock runs: what must hold whatever happens.

An order is closed, or somebody is responsible for it and it is due, or it says why it has no due time; history only
grows; whatever is refused changes nothing; the chain holds.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sidan.base import clock
from sidan.base.errors import Invalid, Refused
from sidan.orders import registry
from sidan.orders.allowed import moves_for, moves_open
from sidan.orders.declare import Move
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from sidan.orders.sweep import sweep
from sidan.orders.verify import fault_in
from sidan.people.actors import Actor
from tests.kept_world import put_back
from tests.world import MORNING, World

PEOPLE = [
    *("dispatcher", "south_dispatcher", "supervisor", "leader", "revisitor"),
    *("crew", "handler", "plumber", "intake", "stranger"),
]


class Loop(RuleBasedStateMachine):
    """One order of the service loop in a county where everybody presses every button."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = clock.travel(MORNING)
        self.travel.__enter__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world: World = put_back()
        self.actors: dict[str, Actor] = {name: self.world.actor(name) for name in PEOPLE}
        self.steps: list[tuple[int, str]] = []

    @initialize(area=st.sampled_from(["369901001001001", "369901001001002", "369901002001001"]))
    def a_resident_orders(self, area: str) -> None:
        """A resident orders somewhere in the county."""
        self.order: Order = self.world.submit(area=area)
        self.other: Order = self.world.submit(area=area)
        self.actors |= {"reporter": Actor.reporter(self.order.pk), "rule": Actor.rule()}

    @rule(who=st.sampled_from([*PEOPLE, "reporter", "rule"]), data=st.data())
    def somebody_makes_a_move_of_theirs(self, who: str, data: st.DataObject) -> None:
        """Somebody makes one of the moves offered to them; only a guard may refuse it."""
        offered = moves_for(self.actors[who], self.order)
        if offered:
            move = data.draw(st.sampled_from(offered))
            self.attempt(move, self.actors[who], self.answers(move, data))

    @rule(who=st.sampled_from([*PEOPLE, "reporter", "rule"]), data=st.data())
    def somebody_presses_anything(self, who: str, data: st.DataObject) -> None:
        """Somebody makes any move at all; one not offered is refused and changes nothing."""
        actor = self.actors[who]
        move = data.draw(st.sampled_from(registry.programme_of(self.order).moves))
        offered = move in moves_for(actor, self.order)
        made = self.attempt(move, actor, self.answers(move, data))
        assert offered or not made

    @rule(hours=st.sampled_from([0.1, 1, 5, 24, 24 * 4, 24 * 30]))
    def time_passes(self, hours: float) -> None:
        """Time passes and the clock makes its moves."""
        clock.advance(hours=hours)
        sweep(clock.now())
        self.order.refresh_from_db()

    @precondition(lambda self: not self.order.is_closed)
    @rule()
    def the_last_minute_comes(self) -> None:
        """The order's own due time comes."""
        if self.order.due_at is not None:
            clock.move_to(max(clock.now(), self.order.due_at) + timedelta(minutes=1))
            sweep(clock.now())
            self.order.refresh_from_db()

    def attempt(self, move: Move, actor: Actor, answers: dict[str, object]) -> bool:
        """Make a move and say whether it was made; a refusal must leave everything as it was."""
        before = Order.objects.filter(pk=self.order.pk).values().get()
        try:
            make(self.order, move.code, answers, by=actor)
        except Refused:
            assert Order.objects.filter(pk=self.order.pk).values().get() == before
            return False
        self.order.refresh_from_db()
        return True

    def answers(self, move: Move, data: st.DataObject) -> dict[str, object]:
        """Return answers to what a move asks, now and then with one missing or wrong."""
        fields = registry.programme_of(self.order).fields
        today = clock.now().date()
        drawn = {
            "text": st.sampled_from(["修好了。", "x" * 10, " \x00 "]),
            "choice": st.sampled_from(["outside", "emergency", "words", "nonsense"]),
            "yes_no": st.booleans(),
            "rating": st.sampled_from(["1", "5", "9"]),
            "date": st.sampled_from([(today + timedelta(days=d)).isoformat() for d in (-1, 3, 300, 400)]),
            "unit": st.sampled_from(["lamps", "water", "property", "nobody"]),
            "units": st.sampled_from([[], ["water"], ["property", "water"]]),
            "matter": st.sampled_from(["city.lamp.dark#danger", "live.property", "nothing"]),
            "order": st.sampled_from([self.other.number, self.order.number, "SD-000000-000000-0"]),
            "photos": st.just([]),
            "number": st.sampled_from(["95", "101", "much"]),
            "line": st.sampled_from(["路灯", ""]),
        }
        return {asked: data.draw(drawn[fields[asked].type]) for asked in move.asks}

    @invariant()
    def nobody_is_stranded(self) -> None:
        """The order is closed, or has a holder who may act and a due time or a reason for having none."""
        if not hasattr(self, "order") or self.order.is_closed:
            return
        programme = registry.programme_of(self.order)
        stage = registry.stage_of(self.order)
        assert self.order.holder
        assert any(self.order.holder in move.by for move in moves_open(programme, self.order)) or stage.deadline
        assert self.order.due_at is not None or stage.patient is not None
        if self.order.holder == "unit":
            assert self.order.unit_id is not None

    @invariant()
    def history_only_grows(self) -> None:
        """What the steps said before they say still, and the chain holds."""
        if not hasattr(self, "order"):
            return
        steps = list(Step.objects.filter(order=self.order).order_by("seq").values_list("seq", "digest"))
        assert steps[: len(self.steps)] == self.steps
        self.steps = steps
        assert fault_in(self.order) is None

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.travel.__exit__(None, None, None)


@pytest.mark.django_db
def test_whatever_happens_the_laws_hold() -> None:
    """Random people, moves and hours never strand an order, rewrite history or let a refusal change anything."""
    Loop.TestCase.settings = settings(
        max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case = Loop.TestCase()
    case.runTest()


@pytest.mark.django_db
def test_an_order_left_alone_always_comes_to_rest(world: World) -> None:
    """With nobody doing anything, the clock leads every order to a stage that says why it waits, or to an end."""
    order = world.answered()
    other = world.submit()

    for _ in range(12):
        clock.advance(days=30)
        world.sweep()

    for left in (order, other):
        left.refresh_from_db()
        stage = registry.stage_of(left)
        assert left.is_closed or stage.patient is not None


def test_answers_of_the_wrong_shape_are_refused_not_crashed(world: World) -> None:
    """Lists, numbers and nothing where a text is asked are told as faults."""
    order = world.submit()

    for wrong in (7, ["a"], {"a": 1}, None, ""):
        with pytest.raises(Invalid):
            make(order, "dispatch", {"unit": wrong, "matter_decided": wrong}, by=world.actor("dispatcher"))
