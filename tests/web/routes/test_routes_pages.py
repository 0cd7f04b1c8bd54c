# SPDX-License-Identifier: Apache-2.0
"""The pages of routes: kept, tried on any text, and told where they contradict each other or say nothing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sidan.dispatch import hints
from sidan.dispatch.keeping_routes import set_threshold, stop_route
from sidan.dispatch.route_rows import Route
from sidan.dispatch.routes import surer_than_percent
from sidan.orders.models import Order
from sidan.people.actors import Actor
from tests.dispatch.routing import route, rule
from tests.world import CITY, COUNTY, NORTH, SOUTH, World

ROUTES = "/desk/routes/"
DARK = "门口路灯不亮三天了，晚上看不见路。"
# Queries of a page with those of session, actor and bell.
LIST, TRY, TROUBLES, FORM, THRESHOLDS = 9, 13, 8, 7, 6


@pytest.fixture
def world(world: World) -> World:
    """Add an administrator, another county's dispatcher, and forget the words other tests have heard."""
    hints._suggester.cache_clear()
    world.hold("system", role="system_admin")
    world.hold("auditor", role="auditor", area=COUNTY)
    return world


def english(world: World, name: str) -> Client:
    """Return somebody's browser that reads English."""
    return world.client(name, headers={"Accept-Language": "en"})


def text_of(browser: Client, path: str, **query: str) -> str:
    """Return what a page says, without its marks."""
    response = browser.get(path, query)
    assert response.status_code in (200, 422), response.status_code
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def queries_of(browser: Client, path: str) -> int:
    """Return how many queries a page takes once what is kept in memory is there."""
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


GIVEN = {"area": NORTH, "matter": "city.lamp.dark", "unit": "lamps", "hours": "", "note": ""}


def test_an_administrator_adds_a_route_that_acts_and_a_list_shows_it(world):
    """Area, matter with condition, hours, units and threshold are kept as they were said."""
    browser = english(world, "system")

    given = {**GIVEN, "matter": "city.lamp.dark#danger", "hours": "working hours", "assisting": ["water"]}
    response = browser.post(f"{ROUTES}new", {**given, "is_automatic": "on", "surer_than_percent": "95"})

    found = Route.objects.get()
    assert response.status_code == 302
    assert (found.matter_code, found.condition_code, found.hours) == ("city.lamp.dark", "danger", "working")
    assert (found.is_automatic, found.trusts_words, found.surer_than_percent) == (True, False, 95)
    said = text_of(browser, ROUTES)
    assert "北门街道 Dongshan Street lamp is dark · danger working hours Lamp office assisting: Water company" in said
    assert "above 95 %" in said


def test_what_a_verb_refuses_stands_above_the_form_and_nothing_is_lost(world):
    """A unit that works elsewhere, and hours nobody can read."""
    browser = english(world, "system")

    wrong = browser.post(f"{ROUTES}new", {**GIVEN, "area": SOUTH, "unit": "north", "note": "试行"})
    unread = browser.post(f"{ROUTES}new", {**GIVEN, "hours": "whenever"})

    assert (wrong.status_code, unread.status_code) == (422, 422)
    assert "works elsewhere, outside 南门街道" in wrong.content.decode()
    assert 'value="试行"' in wrong.content.decode()
    assert "whenever is not an opening time" in unread.content.decode()
    assert not Route.objects.exists()


def test_a_dispatcher_keeps_routes_of_the_own_area_without_the_machine(world):
    """The form of a dispatcher offers the own street and does not ask whether a rule acts."""
    browser = english(world, "dispatcher")

    form = browser.get(f"{ROUTES}new").content.decode()
    assert f'value="{NORTH}"' in form
    assert f'value="{SOUTH}"' not in form
    assert "is_automatic" not in form
    assert browser.post(f"{ROUTES}new", {**GIVEN, "is_automatic": "on"}).status_code == 302
    found = Route.objects.get()
    assert not found.is_automatic
    assert browser.post(f"{ROUTES}{found.pk}", {**GIVEN, "unit": "property"}).status_code == 302
    assert Route.objects.get().unit.code == "property"
    assert browser.post(f"{ROUTES}{found.pk}/stop").status_code == 302
    assert Route.objects.get().stopped_at is not None
    assert browser.get(f"{ROUTES}{found.pk}").status_code == 404


@pytest.mark.parametrize("who", ["handler", "crew", "intake", "revisitor", "plumber"])
def test_others_read_nothing(world, who):
    """A unit's handler, the crew and the intake have no page of routes."""
    found = route(world)

    for path in (ROUTES, f"{ROUTES}new", f"{ROUTES}try", f"{ROUTES}troubles", f"{ROUTES}{found.pk}"):
        assert world.client(who).get(path).status_code == 403, path
    assert Client().get(ROUTES).status_code == 302


def test_readers_change_nothing_and_each_only_the_own_area(world):
    """A supervisor and an auditor read; another street's dispatcher sees the county's route and may not touch it."""
    found, wide = rule(world, area=NORTH), route(world, area=COUNTY)
    south = world.client("south_dispatcher")

    for who in ("supervisor", "leader", "auditor"):
        assert world.client(who).get(ROUTES).status_code == 200
        assert world.client(who).post(f"{ROUTES}{found.pk}/stop").status_code == 403
        assert world.client(who).post(f"{ROUTES}new", GIVEN).status_code == 403
    assert south.get(f"{ROUTES}{found.pk}").status_code == 404
    assert south.get(f"{ROUTES}{wide.pk}").status_code == 403
    assert south.post(f"{ROUTES}{wide.pk}/stop").status_code == 403
    assert world.client("dispatcher").get(f"{ROUTES}{found.pk}").status_code == 403
    assert world.client("dispatcher").get(f"{ROUTES}thresholds").status_code == 403
    assert Route.objects.filter(stopped_at=None).count() == 2


def test_the_list_is_cut_by_filters_and_pages(world):
    """By area with those around it, by matter with its branches, by unit, by acting, and by state."""
    here = route(world, area=NORTH, matter="city.lamp.dark", unit="lamps")
    there = route(world, area=SOUTH, matter="live", unit="water", assisting=["lamps"])
    over = rule(world, area=COUNTY)
    stop_route(over, by=Actor.importer())
    browser = english(world, "system")

    def shown(**query: str) -> set[int]:
        return {row.pk for row in browser.get(ROUTES, query).context["page"].rows}

    assert shown() == {here.pk, there.pk}
    assert shown(area=NORTH) == {here.pk}
    assert shown(matter="city") == {here.pk}
    assert shown(unit="lamps") == {here.pk, there.pk}
    assert shown(auto="1") == set()
    assert shown(state="over") == {over.pk}
    assert shown(state="all", page="99", area="..") == {here.pk, there.pk, over.pk}


def test_who_would_get_this_says_the_unit_why_and_whether_by_itself(world):
    """Text and place give matter, route and reason; nothing is opened."""
    set_threshold("city.lamp.dark", 50, by=Actor.importer())
    found = rule(world, area=NORTH, assisting=["water"])
    browser = english(world, "dispatcher")

    said = text_of(browser, f"{ROUTES}try", text=DARK * 2, area=f"{NORTH}001")
    unsure = text_of(browser, f"{ROUTES}try", text=f"{DARK}漏电了", area=f"{NORTH}001", appeal="complaint")
    nothing = text_of(browser, f"{ROUTES}try", text="想问一下", point="116.005, 28.015")

    assert "Lamp office assisting: Water company because of route" in said
    assert f"because of route {found.pk}: 北门街道 × Street lamp is dark" in said
    assert "It would go by rule:" in said
    assert "A person would dispatch it, because: It is a complaint or a report of wrongdoing" in unsure
    assert "The text tells of danger: a person sees to it at once." in unsure
    assert "Nobody is suggested" in nothing
    assert not Order.objects.exists()


def test_a_try_outside_ones_areas_or_without_a_place_is_refused(world):
    """The other street's grid, a point in the sea, and no place at all; and at night another route counts."""
    route(world, area=NORTH, unit="property", hours="每天 22:00-06:00")
    browser = english(world, "dispatcher")

    outside = text_of(browser, f"{ROUTES}try", text=DARK, point="116.005, 28.005")
    sea = text_of(browser, f"{ROUTES}try", text=DARK, point="130, 10")
    nowhere = text_of(browser, f"{ROUTES}try", text=DARK)
    night = text_of(browser, f"{ROUTES}try", text=DARK, area=NORTH, at="2026-03-10T23:00")

    assert "This place lies outside your areas." in outside
    assert "This point lies outside the city." in sea
    assert "Please say where it is: pick an area, or give a point." in nowhere
    assert "Happy property management because of route" in night


def test_conflicts_gaps_and_closed_units_are_named(world):
    """Two spans that tie, a matter nobody gets, and a route to a closed unit."""
    one = route(world, hours="每天 22:00-06:00", unit="water")
    other = route(world, hours="每天 23:00-07:00", unit="housing")
    lost = route(world, matter="city.lamp", area=SOUTH, unit="lamps")
    world.units["lamps"].is_active = False
    world.units["lamps"].save()
    browser = english(world, "system")

    said = text_of(browser, f"{ROUTES}troubles")

    assert f"{one.pk} · Dongshan × any matter × daily 22:00-06:00 → Water company {other.pk} · Dongshan" in said
    assert f"{lost.pk} · 南门街道 × Lamps → Lamp office" in said
    assert "Street lamp is dark everywhere in Dongshan (some routes cover it in part)" in said
    assert "Conflicts and gaps 1" in said
    narrowed = text_of(english(world, "dispatcher"), f"{ROUTES}troubles")
    assert "南门街道" not in narrowed


def test_an_administrator_sets_how_sure_a_rule_must_be(world):
    """For the city and for a county; nonsense and a number out of range are refused with a sentence."""
    browser = english(world, "system")

    browser.post(f"{ROUTES}thresholds", {"matter": "city.lamp.dark", "percent": "80"})
    browser.post(f"{ROUTES}thresholds?county={COUNTY}", {"matter": "city.lamp.dark", "percent": "70"})
    low = browser.post(f"{ROUTES}thresholds", {"matter": "city.lamp.dark", "percent": "20"})
    odd = browser.post(f"{ROUTES}thresholds", {"matter": "city.lamp.dark", "percent": "x"})

    assert surer_than_percent("city.lamp.dark", county=COUNTY) == 70
    assert surer_than_percent("city.lamp.dark", county="") == 80
    assert (low.status_code, odd.status_code) == (422, 422)
    assert "from 50 to 100 percent" in low.content.decode()
    browser.post(f"{ROUTES}thresholds?county={COUNTY}", {"matter": "city.lamp.dark", "percent": ""})
    assert surer_than_percent("city.lamp.dark", county=COUNTY) == 80


def test_the_pages_keep_their_budgets(world, kept_for_long):
    """However many routes there are, each page takes a few queries."""
    for number, area in enumerate((CITY, COUNTY, NORTH, SOUTH)):
        for matter in ("", "city", "city.lamp.dark", "live"):
            route(world, area=area, matter=matter, unit="water" if number % 2 else "housing")
    browser = world.client("system")

    assert queries_of(browser, ROUTES) <= LIST
    assert queries_of(browser, f"{ROUTES}try?text={DARK}&area={NORTH}") <= TRY
    assert queries_of(browser, f"{ROUTES}troubles") <= TROUBLES
    assert queries_of(browser, f"{ROUTES}new") <= FORM
    assert queries_of(browser, f"{ROUTES}thresholds") <= THRESHOLDS


def test_the_order_page_and_bulk_dispatch_fill_in_the_route(world):
    """Lead and assisting units stand filled in with the reason; sent together, the assisting ones go along."""
    found = route(world, area=NORTH, matter="city.lamp.dark", unit="property", assisting=["water"])
    order, other = world.submit(DARK), world.submit(DARK)
    browser = english(world, "dispatcher")

    page = browser.get(f"/desk/o/{order.number}").content.decode()
    together = browser.get("/desk/dispatch", {"o": [order.number, other.number]}).content.decode()

    assert f"because of route {found.pk}: 北门街道 × Street lamp is dark" in page
    assert re.search(r'<option value="property" selected', page)
    assert re.search(r'name="dispatch-assisting" value="water" checked', page)
    assert f"because of route {found.pk}" in together
    sent = {"row": [order.number, other.number], "o": [order.number, other.number]}
    for each in (order, other):
        sent |= {
            f"expect-{each.number}": "1",
            f"matter-{each.number}": "city.lamp.dark#usual",
            f"unit-{each.number}": "property" if each is order else "lamps",
            f"routed-{each.number}": "property",
            f"assisting-{each.number}": "water",
        }
    browser.post("/desk/dispatch", sent)
    order.refresh_from_db()
    other.refresh_from_db()
    assert (order.unit.code, order.assisting) == ("property", [world.units["water"].pk])
    assert (other.unit.code, other.assisting) == ("lamps", [])
