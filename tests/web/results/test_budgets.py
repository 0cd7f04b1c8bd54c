# SPDX-License-Identifier: Apache-2.0
"""How many queries a page of results takes, with more subjects in a class than a page holds: counts, not times."""

import pytest

from sidan.web.results import drill
from tests.evaluation.rows import COUNTS, published_round
from tests.test_budgets import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_for_long")]

# path -> queries of a visitor
BUDGETS = {
    "/results/": 1,
    "/results/{pk}/": 8,
    "/results/{pk}/?page=3": 6,
    "/results/{pk}/?q=u10": 6,
    "/results/{pk}/?show=unranked": 7,
    "/results/{pk}/water/": 3,
    "/results/{pk}/water/?m-answered=3": 4,
    "/results/{pk}/water/answered": 1,
    "/results/{pk}/compare?one=water&other=lamps": 4,
    "/results/{pk}/map.json?class=departments": 3,
    "/results/{pk}/table.xlsx": 3,
}


def test_pages_keep_their_budgets(world, client):
    """Neither the number of subjects nor that of indicators adds a query, and a table shows fifty at a time."""
    many = {f"u{number}": [(40 + number % 11, 51), (38, 51), (30, 40), (25, 38)] for number in range(110)}
    found = published_round(counts={**COUNTS, **many})

    taken = {path: queries_of(client, path.format(pk=found.pk)) for path in BUDGETS}

    assert taken == BUDGETS
    assert client.get(f"/results/{found.pk}/").content.decode().count("<tr data-subject=") == 51


def test_the_orders_behind_a_figure_take_three_queries(world, monkeypatch):
    """One for the score, one for its facts, one for what may be opened; the rest is who is asking."""
    found = published_round()
    monkeypatch.setattr(drill, "orders_behind", lambda score, code: [(f"SD-{n}", 1.0, 1.0) for n in range(500)])
    browser = world.client("handler")

    frame = queries_of(browser, "/results/")

    assert queries_of(browser, f"/results/{found.pk}/lamps/answered") == frame - 1 + 3
