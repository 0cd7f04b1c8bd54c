# SPDX-License-Identifier: Apache-2.0
"""Everybody who does something in the demo city: who holds which post, who is quick, careful or slow."""

from collections.abc import Mapping
from random import Random

from sidan.orders.models import Order, Share
from sidan.people.models import Post, Unit, User
from sidan.simulate.city import City


class Hands:
    """Everybody who does something in the city, and their ways."""

    def __init__(self, city: City, kinds: Mapping[str, str], rng: Random) -> None:
        """Learn who holds which post; `kinds` names the kind of unit for each matter. One query."""
        self.city = city
        self.kinds = kinds
        self.rng = rng
        self.meant: dict[int, str] = {}
        self._by_area: dict[tuple[str, str], list[User]] = {}
        self._by_unit: dict[int, list[User]] = {}
        for post in Post.objects.select_related("user"):
            if post.unit_id is not None:
                self._by_unit.setdefault(post.unit_id, []).append(post.user)
            else:
                self._by_area.setdefault((post.role, post.area_code), []).append(post.user)
        self._units = {unit.pk: unit for unit in city.units}
        # Below one is quicker than the limit allows; a few units are chronically slow.
        self.pace = {unit.pk: rng.choice((0.25, 0.35, 0.45, 0.5, 0.6, 0.7, 0.95)) for unit in city.units}
        self.care = {unit.pk: rng.uniform(0.62, 0.93) for unit in city.units}
        self._troubled = rng.sample(sorted(city.grids), 6)

    def grid_of_a_resident(self, *, is_rush: bool) -> str:
        """Return the grid a resident writes from: every fifth message comes from one of a few troubled ones.

        In a rush half of them come from the first town, whose dispatcher is the one the demo offers.
        """
        grids = sorted(self.city.grids)
        if is_rush and self.rng.random() < 0.5:
            return self.rng.choice([grid for grid in grids if grid[:9] == grids[0][:9]])
        return self.rng.choice(self._troubled if self.rng.random() < 0.2 else grids)

    def over(self, role: str, order: Order) -> User | None:
        """Return somebody who holds a role over the order's area."""
        for length in (15, 12, 9, 6, 4):
            people = self._by_area.get((role, order.area_code[:length]))
            if people:
                return self.rng.choice(people)
        return None

    def at(self, unit_id: int | None) -> User | None:
        """Return somebody who works at a unit."""
        people = self._by_unit.get(unit_id or 0)
        return self.rng.choice(people) if people else None

    def unit_for(self, order: Order, *, besides: int | None = None) -> Unit:
        """Return the unit an order belongs to: of its matter's kind, its own county's before the city's."""
        matter = self.meant[order.pk].partition("#")[0]
        kind = self._kind_of(matter)
        fitting = [
            u for u in self.city.units if u.kind == kind and (u.area is None or order.area_code.startswith(u.area.code))
        ]
        fitting = [unit for unit in fitting if unit.pk != besides] or [u for u in self.city.units if u.pk != besides]
        return max(fitting, key=lambda unit: len(unit.area.code) if unit.area else 0)

    def _kind_of(self, matter: str) -> str:
        """Return the kind of unit that usually handles a matter; a community is served by its street."""
        kind = self.kinds.get(matter, "street_town")
        return "street_town" if kind == "community" else kind

    def owing_assistant(self, order: Order) -> int | None:
        """Return an assisting unit that has not answered. One query, none without assisting units."""
        if not order.assisting:
            return None
        owing = Share.objects.filter(order=order, part="assist", ended_at__isnull=True, answered_at__isnull=True)
        return owing.values_list("unit_id", flat=True).first()
