# SPDX-License-Identifier: Apache-2.0
"""Ninety days of a city's life, played through the engine itself under a moving clock.

Residents order when people do, dispatchers and units are quick or slow in their own way, and the clock sweeps as
the worker would. What comes out are real steps, due times, late orders, verdicts and queues; nothing is made by hand.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sidan.base import clock
from sidan.base.errors import Refused
from sidan.dispatch.hints import suggester
from sidan.orders import registry
from sidan.orders.models import Order
from sidan.orders.moves import Place, make, submit
from sidan.orders.sweep import sweep
from sidan.orders.ties import Link
from sidan.orders.tracking import new_code
from sidan.people.actors import Actor, actor_of
from sidan.people.models import User
from sidan.places.calendars import calendar_for
from sidan.programmes.catalogue import Catalogue, Matter
from sidan.simulate import habits, halls, photos, plays, shapes, texts
from sidan.simulate.casting import Cast
from sidan.simulate.city import City

# The worker's sweep comes every minute; here it comes this long after something was due.
SWEEP_AFTER = timedelta(minutes=1)
TELL_EVERY = timedelta(days=15)
# Much of the last hours' work is left undone, and the last minutes are busy, so that whoever tries the demo finds some.
LEFT_FOR_VISITORS = timedelta(hours=20)
RUSH = timedelta(minutes=12)
RUSH_SHARE = 60
# Share of a day's orders by the hour: mornings and evenings, little at night.
HOURS = (1, 1, 1, 1, 1, 2, 5, 9, 14, 13, 11, 9, 7, 7, 9, 10, 10, 10, 11, 13, 12, 8, 4, 2)
WEEKDAYS = (1.15, 1.05, 1.0, 1.0, 1.05, 0.8, 0.75)
MOST_STEPS = 60


@dataclass(order=True)
class Appointment:
    """Something that will happen to an order at a moment, if the order is then still as it was.

    Without a habit it is the order's own due time; without an order it is a resident who has something to order, or a
    play that goes on.
    """

    at: datetime
    number: int
    order: Order | None = field(compare=False, default=None)
    version: int = field(compare=False, default=0)
    habit: habits.Habit | None = field(compare=False, default=None)
    play: Iterator[plays.Scene] | None = field(compare=False, default=None)


@dataclass
class Life:
    """The city while it lives."""

    city: City
    catalogue: Catalogue
    rng: Random
    tell: Callable[[str], None]
    # What is played beside the files of plays.
    more: Sequence[plays.Plays] = ()
    codes: dict[str, str] = field(default_factory=dict)
    moves: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    _queue: list[Appointment] = field(default_factory=list)
    _count: int = 0
    _versions: dict[int, int] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)
    _hands: habits.Habits = field(init=False)
    _left_from: datetime = field(init=False)

    def live(self, orders: int, *, begin: datetime, end: datetime) -> int:
        """Play the time from `begin` to `end` with that many orders, and return how many moves were made."""
        with clock.travel(begin):
            kinds = {matter.code: matter.unit_kind for matter in self.catalogue.matters}
            self._hands = habits.Habits(self.city, kinds, self.rng)
            self._broken, self._mended = photos.draw_all(self.rng)
            self._left_from = end - LEFT_FOR_VISITORS
            for at in _arrivals(orders - orders // RUSH_SHARE, begin, end, self.rng):
                self._meet(at)
            for _ in range(orders // RUSH_SHARE):
                self._meet(end - timedelta(seconds=self.rng.uniform(20, RUSH.total_seconds())))
            self._stage_plays(begin, end)
            told = begin
            while self._queue and self._queue[0].at <= end:
                due = heapq.heappop(self._queue)
                clock.move_to(due.at)
                self._keep(due)
                if due.at - told > TELL_EVERY:
                    told = due.at
                    self.tell(f"  {due.at:%Y-%m-%d}: {self.moves}")
            clock.move_to(end)
            self.moves += sweep(end)
        return self.moves

    def _keep(self, due: Appointment) -> None:
        """Let happen what was meant to, and plan what comes after it."""
        if due.play is not None:
            self._go_on(due.play)
        elif due.order is None:
            self.moves += 1
            self._plan(self._arrive())
        elif self._versions[due.order.pk] != due.version or due.version >= MOST_STEPS:
            return
        elif due.habit is None:
            self.moves += sweep(clock.now())
            self._plan(Order.objects.select_related("matter", "unit").get(pk=due.order.pk))
        else:
            self._plan(self._act(due.order, due.habit))

    def _stage_plays(self, begin: datetime, end: datetime) -> None:
        """Plan the plays of every programme that has some, none before the city begins."""
        cast = Cast(self.city, self._broken, self._mended, self.rng, halls.hooks())
        for each in (*plays.all_plays(), *self.more):
            for play in each.plays:
                at = max(end - timedelta(days=play.days_ago), begin + timedelta(minutes=5))
                self._meet(at, play=plays.played(each, play, cast, self.codes))

    def _go_on(self, play: Iterator[plays.Scene]) -> None:
        """Let a play make its next move, and plan when it goes on and when its order is due."""
        self.moves += sweep(clock.now())
        scene = next(play)
        self.moves += 1
        self._versions[scene.order.pk] = scene.order.version
        if scene.next_at is not None:
            self._meet(scene.next_at, play=play)
        elif scene.order.due_at is not None:
            self._meet(max(scene.order.due_at, clock.now()) + SWEEP_AFTER, order=scene.order)
        self._take_over(scene.order)

    def _take_over(self, order: Order) -> None:
        """Let the service orders that came of a play's order live on as any other."""
        for link in Link.objects.filter(source=order, kind="spawned").select_related("target").order_by("id"):
            if link.target_id not in self._hands.meant:
                heard = suggester(link.target.county).suggest(link.target.text, at_most=1)
                code = heard[0].matter if heard else ""
                matter = next((each for each in self.catalogue.matters if each.code == code), self.catalogue.matters[0])
                self._hands.meant[link.target_id] = f"{matter.code}#{_condition(matter, self.rng, asks=False)}"
                self._plan(link.target)

    def _act(self, order: Order, habit: habits.Habit) -> Order:
        """Make the move somebody meant to make and return the order after it; one refused leaves it as it was."""
        actor = Actor.reporter(order.pk) if habit.who == "reporter" else self._actor(habit.user)
        if actor is None:
            raise RuntimeError(f"Nobody can make the move {habit.move} on {order.number}.")
        answers = {name: self._answer(value) for name, value in habit.answers.items()}
        try:
            step = make(order, habit.move, answers, by=actor)
        except Refused as refused:
            self.refused[f"{habit.move}: {refused.text}"] += 1
            return order
        self.moves += 1
        return step.order

    def _answer(self, value: object) -> object:
        """Return an answer, with pictures drawn where pictures are meant."""
        if value == habits.PHOTO_BEFORE:
            return photos.drafts(self._broken, 1, at=clock.now(), rng=self.rng)
        if value == habits.PHOTO_AFTER:
            return photos.drafts(self._mended, 1, at=clock.now(), rng=self.rng)
        return value

    def _plan(self, order: Order) -> None:
        """Plan what happens next with an order: what somebody means to do, and what the clock will when nobody does."""
        self._versions[order.pk] = order.version
        if order.due_at is not None:
            self._meet(max(order.due_at, clock.now()) + SWEEP_AFTER, order=order)
        if order.pk not in self._hands.meant:
            return  # a play's own order, which goes on as the play tells
        habit = self._hands.next_habit(order)
        if habit is None:
            return
        at = clock.now() + timedelta(minutes=1)
        if habit.working_minutes:
            at = calendar_for(order.county).add_working_minutes(at, habit.working_minutes)
        at += timedelta(minutes=habit.minutes)
        if at < self._left_from or self.rng.random() < 0.4:
            self._meet(at, order=order, habit=habit)

    def _meet(
        self,
        at: datetime,
        *,
        order: Order | None = None,
        habit: habits.Habit | None = None,
        play: Iterator[plays.Scene] | None = None,
    ) -> None:
        """Put an appointment into the queue."""
        self._count += 1
        version = order.version if order else 0
        heapq.heappush(self._queue, Appointment(at, self._count, order, version, habit, play))

    def _arrive(self) -> Order:
        """Let a resident order."""
        rng = self.rng
        matter = rng.choices(
            self.catalogue.matters, weights=[habits.frequency(m.code) for m in self.catalogue.matters]
        )[0]
        grid = self._hands.grid_of_a_resident(is_rush=clock.now() > self._left_from + LEFT_FOR_VISITORS - RUSH)
        site = rng.choice(self.city.sites[grid])
        lon, lat = shapes.inside(self.city.grids[grid], rng=rng)
        is_site = rng.random() < 0.6
        asks = rng.random() < 0.12
        answers: dict[str, object] = {
            "text": texts.message(matter, site.address, rng=rng, asks=asks),
            "appeal": "ask" if asks else rng.choice(("help", "help", "complaint", "report", "suggestion")),
        }
        if rng.random() < 0.45:
            answers["matter"] = f"{matter.code}#{_condition(matter, rng, asks=asks)}"
        if rng.random() < 0.3:
            answers["photos"] = photos.drafts(self._broken, rng.randint(1, 2), at=clock.now(), rng=rng)
        if rng.random() < 0.1:
            answers["confidential"] = True
        code, digest = new_code()
        place = Place(
            grid, site.pk if is_site else None, site.lon if is_site else lon, site.lat if is_site else lat, site.name
        )
        via = "qr" if is_site else rng.choice(("web", "web", "phone", "paper"))
        order = submit(
            registry.current("service"), answers, by=Actor.anyone(), place=place, via=via, code_digest=digest
        )
        self.codes[order.number] = code
        self._hands.meant[order.pk] = f"{matter.code}#{_condition(matter, rng, asks=asks)}"
        return order

    def _actor(self, user: User | None) -> Actor | None:
        """Return somebody's actor; posts do not change during the demo, so each is asked for once."""
        if user is None:
            return None
        if user.pk not in self._actors:
            self._actors[user.pk] = actor_of(user)
        return self._actors[user.pk]


def _condition(matter: Matter, rng: Random, *, asks: bool) -> str:
    """Return a condition of a matter: the question where one is asked, else most often the usual one."""
    if asks and any(condition.code == "question" for condition in matter.conditions):
        return "question"
    return rng.choices(matter.conditions, weights=[6, *[1] * (len(matter.conditions) - 1)])[0].code


def _arrivals(count: int, begin: datetime, end: datetime, rng: Random) -> Iterator[datetime]:
    """Yield when residents order: more on weekdays, in the morning and after work, a little more every week."""
    days = (end - begin).days
    weights = [WEEKDAYS[(begin + timedelta(days=day)).weekday()] * (1 + 0.4 * day / days) for day in range(days)]
    for day in rng.choices(range(days), weights=weights, k=count):
        hour = rng.choices(range(24), weights=HOURS)[0]
        local = calendar_for("").local(begin) + timedelta(days=day)
        yield local.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))
