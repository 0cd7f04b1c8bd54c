# SPDX-License-Identifier: Apache-2.0
"""Which matter an order is probably about, and which units usually answer for it at its place.

A suggestion decides nothing: it stands filled in where a dispatcher would otherwise search a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sidan.dispatch.hints import suggester
from sidan.orders.catalogue import Matter
from sidan.orders.matters import active_matters
from sidan.orders.models import Order
from sidan.people.models import Unit
from sidan.people.queries import active_units
from sidan.places.codes import is_inside

MOST_MATTERS = 3
MOST_UNITS = 4


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


@dataclass(frozen=True)
class Suggestion:
    """Guesses of the matter and units that may answer for it, the likeliest of both first."""

    guesses: tuple[Guess, ...] = ()
    units: tuple[Unit, ...] = ()

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


def suggest(order: Order, *, known: Known | None = None) -> Suggestion:
    """Return what an order's own matter, else its words and place, suggest. Two queries; none with `known` rows."""
    return suggestions([order], known={order.county: known} if known else {})[order.pk]


def suggestions(orders: Sequence[Order], *, known: Mapping[str, Known] | None = None) -> dict[int, Suggestion]:
    """Return the suggestion for each order, by its id. Two queries for each county whose rows are not `known`."""
    found: dict[int, Suggestion] = {}
    for county in sorted({order.county for order in orders}):
        rows = (known or {}).get(county) or Known.of_county(county)
        for order in orders:
            if order.county == county:
                found[order.pk] = _suggestion(order, rows)
    return found


def _suggestion(order: Order, rows: Known) -> Suggestion:
    """Return the suggestion for an order of the rows' county."""
    heard = suggester(order.county).suggest(order.text, at_most=MOST_MATTERS)
    said = [Guess(rows.matters[each.matter], each.score, each.because) for each in heard if each.matter in rows.matters]
    guesses = _guesses(order, said)
    return Suggestion(guesses, _units(order, [guess.matter for guess in guesses], rows.units))


def _guesses(order: Order, heard: Iterable[Guess]) -> tuple[Guess, ...]:
    """Return the order's own matter, where it has one, and then those its words speak for."""
    own = [Guess(order.matter, 1.0, by="order")] if order.matter is not None else []
    codes = {guess.matter.code for guess in own}
    return (*own, *(guess for guess in heard if guess.matter.code not in codes))[:MOST_MATTERS]


def _units(order: Order, matters: Sequence[Matter], units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units of the matters' usual kinds that cover the place: by matter, the closest to the place first.

    The unit complained of is never among them.
    """
    kinds = [matter.unit_kind for matter in matters]
    fitting = [
        unit
        for unit in units
        if unit.kind in kinds and unit.pk != order.about_unit_id and is_inside(order.area_code, _area_of(unit))
    ]
    fitting.sort(key=lambda unit: (kinds.index(unit.kind), -len(_area_of(unit)), unit.code))
    return tuple(fitting[:MOST_UNITS])


def _area_of(unit: Unit) -> str:
    """Return the code of the area a unit covers, empty for the whole city."""
    return unit.area.code if unit.area is not None else ""
