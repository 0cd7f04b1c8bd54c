# SPDX-License-Identifier: Apache-2.0
"""Adopting a plan from its page: listed first, ticked as read, done whole, taken back whole."""

from django.test import Client

from sidan.places.models import Area
from sidan.planning.models import GridPlan
from tests.world import Clock, World


def living(world: World) -> set[str]:
    """Return the codes of the grids that are not given up."""
    return set(Area.objects.filter(level="grid", void_on=None).values_list("code", flat=True))


def test_the_page_lists_what_will_move(today: GridPlan, planner: Client, world: World) -> None:
    """Grids, posts, posters and open orders, with their numbers, before anything is done."""
    before = living(world)
    for number, grid in enumerate(sorted(before)):
        world.hold(f"crew{number}", role="crew", area=grid)
        world.submit(area=grid)

    page = planner.get(f"/planning/{today.code}/adopt").content.decode()

    for words in ("New grids", "Grids given up", "Posts", "Open orders"):
        assert words in page
    assert "北门第2网格 + 北门第3网格" in page or "北门第1网格 + 北门第2网格" in page
    assert living(world) == before


def test_nothing_is_adopted_without_the_tick(today: GridPlan, planner: Client, world: World) -> None:
    """The form comes back with a sentence and with what was chosen."""
    before = living(world)

    answer = planner.post(f"/planning/{today.code}/adopt", {"when": "later", "on": "2026-04-01"})

    today.refresh_from_db()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please tick that you have read what will move." in page
    assert 'value="2026-04-01"' in page
    assert (today.state, living(world)) == ("ready", before)


def test_an_adopted_plan_is_true_at_once(today: GridPlan, planner: Client, world: World) -> None:
    """Two of three grids of each community are one; the page says what was carried and how to take it back."""
    before = living(world)

    answer = planner.post(f"/planning/{today.code}/adopt", {"when": "now", "read": "1"})

    page = planner.get(answer["Location"]).content.decode()
    after = living(world)
    assert (len(before), len(after)) == (6, 4)
    assert len(after - before) == 2
    assert "Take the adoption back" in page
    assert "New grids" in page


def test_an_adoption_is_taken_back_whole(today: GridPlan, planner: Client, world: World) -> None:
    """Only with the tick; then the old grids are there again, and the page says so."""
    before = living(world)
    planner.post(f"/planning/{today.code}/adopt", {"when": "now", "read": "1"})

    planner.post(f"/planning/{today.code}/roll-back", {})
    unticked = living(world)
    answer = planner.post(f"/planning/{today.code}/roll-back", {"read": "1"})

    assert unticked != before
    assert living(world) == before
    assert "taken back" in planner.get(answer["Location"]).content.decode()


def test_the_next_day_it_is_not_taken_back(today: GridPlan, planner: Client, world: World, clock: Clock) -> None:
    """The page offers it no more and says why; a late press changes nothing."""
    planner.post(f"/planning/{today.code}/adopt", {"when": "now", "read": "1"})
    after = living(world)
    clock.forward(days=1)

    # Whoever did nothing for a day signs in again.
    browser = world.client("planner")
    page = browser.get(f"/planning/{today.code}?lang=en").content.decode()
    answer = browser.post(f"/planning/{today.code}/roll-back", {"read": "1"})

    assert "Take the adoption back" not in page
    assert answer.status_code == 422
    assert living(world) == after


def test_a_day_can_be_set_and_taken_back(today: GridPlan, planner: Client, world: World) -> None:
    """The page names the day, and a press makes the plan wait no more."""
    planner.post(f"/planning/{today.code}/adopt", {"when": "later", "on": "2026-04-01", "read": "1"})
    scheduled = planner.get(f"/planning/{today.code}").content.decode()
    planner.post(f"/planning/{today.code}/unschedule")

    today.refresh_from_db()
    assert "adopted by itself at the beginning of" in scheduled
    assert today.state == "ready"


def test_a_day_that_is_none_or_not_ahead_is_refused(today: GridPlan, planner: Client) -> None:
    """Today is adopted today; the past is past."""
    for day in ("", "soon", "2026-03-10", "2020-01-01"):
        answer = planner.post(f"/planning/{today.code}/adopt", {"when": "later", "on": day, "read": "1"})
        assert answer.status_code == 422, day

    today.refresh_from_db()
    assert today.state == "ready"


def test_while_comments_are_taken_the_page_says_so(today: GridPlan, planner: Client) -> None:
    """A published plan waits for the last day of comments."""
    planner.post(f"/planning/{today.code}/publish", {"comment_until": "2026-03-24"})

    page = planner.get(f"/planning/{today.code}/adopt").content.decode()
    answer = planner.post(f"/planning/{today.code}/adopt", {"when": "now", "read": "1"})

    assert "Comments are taken until" in page
    assert answer.status_code == 422


def test_an_adopted_plan_has_no_page_of_adoption(today: GridPlan, planner: Client) -> None:
    """Nothing is adopted twice."""
    planner.post(f"/planning/{today.code}/adopt", {"when": "now", "read": "1"})

    assert planner.get(f"/planning/{today.code}/adopt").status_code == 404
