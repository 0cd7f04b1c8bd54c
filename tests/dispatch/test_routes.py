# SPDX-License-Identifier: Apache-2.0
"""Routes are kept by those who answer for them, and decide who is suggested first and why."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sidan.base.errors import NotFound, Refused, Words
from sidan.dispatch import keeping_routes
from sidan.dispatch.keeping_routes import change_route, find_route, set_threshold, stop_route
from sidan.dispatch.route_rows import Route, Threshold
from sidan.dispatch.routes import moment_in, route_of, surer_than_percent
from sidan.dispatch.suggest import suggest, suggestions
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from sidan.places.areas import find_area
from tests.dispatch.routing import facts_of, route
from tests.world import CITY, COUNTY, MORNING, NORTH, SOUTH


def test_the_route_stands_first_with_its_reason_and_the_usual_unit_behind(world):
    """The unit of the narrowest route is suggested, why is said, and the usual unit is still there to choose."""
    wide = route(world, area=COUNTY, matter="city", unit="housing")
    narrow = route(world, area=NORTH, matter="city.lamp.dark", unit="property", assisting=["water"])
    lamp = "Street lamp is dark"

    found = suggest(world.submit("路灯不亮"))

    assert [unit.code for unit in found.units] == ["property", "lamps"]
    assert [unit.code for unit in found.assisting] == ["water"]
    assert found.why == Words(
        f"依据第{narrow.pk}号派单规则：北门街道 × 路灯不亮，比第{wide.pk}号（东山县 × 城管）更具体",
        f"because of route {narrow.pk}: 北门街道 × {lamp}, narrower than route {wide.pk} (Dongshan × City)",
    )


def test_a_route_never_leads_to_the_unit_complained_of_nor_to_a_closed_one(world):
    """The next wider route speaks instead, or the usual unit."""
    route(world, area=COUNTY, matter="city", unit="housing")
    route(world, area=NORTH, matter="city.lamp.dark", unit="property", assisting=["water"])
    order = world.submit("路灯不亮，物业不管")
    world.move(order, "recuse", "dispatcher", about="property")

    about_it = suggest(order)
    world.units["housing"].is_active = False
    world.units["housing"].save()
    closed = suggest(order)

    assert [unit.code for unit in about_it.units] == ["housing", "lamps"]
    assert [unit.code for unit in closed.units] == ["lamps"]
    assert closed.why.en.startswith("no route")


def test_routes_cost_a_page_of_orders_no_query(world):
    """With hundreds of routes, suggestions read what they read before: the county's matters and units once."""
    for matter in ("city", "city.lamp", "city.lamp.dark", "live"):
        route(world, matter=matter, unit="water")
    orders = [world.submit("路灯不亮") for _ in range(10)]
    suggestions(orders)

    with CaptureQueriesContext(connection) as queries:
        found = suggestions(orders)

    assert len(queries) <= 3  # matters, units, and the one question a second whether anything kept has changed
    assert {found[order.pk].units[0].code for order in orders} == {"water"}


def test_hours_follow_the_calendar_of_the_county(world):
    """Working hours are the office's own; a night outside them has a route of its own."""
    route(world, unit="water", hours="工作时间")
    route(world, unit="housing", hours="非工作时间")

    noon = MORNING.replace(hour=12, minute=30)
    assert moment_in(COUNTY, MORNING).is_working
    assert route_of(NORTH, "live.property", at=MORNING).way.unit == world.units["water"].pk
    assert route_of(NORTH, "live.property", at=noon).way.unit == world.units["housing"].pk


@pytest.mark.parametrize("who", ["south_dispatcher", "supervisor", "handler", "crew", "intake", "stranger"])
def test_others_keep_no_routes(world, who):
    """A handler, the crew, a supervisor and another street's dispatcher neither add, change nor stop one."""
    found = route(world, area=NORTH)

    for attempt in (
        lambda by: route(world, area=NORTH, matter="city", by=by),
        lambda by: change_route(found, facts_of(world, area=NORTH, unit="property"), by=by),
        lambda by: stop_route(found, by=by),
    ):
        with pytest.raises(Refused, match="kept by an administrator"):
            attempt(world.actor(who))
    if who not in ("supervisor",):
        with pytest.raises(NotFound):
            find_route(found.pk, by=world.actor(who))


def test_a_dispatcher_keeps_the_routes_of_the_own_area_but_lets_no_rule_act(world):
    """That a rule acts by itself is the administrator's to decide; a dispatcher may stop one at once."""
    dispatcher = world.actor("dispatcher")
    found = route(world, area=NORTH, by=dispatcher)
    change_route(found, facts_of(world, area=NORTH, unit="property"), by=dispatcher)
    assert Route.objects.get().unit.code == "property"

    with pytest.raises(Refused, match="Only a system administrator"):
        change_route(found, facts_of(world, area=NORTH, is_automatic=True), by=dispatcher)
    with pytest.raises(Refused, match="Only a system administrator"):
        set_threshold("city.lamp.dark", 80, by=dispatcher)
    with pytest.raises(Refused, match="kept by an administrator"):
        change_route(found, facts_of(world, area=COUNTY), by=dispatcher)

    acts = change_route(found, facts_of(world, area=NORTH, is_automatic=True), by=Actor.importer())
    stop_route(acts, by=dispatcher)
    assert route_of(NORTH, "city.lamp.dark").way is None
    assert list(AuditEntry.objects.filter(subject=found.subject).order_by("id").values_list("action", flat=True)) == [
        "route.added", "route.changed", "route.changed", "route.stopped",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"area": f"{NORTH}001001"}, "A route is for a community or a larger area: grids are redrawn."),
        ({"matter": "city.nothing"}, "There is no matter or branch with the code “city.nothing”."),
        ({"condition": "danger"}, "The matter “any matter” has no condition “danger”."),
        ({"unit": "north", "area": SOUTH}, "北门街道办 works elsewhere, outside 南门街道."),
        ({"assisting": ["water"]}, "The lead unit cannot assist itself, and each unit is named once."),
        (
            {"is_automatic": True, "surer_than_percent": 49},
            "Give a threshold from 50 to 100 percent: a rule may not act on less than an even chance.",
        ),
        ({"until_on": date(2020, 1, 1)}, "The last day comes before the first."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(world, given, sentence):
    """Each says what is wrong, and nothing is written."""
    with pytest.raises(Refused) as refused:
        route(world, **given)

    assert str(refused.value) == sentence
    assert not Route.objects.exists()


def test_the_same_scope_has_one_route_on_any_day(world):
    """A second is refused by name, and by the database; one that begins when the other ends is not."""
    first = route(world, until_on=date(2026, 3, 31))

    with pytest.raises(Refused, match=f"Route {first.pk} is for the same area"):
        route(world, unit="housing", from_on=date(2026, 3, 31))
    second = route(world, unit="housing", from_on=date(2026, 4, 1))
    with pytest.raises(IntegrityError, match="route_once_a_day"), transaction.atomic():
        Route.objects.filter(pk=second.pk).update(from_on=date(2026, 3, 31))
    stop_route(first, by=Actor.importer())
    assert route(world, unit="property", until_on=date(2026, 3, 31)).pk


def test_two_clerks_at_once_make_one_route(world, monkeypatch):
    """Where the other's row was not seen yet, the database refuses the second, and the sentence names the first."""
    first = route(world)
    real, asked = keeping_routes._require_free, []

    def not_seen_yet(*args: object, **more: object) -> None:
        asked.append(args)
        if len(asked) > 1:
            real(*args, **more)

    monkeypatch.setattr(keeping_routes, "_require_free", not_seen_yet)
    with pytest.raises(Refused, match=f"Route {first.pk} is for the same area"):
        route(world, unit="housing")
    assert Route.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"area_code": "36990"}, "route_is_over_no_grid"),
        ({"matter_code": "City Lamp"}, "route_matter_is_a_code"),
        ({"condition_code": "danger"}, "route_condition_has_its_matter"),
        ({"hours": ""}, "route_has_its_hours"),
        ({"until_on": date(2000, 1, 1)}, "route_dates_in_order"),
        ({"is_automatic": True, "surer_than_percent": 101}, "route_threshold_from_50_to_100"),
        ({"trusts_words": True}, "only_automatic_route_has_a_threshold"),
    ],
)
def test_the_database_holds_what_it_can(world, change, name):
    """What the verbs refuse, no other way writes either."""
    found = route(world)

    with pytest.raises(Exception, match=name), transaction.atomic():
        Route.objects.filter(pk=found.pk).update(**change)


def test_thresholds_of_a_county_stand_before_the_citys_and_both_before_the_usual(world):
    """Without one a guess must be surer than 90 percent; None takes one's own back."""
    by = Actor.importer()
    assert surer_than_percent("city.lamp.dark", county=COUNTY) == 90

    set_threshold("city.lamp.dark", 80, by=by)
    set_threshold("city.lamp.dark", 70, by=by, county=COUNTY)

    assert surer_than_percent("city.lamp.dark", county=COUNTY) == 70
    assert surer_than_percent("city.lamp.dark", county="369902") == 80
    set_threshold("city.lamp.dark", None, by=by, county=COUNTY)
    assert surer_than_percent("city.lamp.dark", county=COUNTY) == 80
    with pytest.raises(Refused, match="from 50 to 100"):
        set_threshold("city.lamp.dark", 20, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Threshold.objects.create(matter_code="x", surer_than_percent=3)


def test_a_route_holds_from_its_first_day_to_its_last(world):
    """Both days count; before and after nothing is routed."""
    today = MORNING.date()
    route(world, area=CITY, unit="water", from_on=today + timedelta(days=1), until_on=today + timedelta(days=2))

    held = [route_of(NORTH, "live", at=MORNING + timedelta(days=days)).way is not None for days in range(4)]

    assert find_area(CITY).code == CITY
    assert held == [False, True, True, False]
