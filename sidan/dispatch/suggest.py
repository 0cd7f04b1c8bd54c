# SPDX-License-Identifier: Apache-2.0
"""Which matter an order is probably about, and which unit gets it: by a route, else the usual unit at its place.

A suggestion decides nothing: it stands filled in where a dispatcher would otherwise search a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sidan.base.errors import Words
from sidan.dispatch.hints import suggester
from sidan.dispatch.learned import Learned, learned_of
from sidan.dispatch.route_words import why_words
from sidan.dispatch.routes import route_of
from sidan.dispatch.routing import Resolution
from sidan.orders.catalogue import Matter
from sidan.orders.matters import active_matters
from sidan.orders.models import Order
from sidan.people.models import Unit
from sidan.people.queries import active_units
from sidan.places.codes import is_inside

MOST_MATTERS = 3
MOST_UNITS = 4
LEAST_CHANCE = 0.02  # a guess less likely than that only fills the page
NO_DIFFERENCE = 1e-9  # equal chances for all say that nothing of the text is known
USUAL = Words(
    "没有派单规则，按事项通常的承办单位类型和所在区域",
    "no route: the kind of unit that usually answers for this matter, the closest to the place",
)


@dataclass(frozen=True)
class Guess:
    """A matter that an order may be about: its chance (0 to 1), the words that spoke for it and who says so.

    `by` is `order` for the matter the order already has, `words` for the everyday words of the catalogue and `learned`
    for what this city's own decided orders have taught.
    """

    matter: Matter
    chance: float
    because: tuple[str, ...] = ()
    by: Literal["order", "words", "learned"] = "words"

    @property
    def tenths(self) -> str:
        """Return the chance as so many times in ten, never as certain."""
        return f"{round(self.chance * 10)}" if 0.05 <= self.chance < 0.95 else "<1" if self.chance < 0.05 else ">9"


@dataclass(frozen=True)
class Suggestion:
    """Guesses of the matter and units that may answer for it, the likeliest of both first.

    `why` says why the first unit stands first; `assisting` are the units that the route of the first matter names
    beside it, and `routed` its lead unit, None where no route spoke. `is_unsure` where what was learned abstains: the
    guesses may be shown, and none of them is to stand filled in.
    """

    guesses: tuple[Guess, ...] = ()
    units: tuple[Unit, ...] = ()
    why: Words | None = None
    routed: Unit | None = None
    assisting: tuple[Unit, ...] = ()
    is_unsure: bool = False

    @property
    def matters(self) -> tuple[Matter, ...]:
        """Return the matters guessed, the likeliest first."""
        return tuple(guess.matter for guess in self.guesses)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that spoke for the first matter; none where the order has one already."""
        return self.guesses[0].because if self.guesses else ()


@dataclass(frozen=True)
class Known:
    """A county's matters by code and its units with their areas, where a page has read them already."""

    matters: Mapping[str, Matter]
    units: Sequence[Unit]

    @classmethod
    def of_county(cls, county: str) -> "Known":
        """Read them: two queries."""
        return cls({matter.code: matter for matter in active_matters(county)}, list(active_units(county=county)))


def suggest(order: Order, *, known: Known | None = None, at: datetime | None = None) -> Suggestion:
    """Return what an order's own matter, else its words and place, suggest, at a moment or now.

    Two queries; none with `known` rows.
    """
    return suggestions([order], known={order.county: known} if known else {}, at=at)[order.pk]


def suggestions(
    orders: Sequence[Order], *, known: Mapping[str, Known] | None = None, at: datetime | None = None
) -> dict[int, Suggestion]:
    """Return the suggestion for each order, by its id. Two queries for each county whose rows are not `known`."""
    found: dict[int, Suggestion] = {}
    for county in sorted({order.county for order in orders}):
        rows = (known or {}).get(county) or Known.of_county(county)
        for order in orders:
            if order.county == county:
                found[order.pk] = _suggestion(order, rows, at)
    return found


def _suggestion(order: Order, rows: Known, at: datetime | None) -> Suggestion:
    """Return the suggestion for an order of the rows' county."""
    said, is_unsure = _heard(order, rows)
    guesses = _guesses(order, said)
    is_unsure = is_unsure and order.matter is None
    matters = [guess.matter for guess in guesses]
    able = {unit.pk: unit for unit in rows.units if unit.pk != order.about_unit_id}
    found = [_resolved(order, matter, able, at) for matter in matters]
    routed = {matter.code: able[each.way.unit] for matter, each in zip(matters, found, strict=True) if each.way}
    units = _units(order, matters, able.values(), routed=routed)
    if not found:
        return Suggestion(guesses, units, is_unsure=is_unsure)
    way = found[0].way
    return Suggestion(
        guesses,
        units,
        why=why_words(found[0]) or (USUAL if units else None),
        routed=able[way.unit] if way else None,
        assisting=tuple(able[pk] for pk in way.assisting if pk in able) if way else (),
        is_unsure=is_unsure,
    )


def first_guess(county: str, text: str) -> tuple[str, str, float]:
    """Return the code guessed first from a text, who says so and its chance; empty where nothing is known of it.

    By the same rule as `suggestions`, before any row is read. One query when the words have to be read anew.
    """
    learned = learned_of(county)
    chances = learned.classifier.chances([text])[0] if learned is not None else None
    knows = chances is not None and bool(chances.max() - chances.min() >= NO_DIFFERENCE)
    top = float(chances.max()) if chances is not None and knows else 0.0
    taught = (learned.classifier.labels[int(chances.argmax())], "learned", top) if learned and knows else None  # type: ignore[union-attr]  # known with it
    if taught is not None and learned is not None and top >= learned.threshold:
        return taught
    heard = next(iter(suggester(county).suggest(text, at_most=1)), None)
    said = (heard.matter, "words", heard.score) if heard is not None else None
    if taught is None or (learned and said and said[0] not in learned.classifier.labels and said[2] > top):
        return said or ("", "", 0.0)
    return taught


def _heard(order: Order, rows: Known) -> tuple[list[Guess], bool]:
    """Return what is guessed from the text, and whether whoever speaks abstains.

    What was learned speaks where it is sure enough. Where it is not, the everyday words speak for a matter it never
    learned, if they are surer of it; otherwise its guesses stand as such, and nothing is filled in.
    """
    learned = learned_of(order.county)
    taught = _taught(order.text, rows, learned) if learned is not None else []
    if learned is not None and taught and taught[0].chance >= learned.threshold:
        return taught, False
    heard = suggester(order.county).suggest(order.text, at_most=MOST_MATTERS)
    said = [Guess(rows.matters[each.matter], each.score, each.because) for each in heard if each.matter in rows.matters]
    if learned is None:
        return said, False
    is_new = bool(said) and said[0].matter.code not in learned.classifier.labels
    if is_new and said[0].chance > (taught[0].chance if taught else 0):
        return said, False
    return taught or said, True


def _taught(text: str, rows: Known, learned: Learned) -> list[Guess]:
    """Return what was learned says of a text, the likeliest first; empty where it knows nothing of it. No query."""
    model = learned.classifier
    labels, chances = model.labels, model.chances([text])[0]
    if chances.max() - chances.min() < NO_DIFFERENCE:
        return []
    likeliest = (int(each) for each in (-chances).argsort(kind="stable")[:MOST_MATTERS])
    return [
        Guess(rows.matters[labels[each]], float(chances[each]), model.because(text, labels[each]), "learned")
        for each in likeliest
        if labels[each] in rows.matters and chances[each] >= LEAST_CHANCE
    ]


def _guesses(order: Order, heard: Iterable[Guess]) -> tuple[Guess, ...]:
    """Return the order's own matter, where it has one, and then those its words speak for."""
    own = [Guess(order.matter, 1.0, by="order")] if order.matter is not None else []
    codes = {guess.matter.code for guess in own}
    return (*own, *(guess for guess in heard if guess.matter.code not in codes))[:MOST_MATTERS]


def _resolved(order: Order, matter: Matter, able: Mapping[int, Unit], at: datetime | None) -> Resolution:
    """Return which route an order takes if it is about a matter, among routes whose unit is there. No query."""
    condition = order.condition.code if order.condition is not None and order.matter_id == matter.pk else ""
    return route_of(order.area_code, matter.code, condition=condition, able=able, at=at)


def _units(
    order: Order, matters: Sequence[Matter], units: Iterable[Unit], *, routed: Mapping[str, Unit]
) -> tuple[Unit, ...]:
    """Return the units by matter: the one its route names, then those of its usual kind, the closest first.

    The unit complained of is never among `units`.
    """
    near = sorted(
        (unit for unit in units if is_inside(order.area_code, _area_of(unit))),
        key=lambda unit: (-len(_area_of(unit)), unit.code),
    )
    named: list[Unit] = []
    for matter in matters:
        named += [routed[matter.code]] if matter.code in routed else []
        named += [unit for unit in near if unit.kind == matter.unit_kind]
    return tuple(dict.fromkeys(named))[:MOST_UNITS]


def _area_of(unit: Unit) -> str:
    """Return the code of the area a unit covers, empty for the whole city."""
    return unit.area.code if unit.area is not None else ""
