# SPDX-License-Identifier: Apache-2.0
"""Routes of the small county, as tests add them."""

from typing import Any

from sidan.dispatch.hours import parse_hours
from sidan.dispatch.keeping_routes import RouteFacts, add_route
from sidan.dispatch.route_rows import Route
from sidan.people.actors import Actor
from tests.world import COUNTY, World


def facts_of(world: World, *, area: str = COUNTY, unit: str = "water", **more: Any) -> RouteFacts:
    """Return what is said of a route; `matter`, `condition`, `hours` and `assisting` as a clerk says them."""
    return RouteFacts(
        area=world.areas[area],
        unit=world.units[unit],
        matter_code=more.pop("matter", ""),
        condition_code=more.pop("condition", ""),
        hours=parse_hours(more.pop("hours", "")),
        assisting=[world.units[code] for code in more.pop("assisting", ())],
        **more,
    )


def route(world: World, *, by: Actor | None = None, **more: Any) -> Route:
    """Add a route as the operator, or as somebody."""
    return add_route(facts_of(world, **more), by=by or Actor.importer())


def rule(world: World, **more: Any) -> Route:
    """Add a route for dark lamps that dispatches by itself on the catalogue's words."""
    more.setdefault("matter", "city.lamp.dark")
    more.setdefault("unit", "lamps")
    return route(world, is_automatic=True, trusts_words=True, surer_than_percent=more.pop("percent", 50), **more)
