# SPDX-License-Identifier: Apache-2.0
"""Walks of real orders through a programme: who may do what, the clock's moves, and what must hold after each step."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext, override

from sidan.base import clock
from sidan.base.errors import Invalid, Refused
from sidan.orders.allowed import is_used_up, moves_open
from sidan.orders.declare import Move, Programme
from sidan.orders.models import Order, Step
from sidan.orders.moves import make, submit
from sidan.orders.registry import stage_of
from sidan.orders.roles import role_held
from sidan.orders.verify import fault_in
from sidan.people.actors import Actor
from sidan.people.posts import POST_ROLES
from tests.programmes.plausible import Asked, Options, options
from tests.programmes.society import AFTERMATHS, Society

Choose = Callable[[Options], Any]
Offer = tuple[Move, Actor]
CLOCK, RULE = Actor.clock(), Actor.rule()


@dataclass
class Seen:
    """What walks of one programme have met."""

    stages: Counter[str] = field(default_factory=Counter)
    offered: set[str] = field(default_factory=set)
    made: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    refusals: dict[str, set[str]] = field(default_factory=dict)

    def refused(self, move: str) -> int:
        """Return how often a move was tried and refused."""
        return self.tried[move] - self.made[move]


@dataclass
class Walker:
    """Opens orders of a programme and moves them, checking the laws after each step."""

    programme: Programme
    society: Society
    choose: Choose
    seen: Seen = field(default_factory=Seen)
    orders: list[Order] = field(default_factory=list)

    def open(self) -> Order:
        """Open an order as the first of those who may and are not refused; a month later when nobody may this month."""
        found: set[str] = set()
        for _ in range(3):
            order = self._opened(found)
            if order is not None:
                return order
            clock.advance(days=31)
        raise AssertionError(f"Nobody could open “{self.programme.code}”: {sorted(found)}")

    def _opened(self, found: set[str]) -> Order | None:
        """Return an order that somebody could open, or None; why others were refused is added to what was found."""
        opening = self.programme.opening
        staff = self._likely()
        # Every second order is opened by virtue of a post where that is possible.
        for actor in [*staff, Actor.anyone()] if len(self.orders) % 2 else [Actor.anyone(), *staff]:
            asked = Asked(self.society, actor, None, self.orders)
            for _ in range(4):
                try:
                    answers = self._answers(opening.asks, asked)
                    order = submit(self.programme, answers, by=actor, place=self.society.place, via="web")
                except Refused as refused:
                    self._refused("open", refused)
                    found.add(str(refused))
                    if not isinstance(refused, Invalid) and refused.text.startswith("“%(move)s” is not yours"):
                        break
                    continue
                self.orders.insert(0, order)
                self.seen.roles.add(Step.objects.get(order=order, seq=1).role)
                self.check(order)
                return order
        return None

    def _likely(self) -> list[Actor]:
        """Return those of the staff who hold a post that may open one, in an order that changes with each walk."""
        by = set(self.programme.opening.by)
        tied = by - POST_ROLES.keys() - {"anyone", "reporter"}
        posts = by & POST_ROLES.keys()
        staff = [each for each in self.society.staff if tied or any(each.holds(role) for role in posts)]
        if "opening_unit" in tied:
            staff = [each for each in staff if each.all_units]
        if not staff:
            return []
        turn = len(self.orders) % len(staff)
        return [*staff[turn:], *staff[:turn]]

    def offers(self, order: Order) -> list[Offer]:
        """Return each move that is open with everybody who may make it, the clock with its own."""
        found: list[Offer] = []
        everybody = self.society.everybody(order)
        for move in moves_open(self.programme, order):
            if move.by == ("clock",):
                found.append((move, CLOCK))
                continue
            if move.by == ("rule",):
                found.append((move, RULE))
                self.seen.roles.add("rule")
                continue
            for actor in everybody:
                held = [role for role in move.by if role_held(actor, order, among=(role,))]
                self.seen.roles.update(held)
                if held:
                    found.append((move, actor))
        self.seen.offered |= {move.code for move, _ in found}
        return found

    def attempt(self, order: Order, move: Move, by: Actor) -> bool:
        """Make a move and say whether it was made; what was refused says why and changed nothing."""
        self.seen.tried[move.code] += 1
        if by is CLOCK:
            self._let_it_be_late(order)
        version, before = order.version, _whole_row(order)
        asked = Asked(self.society, by, order, [other for other in self.orders if other.pk != order.pk])
        try:
            make(order, move.code, self._answers(move.asks, asked), by=by)
        except Refused as refused:
            self._refused(move.code, refused)
            if by is CLOCK:
                raise AssertionError("the clock was refused") from refused
            assert _whole_row(order) == before
            return False
        order.refresh_from_db()
        assert order.version == version + 1
        self.seen.made[move.code] += 1
        self.check(order)
        for effect in move.does:
            if effect in AFTERMATHS:
                AFTERMATHS[effect](order, self.society.world, self.choose)
        return True

    def _let_it_be_late(self, order: Order) -> None:
        """Move the clock to a minute after the order is due."""
        assert order.due_at is not None, f"{order.stage} has a move by the clock and no due time"
        clock.move_to(max(clock.now(), order.due_at) + timedelta(minutes=1))

    def _answers(self, asks: Sequence[str], asked: Asked) -> dict[str, Any]:
        """Return an answer to each field, now and then none to what may stay empty."""
        answers = {code: self.choose(options(self.programme.fields[code], asked)) for code in asks}
        return {code: answer for code, answer in answers.items() if answer is not None}

    def _refused(self, move: str, refused: Refused) -> None:
        """Note why a move was refused, and require that it says so in both languages."""
        for fault in _faults(refused):
            told = self.seen.refusals.setdefault(move, set())
            if str(fault) in told:
                continue
            told.add(str(fault))
            for language in ("zh-hans", "en"):
                with override(language):
                    said = fault.said(gettext, language=language)
                assert said.strip(), f"{move} is refused without a word"
                assert "%(" not in said, said

    def check(self, order: Order) -> None:
        """Require that somebody is responsible or the order closed, and that its clock runs or it says why not."""
        self.seen.stages[order.stage] += 1
        if order.is_closed:
            assert order.closed_at is not None
            return
        stage = stage_of(order)
        assert order.holder == stage.holder
        assert any(role_held(actor, order, among=(order.holder,)) for actor in self.society.everybody(order)), (
            f"nobody is “{order.holder}” in {order.stage}"
        )
        assert order.due_at is not None or stage.patient is not None, f"no clock and no reason in {order.stage}"

    def check_history(self) -> None:
        """Require that the chain of every order holds."""
        for order in self.orders:
            assert fault_in(order) is None

    def ready(self, move: Move) -> Move:
        """Return the move to make first: the one that this takes the place of, until it is used up."""
        order = self.orders[0]
        replaced = next((each for each in self.programme.moves if each.code == move.instead_of), None)
        return move if replaced is None or is_used_up(replaced, order) else self.ready(replaced)


def _whole_row(order: Order) -> str:
    """Return everything the database holds of an order, as one text, so that nothing can change unseen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT orders_order::text FROM orders_order WHERE id = %s", [order.pk])
        return str(cursor.fetchone()[0])


def _faults(refused: Refused) -> Iterator[Refused]:
    """Yield the refusal and, of answers that cannot be taken, each fault."""
    yield refused
    if isinstance(refused, Invalid):
        for faults in refused.faults.values():
            yield from faults
