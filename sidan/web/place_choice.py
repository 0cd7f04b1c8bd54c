# SPDX-License-Identifier: Apache-2.0
"""Where an order is: a poster's site, a point on the map, or an area picked step by step from the tree."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import NotFound, Refused, Words
from sidan.base.geometry import Point, require_point
from sidan.base.text import clean
from sidan.orders.moves import Place
from sidan.places.codes import is_code, is_inside, level_of, path_of
from sidan.places.descent import living
from sidan.places.locating import Located, area_at
from sidan.places.models import Site
from sidan.places.names import path_names
from sidan.places.queries import Choice
from sidan.places.sites import find_site
from sidan.places.tree import beneath

MOST_WORDS = 120
# An order must reach somebody who dispatches, and dispatchers are posted over towns.
_ENOUGH = ("town", "community", "grid")
_STEPS = (_("County or district"), _("Town or street"), _("Village or community"), _("Grid"))


@dataclass(frozen=True)
class Level:
    """One step of the tree: its name, what may be picked and what is."""

    name: str | Promise
    choices: tuple[Choice, ...]
    chosen: str


class PlaceChoice:
    """What a form says about the place; `place` raises Refused with what is missing.

    Names read: `site` (a poster's code), `lon` and `lat`, `area` (several: the chain picked so far) and `where`
    (words). A poster's site stands before a point, a point before the tree.
    """

    def __init__(self, data: QueryDict, *, wide: Collection[str] = ()) -> None:
        """Keep what was sent; a county that lies in one of the areas `wide` is near enough."""
        self._data = data
        self._wide = tuple(wide)

    @cached_property
    def words(self) -> str:
        """Return the visitor's words for the place, cut to what is kept."""
        return clean(self._data.get("where", "")[: MOST_WORDS * 2], MOST_WORDS * 2)[:MOST_WORDS]

    @cached_property
    def site(self) -> Site | None:
        """Return the poster's site, if it is named and in use. One query when named."""
        code = self._data.get("site", "")
        if not code:
            return None
        try:
            site = find_site(code)
        except NotFound:
            return None
        return site if site.is_active and site.area.void_on is None else None

    @cached_property
    def point(self) -> Point | None:
        """Return the point picked on the map, or None for none and for garbage."""
        lon, lat = self._data.get("lon", ""), self._data.get("lat", "")
        if not (lon and lat):
            return None
        try:
            return require_point(lon, lat)
        except Refused:
            return None

    @cached_property
    def located(self) -> Located | None:
        """Return the area found for the point, perhaps the nearest; None without a point and far outside."""
        return area_at(*self.point) if self.point is not None else None

    @cached_property
    def levels(self) -> list[Level]:
        """Return the steps of the tree down to the first that is still open. No query."""
        levels: list[Level] = []
        parent = self._city
        for name in _STEPS:
            choices = beneath(parent)
            codes = {choice.code for choice in choices}
            chosen = next((code for code in self._picked if code in codes), "")
            levels.append(Level(name, choices, chosen))
            picked = next((choice for choice in choices if choice.code == chosen), None)
            if picked is None or not picked.has_children:
                break
            parent = chosen
        return levels

    @cached_property
    def area_code(self) -> str:
        """Return the deepest area picked in the tree, empty for none."""
        return next((level.chosen for level in reversed(self.levels) if level.chosen), "")

    @property
    def place(self) -> Place:
        """Return the place; raise Refused when it is missing, too wide, or outside the city."""
        if self.site is not None:
            return _at_site(self.site, self.words)
        if self.point is not None and self.located is not None and self._is_enough(self.located.area_code):
            return Place(self.located.area_code, lon=self.point.lon, lat=self.point.lat, text=self.words)
        if self.area_code and self._is_enough(self.area_code):
            inside = self.point if self._is_point_inside else None
            lon, lat = inside or (None, None)
            return Place(self.area_code, lon=lon, lat=lat, text=self.words)
        if self.point is not None and self.located is None:
            raise Refused("This point lies outside the city. Please mark the place again, or pick it from the list.")
        if self.area_code or self.located is not None:
            raise Refused("Please pick at least the town or street, so that the order reaches the right people.")
        raise Refused("Please say where it is: use your position, mark it on the map, or pick it from the list.")

    def _is_enough(self, code: str) -> bool:
        """Say whether an area is small enough for an order."""
        level = level_of(code)
        return level in _ENOUGH or (level == "county" and any(is_inside(code, area) for area in self._wide))

    @property
    def path(self) -> tuple[Words, ...]:
        """Return the names of the area the place is in, the county first; empty while it is not known."""
        code = self._known_code
        return path_names(code, below=code[:4]) if code else ()

    @property
    def _known_code(self) -> str:
        """Return the area of the place as far as it is known."""
        if self.site is not None:
            return self.site.area.code
        return self.located.area_code if self.located is not None else self.area_code

    @property
    def _is_point_inside(self) -> bool:
        """Say whether the point lies in the area that was picked."""
        return self.located is not None and is_inside(self.area_code, self.located.area_code)

    @cached_property
    def _picked(self) -> tuple[str, ...]:
        """Return what was picked at each step, with the areas around it; a grid given up leads to what took over."""
        sent = [living(code) for code in self._data.getlist("area")[:8] if is_code(code)]
        return tuple(dict.fromkeys(part for code in sent for part in path_of(code)))

    @cached_property
    def _city(self) -> str:
        """Return the city whose counties are offered: the first there is."""
        cities = beneath("")
        return cities[0].code if cities else ""


def _at_site(site: Site, words: str) -> Place:
    """Return the place of a poster with the visitor's words behind its name."""
    text = f"{site.name} {words}".strip()
    return Place(site.area.code, site_id=site.pk, lon=site.lon, lat=site.lat, text=text[:200])
