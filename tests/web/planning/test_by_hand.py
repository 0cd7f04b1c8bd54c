# SPDX-License-Identifier: Apache-2.0
"""Moving areas by hand: chosen in a list or on the map, checked at once, taken back."""

from typing import Any

from django.test import Client

from sidan.planning.models import GridPlan
from sidan.planning.showing import shown
from tests.web.planning.conftest import MakePlan, lattice
from tests.world import World

HTMX = {"HX-Request": "true"}


def corner(plan: GridPlan) -> tuple[str, str, str]:
    """Return an area that another grid of its community borders, its grid, and the other."""
    now = shown(plan)
    region = dict(zip(now.ids, now.regions, strict=True))
    pairs = [(now.ids[one], now.ids[other]) for one, other in now.instance.borders.tolist()]
    for one, other in sorted(pairs):
        if region[one] != region[other] and one[:2] == other[:2]:
            return one, region[one], region[other]
    raise AssertionError("No area borders another grid.")


def send(browser: Client, plan: GridPlan, area: str, region: str, *, expect: int | None = None, **more: Any) -> Any:
    """Send the form that moves an area."""
    plan.refresh_from_db()
    sent = {"c": "C1", "area": area, "region": region, "expect": plan.version if expect is None else expect}
    return browser.post(f"/planning/{plan.code}/move", sent, **more)


def test_a_chosen_area_is_offered_the_grids_it_borders(plan: GridPlan, planner: Client) -> None:
    """Each as a button, and a grid of its own beside them."""
    area, own, other = corner(plan)

    page = planner.get(f"/planning/{plan.code}/community?c=C1&area={area}").content.decode()

    choices = page.partition('class="planning-choices"')[2].partition("</div>")[0]
    assert f'value="{other}"' in choices
    assert f'value="{own}"' not in choices
    assert 'value="new"' in choices


def test_a_move_changes_the_plan_and_its_proof(plan: GridPlan, planner: Client) -> None:
    """The area is in the other grid, the list of moves says so, and the proof is no longer that of the solver."""
    area, own, other = corner(plan)

    answer = send(planner, plan, area, other)

    page = planner.get(answer["Location"]).content.decode()
    plan.refresh_from_db()
    assert dict(zip(shown(plan).ids, shown(plan).regions, strict=True))[area] == other
    assert f"{area}: from grid {own[3:]} to {other[3:]}" in page
    assert "Changed by hand" in page


def test_htmx_gets_the_part_and_draws_the_map_anew(plan: GridPlan, planner: Client) -> None:
    """The answer holds no frame, and tells the map."""
    area, _, other = corner(plan)

    answer = send(planner, plan, area, other, headers=HTMX)

    assert answer["HX-Trigger-After-Settle"] == "sidan:replanned"
    assert answer.content.decode().startswith('<div id="adjust"')
    assert "The plan was changed." in answer.content.decode()


def test_leaving_the_bounds_is_told_and_not_forbidden(plan: GridPlan, planner: Client) -> None:
    """Four areas of 100 are full; a fifth goes beyond 400, which is the planner's to decide."""
    area, _, other = corner(plan)

    page = send(planner, plan, area, other, headers=HTMX).content.decode()

    assert "sd-note-warn" in page
    assert "500" in page


def test_a_move_that_may_not_be_is_refused_in_a_sentence(plan: GridPlan, planner: Client) -> None:
    """Another community's grid, one that is none, and nothing at all change nothing."""
    area, _, _ = corner(plan)

    answers = [send(planner, plan, area, region, headers=HTMX) for region in ("C2-01", "nowhere", "")]

    plan.refresh_from_db()
    assert {answer.status_code for answer in answers} == {422}
    assert all('role="alert"' in answer.content.decode() for answer in answers)
    assert plan.edits == []


def test_a_grid_may_not_fall_into_pieces(make_plan: MakePlan, planner: Client) -> None:
    """The middle of three areas in a row cannot leave them."""
    plan = make_plan(content=lattice(columns=4, rows=1, communities=1), asked={"lo": 100, "hi": 400})

    answer = send(planner, plan, "S102", "new", headers=HTMX)

    assert answer.status_code == 422
    assert "pieces" in answer.content.decode()


def test_the_last_move_is_taken_back(plan: GridPlan, planner: Client) -> None:
    """Afterwards the plan is as the solver left it, and its proof holds again."""
    area, _, other = corner(plan)
    send(planner, plan, area, other)
    plan.refresh_from_db()

    answer = planner.post(f"/planning/{plan.code}/undo", {"c": "C1", "expect": plan.version})

    page = planner.get(answer["Location"]).content.decode()
    plan.refresh_from_db()
    assert plan.edits == []
    assert "Proved to be the best in all 2 parts." in page


def test_a_stale_page_changes_nothing(plan: GridPlan, planner: Client) -> None:
    """Somebody else moved an area meanwhile: 409, and a way to load the page anew."""
    area, own, other = corner(plan)
    send(planner, plan, area, other)

    stale = [{"c": "C1", "area": area, "region": own, "expect": expect} for expect in ("0", "", "x", "-1")]
    answers = {planner.post(f"/planning/{plan.code}/move", sent).status_code for sent in stale}

    plan.refresh_from_db()
    assert answers == {409}
    assert len(plan.edits) == 1


def test_a_published_plan_is_not_moved(plan: GridPlan, planner: Client, world: World) -> None:
    """The public was shown something; the page offers no move any more, and none is taken."""
    planner.post(f"/planning/{plan.code}/publish", {"comment_until": "2026-03-24"})
    area, _, other = corner(plan)

    page = planner.get(f"/planning/{plan.code}/community?c=C1&area={area}").content.decode()
    answer = send(planner, plan, area, other)

    assert 'id="pick"' not in page
    assert answer.status_code == 422


def test_a_community_that_is_none_is_not_found(plan: GridPlan, planner: Client) -> None:
    """Whatever the address says."""
    codes = ("", "C9", "../x", "社区")

    assert {planner.get(f"/planning/{plan.code}/community", {"c": code}).status_code for code in codes} == {404}
