# SPDX-License-Identifier: Apache-2.0
"""The page of a plan: what it says, its map, its tables by pages, and what can be taken along."""

from io import BytesIO

import orjson
import pytest
from django.test import Client

from sidan.base.sheets import read_table
from sidan.planning.computing import draw_curve, recompute
from sidan.planning.models import GridPlan
from tests.web.planning.conftest import MakePlan, lattice


def test_the_list_shows_the_plans_of_ones_areas(plan: GridPlan, planner: Client) -> None:
    """Each with its state and code."""
    page = planner.get("/planning/").content.decode()

    assert "方案甲" in page
    assert plan.code in page


def test_the_list_begins_empty(planner: Client) -> None:
    """Without a plan there is a way to the first one."""
    page = planner.get("/planning/").content.decode()

    assert "No plan yet" in page
    assert "/planning/new" in page


def test_while_it_is_computed_htmx_gets_the_progress_alone(make_plan: MakePlan, planner: Client) -> None:
    """Asked every second; without scripts a link loads the page anew."""
    plan = make_plan(computed=False)
    GridPlan.objects.filter(pk=plan.pk).update(state="computing", progress=42)

    part = planner.get(f"/planning/{plan.code}", headers={"HX-Request": "true"}).content.decode()

    assert part.startswith('<div id="progress"')
    assert "42 %" in part
    assert "data-nojs" in part


def test_once_it_is_computed_htmx_loads_the_page(plan: GridPlan, planner: Client) -> None:
    """The poll ends with a whole page."""
    answer = planner.get(f"/planning/{plan.code}", headers={"HX-Request": "true"})

    assert answer["HX-Refresh"] == "true"


def test_the_page_says_what_came_out(plan: GridPlan, planner: Client) -> None:
    """Sentence, proof, communities, histograms and crews stand on one page."""
    page = planner.get(f"/planning/{plan.code}").content.decode()

    assert "16 areas → 4 grids; 100.0 % hold 200 to 400 households" in page
    assert "Proved to be the best in all 2 parts." in page
    assert f"/planning/{plan.code}/community?c=C1" in page
    assert page.count('<rect class="planning-bar"') > 0
    assert "What each crew gains and loses" in page
    assert "W00" in page


def test_where_the_bounds_cannot_be_kept_the_reason_is_told(make_plan: MakePlan, planner: Client) -> None:
    """A community with one area far too large is named, with the nearest bounds."""
    plan = make_plan(content=lattice(households=900))

    page = planner.get(f"/planning/{plan.code}").content.decode()

    assert "Where the bounds cannot be kept" in page
    assert "C1" in page.partition('id="impossible"')[2].partition("</table>")[0]
    assert "only the 1 that wants a look" in page


def test_communities_come_by_pages(make_plan: MakePlan, planner: Client) -> None:
    """Twenty-five on a page; the next by a link, and what is no page is the first."""
    plan = make_plan(content=lattice(columns=2, rows=1, communities=30), asked={"lo": 100, "hi": 200})

    first = planner.get(f"/planning/{plan.code}").content.decode()
    second = planner.get(f"/planning/{plan.code}?page=2").content.decode()
    garbage = planner.get(f"/planning/{plan.code}?page=-1&crews=x")

    assert "1 to 25 of 30" in first
    assert "?page=2#communities" in first
    assert "26 to 30 of 30" in second
    assert "1 to 25 of 30" in garbage.content.decode()


def test_the_map_holds_regions_in_colours_and_small_areas(plan: GridPlan, planner: Client) -> None:
    """Neighbours have different colours; each region says what the table says and stands where its number is."""
    found = orjson.loads(planner.get(f"/planning/{plan.code}/map.json").content)

    regions = [feature["properties"] for feature in found["regions"]["features"]]
    assert len(found["areas"]["features"]) == 16
    assert len(regions) == 4
    assert {each["c"] for each in regions} <= {1, 2, 3, 4, 5, 6}
    assert all("400 households in 4 areas" in each["told"] for each in regions)
    assert {each["url"] for each in regions} == {f"/planning/{plan.code}/community?c={code}" for code in ("C1", "C2")}


def test_the_map_of_a_community_holds_its_areas_alone(plan: GridPlan, planner: Client) -> None:
    """Half of the lattice."""
    found = orjson.loads(planner.get(f"/planning/{plan.code}/map.json?c=C2").content)

    assert [len(found[name]["features"]) for name in ("regions", "areas")] == [2, 8]
    assert planner.get(f"/planning/{plan.code}/map.json?c=none").status_code == 404


def test_the_curve_is_computed_on_demand(plan: GridPlan, planner: Client) -> None:
    """A press queues it; once it is there the page draws it, with its table."""
    planner.post(f"/planning/{plan.code}/curve")
    while draw_curve(plan.pk):
        pass

    page = planner.get(f"/planning/{plan.code}").content.decode()

    assert page.count('<circle class="planning-point"') >= 3
    assert "Weight of the crews" in page


def test_it_is_computed_once_more_from_its_seed(plan: GridPlan, planner: Client) -> None:
    """The page says that the result was the same."""
    planner.post(f"/planning/{plan.code}/recompute")
    recompute(plan.pk)

    assert "the same result" in planner.get(f"/planning/{plan.code}").content.decode()


def test_plans_are_compared_side_by_side(plan: GridPlan, make_plan: MakePlan, planner: Client) -> None:
    """The best of each row is marked, and each has a small map."""
    other = make_plan(asked={"lo": 100, "hi": 200})

    page = planner.get(f"/planning/compare?plans={plan.code},{other.code}").content.decode()

    grids = page.partition(">Grids</th>")[2].partition("</tr>")[0]
    assert page.count('<svg class="planning-drawing') == 2
    assert 'aria-label="best"' in grids.partition("</td>")[0]
    assert grids.count('aria-label="best"') == 1


def test_at_most_five_are_compared(make_plan: MakePlan, planner: Client) -> None:
    """A sixth is left out and said so; one that is not there is not found."""
    codes = [make_plan(content=lattice(columns=2, rows=1, communities=1)).code for _ in range(6)]

    page = planner.get(f"/planning/compare?plans={','.join(codes)}").content.decode()

    assert "Only the first 5 plans are shown." in page
    assert page.count('<svg class="planning-drawing') == 5
    assert planner.get("/planning/compare?plans=zzzzzzzz").status_code == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [("plan.geojson", "application/geo+json"), ("plan.xlsx", "application/vnd.openxmlformats")],
)
def test_it_can_be_taken_along(plan: GridPlan, planner: Client, name: str, kind: str) -> None:
    """As GeoJSON and as a workbook, under its own name."""
    answer = planner.get(f"/planning/{plan.code}/{name}")

    assert answer["Content-Type"].startswith(kind)
    assert f"plan-{plan.code}.{name.partition('.')[2]}" in answer["Content-Disposition"]
    if name.endswith("xlsx"):
        assert len(list(read_table(BytesIO(answer.content).read(), "plan.xlsx").rows)) == 4
    else:
        assert orjson.loads(answer.content)["type"] == "FeatureCollection"


def test_paper_has_the_map_drawn_on_it(plan: GridPlan, planner: Client) -> None:
    """Regions as paths with their numbers, beneath the sentence; no script is needed."""
    page = planner.get(f"/planning/{plan.code}/print").content.decode()

    assert page.count("<title>0") == 4
    assert "16 areas → 4 grids" in page
    assert "Seed 1." in page
