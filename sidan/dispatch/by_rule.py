# SPDX-License-Identifier: Apache-2.0
"""Whether a rule may dispatch an order by itself, and everything that it lacks; decides, and changes nothing.

A rule acts only where a route says so and the guess is surer than the matter's own threshold. It never acts on what a
person must answer for: complaints and reports of wrongdoing, orders about a unit, those whose contact is kept from the
unit, urgent ones, words of danger, a tie between routes, a condition that nobody has decided, a unit that is closed,
has nobody at work, or is named in the text. Words of the catalogue give a score and no chance that was ever measured;
a route must say that it trusts them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from sidan.base.errors import Refused, Words
from sidan.dispatch.hints import dangers_in
from sidan.dispatch.route_words import conflict_words, why_words
from sidan.dispatch.routes import route_of, surer_than_percent
from sidan.dispatch.routing import Resolution, Way
from sidan.dispatch.suggest import Guess, suggest
from sidan.orders.catalogue import Condition
from sidan.orders.models import Order
from sidan.people.days import city_today, held_on
from sidan.people.models import Absence, Post, Unit

# Kinds of message (诉求类型) that a person reads first: they are about somebody's conduct.
READ_BY_A_PERSON = frozenset({"complaint", "report"})
URGENT = "urgent_hours"


@dataclass(frozen=True)
class Decision:
    """What a rule would do with an order: the guess, the route with its units, and what is lacking, empty to go."""

    guess: Guess | None
    found: Resolution
    unit: Unit | None = None
    assisting: tuple[Unit, ...] = ()
    needed_percent: int = 100
    lacks: tuple[Refused, ...] = ()

    @property
    def way(self) -> Way | None:
        """Return the route, None for none and in a conflict."""
        return self.found.way

    @property
    def goes(self) -> bool:
        """Say whether the rule would dispatch."""
        return not self.lacks and self.way is not None

    @property
    def chance_percent(self) -> int:
        """Return how sure the guess is, in whole percent and never rounded up."""
        return int(self.guess.chance * 100) if self.guess is not None else 0


def decide(order: Order, *, appeal: str = "", at: datetime | None = None) -> Decision:
    """Return what a rule would do with an order as it stands, at a moment or now.

    Six queries at most. `appeal` is the kind of message the reporter chose. The order need not be in the database.
    """
    guesses = suggest(order).guesses
    guess = next(iter(guesses), None)
    if guess is None:
        lacks: tuple[Refused, ...] = (Refused("No word of the text names a matter."),)
        return Decision(None, Resolution(), lacks=(*lacks, *_of_the_order(order, appeal)))
    chosen = order.condition if order.condition is not None and guess.by == "order" else None
    code = chosen.code if chosen is not None else ""
    found = route_of(order.area_code, guess.matter.code, condition=code, at=at)
    way = found.way
    units = _units(way)
    needed = surer_than_percent(guess.matter.code, county=order.county, way=way)
    unit = units.get(way.unit) if way is not None else None
    assisting = tuple(units[pk] for pk in way.assisting if pk in units) if way is not None else ()
    lacks = (
        *_of_the_route(found),
        *_of_the_guess(guess, guesses, way=way, needed=needed),
        *_of_the_order(order, appeal),
        *_of_the_matter(guess, chosen),
        *(_of_the_units(order, way, units) if way is not None else ()),
    )
    return Decision(guess, found, unit, assisting, needed, lacks)


def reason_words(decision: Decision) -> Words:
    """Return why the rule dispatched, as the reporter reads it."""
    why, guess = why_words(decision.found), decision.guess
    assert why is not None
    assert guess is not None
    matter, percent, needed = guess.matter.words_name, decision.chance_percent, decision.needed_percent
    if guess.by == "order":
        return Words(
            f"您选的事项是“{matter.zh}”。{why.zh}。",
            f"You chose the matter “{matter.in_language('en')}”. Sent {why.en}.",
        )
    heard = "、".join(guess.because)
    zh = f"从“{heard}”等字词" if heard else "从您写的内容"
    en = f"the words “{', '.join(guess.because)}”" if heard else "what you wrote"
    return Words(
        f"{zh}认出事项“{matter.zh}”，把握 {percent}%，高于要求的 {needed}%。{why.zh}。",
        f"From {en} the matter “{matter.in_language('en')}” was recognised, {percent} % sure, more than the {needed} % "
        f"that are asked. Sent {why.en}.",
    )


def _of_the_route(found: Resolution) -> Iterator[Refused]:
    """Yield what the route lacks."""
    if found.is_conflict:
        yield Refused("%(routes)s.", routes=conflict_words(found))
    elif found.way is None:
        yield Refused("No route is for this place, matter and hour.")
    elif not found.way.is_automatic:
        yield Refused("Route %(number)d does not dispatch by itself.", number=found.way.number)
    if found.undecided:
        yield Refused(
            "Route %(number)d is narrower and depends on the condition, which nobody has decided yet.",
            number=found.undecided[0].number,
        )


def _of_the_guess(guess: Guess, guesses: Sequence[Guess], *, way: Way | None, needed: int) -> Iterator[Refused]:
    """Yield what the guess of the matter lacks."""
    if guess.by == "order":
        louder = next((other for other in guesses[1:] if other.chance * 100 > needed), None)
        if louder is not None:
            yield Refused(
                "The reporter chose “%(chosen)s”, but the words speak for “%(heard)s”.",
                chosen=guess.matter.words_name,
                heard=louder.matter.words_name,
            )
    if guess.by == "words" and way is not None and not way.trusts_words:
        yield Refused("Nothing has been learned yet, and the route does not trust the catalogue's words alone.")
    if not guess.chance * 100 > needed:
        yield Refused(
            "The guess is %(percent)d percent sure; more than %(needed)d percent are asked.",
            percent=int(guess.chance * 100),
            needed=needed,
        )


def _of_the_order(order: Order, appeal: str) -> Iterator[Refused]:
    """Yield what in the order itself a person must read first."""
    if order.about_unit_id is not None:
        yield Refused("The order is about a unit: a person decides.")
    if appeal in READ_BY_A_PERSON:
        yield Refused("It is a complaint or a report of wrongdoing: a person reads it.")
    if order.is_confidential:
        yield Refused("The reporter's contact is to be kept from the unit: a person decides.")
    if order.is_urgent:
        yield Refused("It is urgent: a person sees to it at once.")
    if dangers_in(order.text):
        yield Refused("The text tells of danger: a person sees to it at once.")


def _of_the_matter(guess: Guess, chosen: Condition | None) -> Iterator[Refused]:
    """Yield what makes a matter urgent: its own mark, or the limit of its usual condition. At most one query."""
    condition = chosen or guess.matter.conditions.first()
    if guess.matter.is_urgent or (condition is not None and condition.limit.endswith(URGENT)):
        yield Refused("The matter is urgent: a person sees to it at once.")


def _of_the_units(order: Order, way: Way, units: Mapping[int, Unit]) -> Iterator[Refused]:
    """Yield what the units of a route lack. One query."""
    for pk in (way.unit, *way.assisting):
        unit = units.get(pk)
        if unit is None:
            yield Refused("A unit of route %(number)d is closed.", number=way.number)
        elif unit.name in order.text or (unit.name_en and unit.name_en.casefold() in order.text.casefold()):
            yield Refused("The text names %(unit)s itself: a person decides.", unit=_named(unit))
    lead = units.get(way.unit)
    if lead is not None and not _is_staffed(lead):
        yield Refused("Nobody is at work at %(unit)s today.", unit=_named(lead))


def _units(way: Way | None) -> dict[int, Unit]:
    """Return the units of a route that are not closed, by id. One query."""
    if way is None:
        return {}
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=(way.unit, *way.assisting), is_active=True)}


def _is_staffed(unit: Unit) -> bool:
    """Say whether somebody may act for a unit today who is not away, or stands in for somebody. One query."""
    today = city_today()
    away = Absence.objects.filter(post=OuterRef("pk"), from_on__lte=today, until_on__gte=today, substitute__isnull=True)
    posts = Post.objects.filter(held_on(today), unit=unit, role__in=("handler", "unit_head"), user__is_active=True)
    return posts.exclude(Exists(away)).exists()


def _named(unit: Unit) -> Words:
    """Return the name of a unit in both languages."""
    return Words(unit.name, unit.name_en)
