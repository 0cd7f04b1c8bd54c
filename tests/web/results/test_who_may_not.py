# SPDX-License-Identifier: Apache-2.0
"""What others may not read: rounds before they are published, and the orders behind a unit's figures."""

import pytest

from sidan.orders.models import Order
from sidan.people.models import User
from sidan.web.results import drill
from tests.evaluation.rows import published_round

PATHS = ("", "lamps/", "lamps/answered", "lamps/figures.xlsx", "table.xlsx", "map.json", "compare?one=lamps")


@pytest.fixture
def order(world, monkeypatch) -> Order:
    """Return an order of the lamp office that stands behind each of its figures."""
    found = world.at_work()
    monkeypatch.setattr(drill, "orders_behind", lambda score, code: [(found.number, 0.0, 1.0), ("SD-X", 1.0, 1.0)])
    return found


@pytest.mark.parametrize("state", ["open", "computed", "checking", "cancelled"])
def test_nobody_reads_a_round_that_is_not_published(world, client, state):
    """Visitors and staff of other units get 404 for every page of it, and the index is silent."""
    found = published_round(state=state)

    for path in PATHS:
        for browser in (client, world.client("plumber")):
            assert browser.get(f"/results/{found.pk}/{path}").status_code == 404, path
    assert f"/results/{found.pk}/" not in client.get("/results/").content.decode()


def test_whoever_runs_or_leads_reads_it_before(world, evaluator, client):
    """The evaluator and the leader of the area see a computed round, and the index tells them of it."""
    found = published_round(state="computed")

    for browser in (evaluator, world.client("leader")):
        assert browser.get(f"/results/{found.pk}/").status_code == 200
        assert f"/results/{found.pk}/" in browser.get("/results/").content.decode()


def test_a_unit_checks_its_own_score_and_no_other(world, monkeypatch):
    """While a round is checked its page and figures are open to the unit itself, the table and the others are not."""
    found = published_round(state="checking")
    monkeypatch.setattr(drill, "orders_behind", lambda score, code: [])
    plumber = world.client("plumber")

    assert plumber.get(f"/results/{found.pk}/water/").status_code == 200
    assert plumber.get(f"/results/{found.pk}/water/answered").status_code == 200
    for path in ("", "lamps/", "lamps/answered", "compare?one=water&other=lamps", "compare?one=lamps"):
        assert plumber.get(f"/results/{found.pk}/{path}").status_code == 404, path


def test_the_orders_behind_are_for_those_who_may_check(world, order, evaluator, client):
    """The unit and the evaluator see them; the public and another unit's staff see the count alone."""
    path = f"/results/{published_round().pk}/lamps/answered"

    for browser in (world.client("handler"), evaluator):
        assert order.number in browser.get(path).content.decode()
    for browser in (client, world.client("plumber"), world.client("stranger")):
        page = browser.get(path).content.decode()
        assert "55 / 60" in page or ("<b>55</b>" in page and "<b>60</b>" in page)
        assert order.number not in page


def test_an_order_is_linked_only_for_those_who_may_open_it(world, order, evaluator):
    """The evaluator reads the number of an order and may not open it; the unit's handler may."""
    path = f"/results/{published_round().pk}/lamps/answered"

    assert f'href="/desk/o/{order.number}"' in world.client("handler").get(path).content.decode()
    assert f'href="/desk/o/{order.number}"' not in evaluator.get(path).content.decode()


def test_only_what_was_lost_can_be_asked_for(world, order):
    """An order that counts in full is left out then."""
    page = world.client("handler").get(f"/results/{published_round().pk}/lamps/answered?show=missed").content.decode()

    assert order.number in page
    assert "SD-X" not in page


def test_no_person_is_named(world, order, evaluator, client):
    """Units are named, and neither who ran the round nor who handled an order."""
    found = published_round(opened_by=world.people["leader"], state="settled")
    names = set(User.objects.exclude(display_name__in=("evaluator", "")).values_list("display_name", flat=True))

    for path in ("", "lamps/", "lamps/answered", "compare?one=water&other=lamps", "lamps/certificate"):
        page = client.get(f"/results/{found.pk}/{path}").content.decode()
        assert not [name for name in names if name in page], path


def test_what_is_not_there_is_not_found(world, client):
    """A round, subject, indicator or page nobody wrote is no fault of ours."""
    found = published_round()

    for path in ("999999/", f"{found.pk}/nobody/", f"{found.pk}/water/nothing", f"{found.pk}/nobody/certificate"):
        assert client.get(f"/results/{path}").status_code == 404, path
    for path in ("?page=x", "?page=-1", "?page=99999999999", "?class=departments&show=unranked", "?q=水务"):
        assert client.get(f"/results/{found.pk}/{path}").status_code == 200, path


def test_results_may_be_kept_by_visitors_and_not_by_staff(world, client):
    """A visitor's browser keeps a page for a minute; that of staff keeps nothing."""
    found = published_round()

    assert "max-age=60" in client.get(f"/results/{found.pk}/")["Cache-Control"]
    assert "no-store" in world.client("leader").get(f"/results/{found.pk}/")["Cache-Control"]
