# SPDX-License-Identifier: Apache-2.0
"""A plan before the public: published, read, commented on without a name, hidden and withdrawn."""

from typing import Any

import orjson
import pytest
from django.test import Client

from sidan.planning.models import GridPlan, PlanComment
from sidan.web.limits import forget_counts
from tests.web.planning.conftest import MakePlan
from tests.world import Clock, World

LAST_DAY = "2026-03-24"


@pytest.fixture
def published(plan: GridPlan, planner: Client) -> GridPlan:
    """Return a plan open for comments for two weeks."""
    planner.post(f"/planning/{plan.code}/publish", {"comment_until": LAST_DAY})
    plan.refresh_from_db()
    forget_counts()
    return plan


def english() -> Client:
    """Return the browser of somebody who is not signed in."""
    browser = Client()
    browser.get("/privacy?lang=en")
    return browser


def test_a_published_plan_is_listed_and_read_by_everybody(published: GridPlan) -> None:
    """With its sentence, its table and the last day of comments."""
    browser = english()

    listed = browser.get("/plans/").content.decode()
    page = browser.get(f"/plans/{published.code}").content.decode()

    assert f"/plans/{published.code}" in listed
    assert "16 areas → 4 grids" in page
    assert "C2" in page
    assert "24 March" in page or "24 Mar" in page


def test_nobody_of_the_crews_is_named(published: GridPlan) -> None:
    """Neither on the page nor in the data of its map."""
    browser = english()

    for path in ("", "?c=C1", "?lon=116.005&lat=27.995", "/map.json"):
        shown = browser.get(f"/plans/{published.code}{path}").content.decode()
        assert "W00" not in shown, path
        assert "crew" not in shown.lower(), path


def test_other_plans_are_nobodys_to_read(plan: GridPlan) -> None:
    """Before it is published and after it was withdrawn a plan is not found."""
    for state in ("waiting", "ready", "withdrawn"):
        GridPlan.objects.filter(pk=plan.pk).update(state=state)

        answers = [english().get(f"/plans/{plan.code}{path}").status_code for path in ("", "/map.json")]
        sent = english().post(f"/plans/{plan.code}", {"text": "Hello"})

        assert [*answers, sent.status_code] == [404, 404, 404], state
    assert not PlanComment.objects.exists()


def test_the_grid_of_a_point_is_told(published: GridPlan) -> None:
    """Where one stands today, the new grid, and who comes into it too."""
    page = english().get(f"/plans/{published.code}?lon=116.005&lat=27.995").content.decode()

    assert "You are in S101. Your grid would be number" in page
    assert "It would hold 400 households" in page


def test_a_point_outside_is_said_to_be_outside(published: GridPlan) -> None:
    """Garbage is answered alike."""
    for query in ("lon=0&lat=0", "lon=x&lat=1", "lon=999&lat=1", "lon=nan&lat=nan"):
        page = english().get(f"/plans/{published.code}?{query}").content.decode()
        assert "This point lies in none of the plan" in page, query


def test_what_becomes_of_each_area_of_a_community_is_listed(published: GridPlan) -> None:
    """By community, without a script."""
    page = english().get(f"/plans/{published.code}?c=C2").content.decode()

    own = page.partition('id="own"')[2].partition("</section>")[0]
    assert own.count("joined with 3 other areas") == 8
    assert "S201" in own
    assert "S101" not in own


def test_the_map_of_the_public_has_regions_and_areas(published: GridPlan) -> None:
    """The same map, without the way to the planner's pages."""
    found = orjson.loads(Client().get(f"/plans/{published.code}/map.json").content)

    assert len(found["regions"]["features"]) == 4
    assert {feature["properties"]["url"] for feature in found["regions"]["features"]} == {""}


def test_a_comment_stands_there_without_a_name(published: GridPlan, planner: Client) -> None:
    """The public and the planner read it."""
    english().post(f"/plans/{published.code}", {"text": "Our market belongs to the north."})

    for browser, path in ((english(), f"/plans/{published.code}"), (planner, f"/planning/{published.code}/publish")):
        assert "Our market belongs to the north." in browser.get(path).content.decode()


def test_an_empty_comment_is_refused_beside_the_form(published: GridPlan) -> None:
    """A sentence beside the field; nothing is kept."""
    for text in ("", "   "):
        answer = english().post(f"/plans/{published.code}", {"text": text})
        assert answer.status_code == 422
        assert 'id="text_fault"' in answer.content.decode()

    assert not PlanComment.objects.exists()


def test_a_comment_too_long_keeps_what_was_written(published: GridPlan) -> None:
    """It is refused or cut, never lost."""
    text = "long " * 150

    answer = english().post(f"/plans/{published.code}", {"text": text})

    assert answer.status_code == 422
    assert text.strip()[:400] in answer.content.decode()


def test_comments_end_with_their_last_day(published: GridPlan, clock: Clock) -> None:
    """Afterwards the form is gone and nothing more is taken."""
    clock.forward(days=15)

    page = english().get(f"/plans/{published.code}").content.decode()
    answer = english().post(f"/plans/{published.code}", {"text": "Too late"})

    assert "Comments are closed." in page
    assert answer.status_code == 422


def test_nobody_floods_the_comments(published: GridPlan, settings: Any) -> None:
    """The fourth within a minute has to wait, and its text is kept on the page."""
    settings.RATE_LIMITS = True
    browser = english()

    answers = [browser.post(f"/plans/{published.code}", {"text": f"Comment no. {number}"}) for number in range(4)]

    forget_counts()
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Comment no. 3" in answers[-1].content.decode()


def test_a_hidden_comment_is_kept_with_its_reason(published: GridPlan, planner: Client) -> None:
    """The public sees it no more; the planner sees both."""
    english().post(f"/plans/{published.code}", {"text": "Mr Wang is a thief."})
    comment = PlanComment.objects.get()

    silent = planner.post(f"/planning/{published.code}/comments/{comment.pk}/hide", {"reason": ""})
    planner.post(f"/planning/{published.code}/comments/{comment.pk}/hide", {"reason": "names a person"})

    own = planner.get(f"/planning/{published.code}/publish").content.decode()
    assert silent.status_code == 422
    assert "Mr Wang" not in english().get(f"/plans/{published.code}").content.decode()
    assert "Mr Wang" in own
    assert "names a person" in own


def test_a_day_that_is_none_or_past_is_refused_beside_it(plan: GridPlan, planner: Client) -> None:
    """The plan stays as it is."""
    days = ("", "yesterday", "2026-02-30", "2020-01-01")

    answers = [planner.post(f"/planning/{plan.code}/publish", {"comment_until": day}) for day in days]

    plan.refresh_from_db()
    assert {answer.status_code for answer in answers} == {422}
    assert all('id="until_fault"' in answer.content.decode() for answer in answers)
    assert plan.state == "ready"


def test_a_withdrawn_plan_is_kept_and_hidden(published: GridPlan, planner: Client) -> None:
    """Nobody outside finds it any more; the planner does."""
    planner.post(f"/planning/{published.code}/withdraw")

    assert english().get(f"/plans/{published.code}").status_code == 404
    assert "This plan was withdrawn." in planner.get(f"/planning/{published.code}").content.decode()


def test_there_is_nothing_to_publish_before_it_is_computed(make_plan: MakePlan, planner: Client, world: World) -> None:
    """The page is not found, and nothing is published."""
    plan = make_plan(computed=False)

    assert planner.get(f"/planning/{plan.code}/publish").status_code == 404
    assert planner.post(f"/planning/{plan.code}/publish", {"comment_until": LAST_DAY}).status_code in (404, 422)
