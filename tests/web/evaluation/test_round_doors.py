# SPDX-License-Identifier: Apache-2.0
"""Who may not: every page and every press of rounds that are there, for whom they are not meant."""

from typing import Any

import pytest
from django.test import Client

from sidan.evaluation.round_rows import Round, RoundEvent, RoundObjection
from sidan.places.models import Area
from sidan.web.evaluation.verbs import VERBS
from tests.evaluation.rows import published_round
from tests.world import CITY, COUNTY, World

OTHERS = ("nobody", "stranger", "crew", "intake", "system_admin")


@pytest.fixture
def far(world: World) -> World:
    """Add an evaluator and an auditor of another county, and an administrator."""
    world.areas["369902"] = Area.objects.create(code="369902", name="西山县", level="county", parent=world.areas[CITY])
    for name, role in (("far_evaluator", "evaluator"), ("far_auditor", "auditor")):
        world.hold(name, role=role, area="369902")
    world.hold("system_admin", role="system_admin")
    return world


def status(world: World, name: str, path: str, *, post: bool = False) -> int:
    """Return how an address answers somebody; the way to the sign-in page counts as 401."""
    browser = Client() if name == "nobody" else world.client(name)
    response: Any = (browser.post if post else browser.get)(f"/evaluation/{path}")
    return 401 if response.headers.get("Location", "").startswith("/sign-in") else int(response.status_code)


def test_rounds_under_way_are_shown_to_those_who_run_and_oversee_them(far: World) -> None:
    """Neither other counties, nor units before they are asked, nor anybody without a post for it."""
    made = published_round(state="computed")
    paths = ["", f"{made.pk}/", f"{made.pk}/difference", f"{made.pk}/unit/lamps/", f"{made.pk}/export.zip"]

    def answers(name: str) -> list[int]:
        return [status(far, name, path) for path in paths]

    assert answers("evaluator") == [200, 200, 404, 200, 200]
    assert answers("nobody") == [401, 401, 401, 401, 404]
    assert answers("stranger") == [403, 403, 403, 403, 404]
    assert answers("system_admin") == [403, 403, 403, 403, 404]
    for name in ("handler", "far_evaluator", "far_auditor", "dispatcher"):
        assert answers(name) == [200, 404, 404, 404, 404], name


def test_a_unit_sees_its_own_figures_and_no_others(far: World) -> None:
    """While it checks, a unit finds itself alone; neighbours and other counties find nothing."""
    made = published_round(state="checking")

    assert status(far, "handler", f"{made.pk}/unit/lamps/") == 200
    strangers = ("plumber", "south_dispatcher", "far_auditor")
    assert [status(far, name, f"{made.pk}/unit/lamps/") for name in strangers] == [404] * 3


def test_what_is_published_can_be_taken_along_by_everybody(far: World) -> None:
    """The file to compute a round again is public as soon as the round is; before that it is of those who read it."""
    made = published_round(state="published")

    assert status(far, "nobody", f"{made.pk}/export.zip") == 200
    Round.objects.filter(pk=made.pk).update(state="checking")
    assert [status(far, name, f"{made.pk}/export.zip") for name in ("nobody", "handler", "leader")] == [404, 404, 200]


@pytest.mark.parametrize("name", ["nobody", "stranger", "leader", "handler", "far_evaluator", "far_auditor"])
def test_only_evaluators_of_the_area_press_buttons(far: World, name: str) -> None:
    """Whoever oversees a round or is compared in it changes nothing, by no verb."""
    made = published_round(state="published")

    found = {status(far, name, f"{made.pk}/do/{verb.code}", post=True) for verb in VERBS}

    assert found <= {401, 403, 404}
    assert not RoundEvent.objects.exists()
    assert Round.objects.get().state == "published"


@pytest.mark.parametrize("name", ["nobody", "leader", "handler", "far_auditor"])
def test_only_evaluators_open_rounds(far: World, name: str) -> None:
    """The form is closed to everybody else."""
    assert status(far, name, "new") in (401, 403)
    assert status(far, name, "new", post=True) in (401, 403)


def test_a_round_cannot_be_opened_over_anothers_county(far: World) -> None:
    """An area that is not one's own is no choice."""
    form = {"ranking": "service_towns", "area": COUNTY, "since": "2026-02-01", "until": "2026-02-28"}

    response = far.client("far_evaluator").post("/evaluation/new", form)

    assert response.status_code == 422
    assert not Round.objects.exists()


@pytest.mark.parametrize("state", ["open", "computed", "checking", "cancelled"])
def test_nobody_objects_to_what_is_not_published(far: World, state: str) -> None:
    """Before the publication there is no such page, not even for the unit itself."""
    made = published_round(state=state)

    for name in ("nobody", "handler", "evaluator"):
        assert status(far, name, f"{made.pk}/object/lamps/", post=True) == 404
    assert not RoundObjection.objects.exists()
