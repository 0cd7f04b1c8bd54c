# SPDX-License-Identifier: Apache-2.0
"""Asking for a plan: what a good question makes, and what a bad one is told."""

from typing import Any

import pytest
from django.test import Client

from sidan.places.redraw.asked import PRESETS, Weights
from sidan.planning.asking import asked_of
from sidan.planning.computing import compute
from sidan.planning.models import GridPlan
from tests.web.planning.conftest import MakePlan, as_file, lattice
from tests.world import COUNTY, NORTH, World

TODAY = {
    "name": "春天的方案", "area": COUNTY, "source": "today", "effort": "orders", "lo": "300", "hi": "900",
    "number": "fewest", "preset": "balanced", "inside": "hard",
}  # fmt: skip


def with_file(content: object, name: str = "areas.geojson", **more: str) -> dict[str, Any]:
    """Return the form of a plan over a file."""
    return {**TODAY, "source": "file", "lo": "200", "hi": "400", "file": as_file(content, name), **more}


def test_a_plan_over_todays_grids_is_asked_for_and_computed(planner: Client, world: World) -> None:
    """The form leads to the plan's page, which tells how far it is, and then what came out."""
    answer = planner.post("/planning/new", TODAY)
    plan = GridPlan.objects.get()

    waiting = planner.get(answer["Location"])
    compute(plan.pk)
    ready = planner.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"/planning/{plan.code}"
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    assert "6 areas → 4 grids; 100.0 % hold 300 to 900 households" in ready
    assert "Proved to be the best" in ready


def test_a_plan_over_a_file_is_asked_for(planner: Client) -> None:
    """The file's name is kept, and its areas are what is planned over."""
    planner.post("/planning/new", with_file(lattice()))

    plan = GridPlan.objects.get()
    compute(plan.pk)

    assert (plan.source, plan.file_name) == ("file", "areas.geojson")
    assert "16 areas → 4 grids" in planner.get(f"/planning/{plan.code}").content.decode()


@pytest.mark.parametrize(
    ("sent", "weights"),
    [
        ({"preset": "equal"}, Weights(1, 0, 0, 0, 0)),
        ({"preset": "crews"}, PRESETS["continuity"]),
        (
            {"preset": "own", "weight_balance": "2", "weight_workload": "0", "weight_compactness": "0.5",
             "weight_crew": "1", "weight_barriers": "0"},
            Weights(2, 0, 0.5, 1, 0),
        ),
    ],
)  # fmt: skip
def test_weights_come_from_a_set_or_are_ones_own(planner: Client, sent: dict[str, str], weights: Weights) -> None:
    """A set of weights stands for five numbers; whoever wants writes them."""
    planner.post("/planning/new", TODAY | sent)

    assert asked_of(GridPlan.objects.get().asked)[1] == weights


def test_wishes_are_lines_of_codes(planner: Client) -> None:
    """Each line is a group; blanks and commas, Chinese ones too, part the codes."""
    grids = [f"{NORTH}001{number:03d}" for number in (1, 2, 3)]

    planner.post("/planning/new", TODAY | {"together": f"{grids[0]}，{grids[1]}\n\n", "fixed": grids[2]})

    wishes = asked_of(GridPlan.objects.get().asked)[2]
    assert wishes.together == (frozenset(grids[:2]),)
    assert wishes.fixed == (frozenset(grids[2:]),)


WRONG_QUESTIONS = [
    ({"lo": "900", "hi": "300"}, "must not be below the lower one"),
    ({"lo": "-1"}, "greater than or equal to 0"),
    ({"lo": "many"}, "Enter a whole number"),
    ({"hi": ""}, "This field is required"),
    ({"name": " "}, "This field is required"),
    ({"number": "given", "regions": ""}, "This field is required"),
    ({"number": "given", "regions": "0"}, "greater than or equal to 1"),
    ({"preset": "own", "weight_balance": "1001"}, "less than or equal to 1000"),
    ({"preset": "own", "weight_balance": "nan"}, "Enter a number"),
    ({"inside": "soft", "crossing_price": "-1"}, "greater than or equal to 0"),
    ({"together": "nowhere"}, "nowhere"),
    ({"area": "369902"}, "is not one of the available choices"),
    ({"preset": "magic"}, "is not one of the available choices"),
    ({"seed": "9" * 12}, "less than or equal to"),
]


def test_a_wrong_question_is_told_beside_its_field(planner: Client) -> None:
    """Nothing is drafted, the sentence stands on the page, and what was typed is still there."""
    silent = []
    for sent, told in WRONG_QUESTIONS:
        answer = planner.post("/planning/new", TODAY | sent)
        page = answer.content.decode()
        if answer.status_code != 422 or told not in page or ("name" not in sent and "春天的方案" not in page):
            silent.append((sent, answer.status_code))

    assert silent == []
    assert not GridPlan.objects.exists()


WRONG_FILES = [
    (b"this is no JSON", "areas.geojson", "JSON"),
    ({"type": "Topology"}, "areas.json", "GeoJSON"),
    (lattice(), "areas.pdf", "This kind of file cannot be read"),
    (lattice(community=None), "areas.geojson", "community"),
    (lattice(households=-1), "areas.geojson", "households"),
    (lattice(id="S102"), "areas.geojson", "S102"),
    (b"\x1f\x8b not packed at all", "areas.geojson.gz", "cannot be unpacked"),
    ({"type": "FeatureCollection", "features": []}, "areas.geojson", "The file"),
]


def test_a_wrong_file_is_told_beside_it(planner: Client) -> None:
    """Whatever a file lacks is said in a sentence beside it; nothing is drafted."""
    silent = []
    for content, name, told in WRONG_FILES:
        answer = planner.post("/planning/new", with_file(content, name))
        fault = answer.content.decode().partition('id="id_file_fault"')[2].partition("</p>")[0]
        if answer.status_code != 422 or told not in fault:
            silent.append((name, told, answer.status_code, fault))

    assert silent == []
    assert not GridPlan.objects.exists()


def test_a_file_too_large_is_told_before_it_is_read(planner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit nothing is looked into."""
    monkeypatch.setattr("sidan.web.planning.asking.MOST_BYTES", 100)

    answer = planner.post("/planning/new", with_file(lattice()))

    assert answer.status_code == 422
    assert "please divide it" in answer.content.decode()


def test_a_number_that_cannot_be_had_fails_with_its_reason(make_plan: MakePlan, planner: Client) -> None:
    """The page of the plan says why, and leads back to the question."""
    plan = make_plan(asked={"lo": 200, "hi": 400, "regions": 99})

    page = planner.get(f"/planning/{plan.code}").content.decode()

    assert plan.state == "failed"
    assert "99 regions cannot be had" in page
    assert f"/planning/{plan.code}/again" in page


def test_another_question_over_the_same_areas(plan: GridPlan, planner: Client) -> None:
    """The form begins with what was asked before; the new plan stands beside the old one."""
    page = planner.get(f"/planning/{plan.code}/again").content.decode()
    asked = {"name": "方案乙", "lo": "100", "hi": "300", "number": "fewest", "preset": "compact", "inside": "hard"}
    answer = planner.post(f"/planning/{plan.code}/again", asked)

    other = GridPlan.objects.exclude(pk=plan.pk).get()
    assert 'value="200"' in page
    assert answer["Location"] == f"/planning/{other.code}"
    assert (other.file_name, other.name) == ("areas.geojson", "方案乙")


def test_the_form_works_for_a_planner_of_one_street(world: World) -> None:
    """Only what lies in the own area is offered, and nothing else is taken."""
    world.hold("street_planner", role="planner", area=NORTH)
    browser = world.client("street_planner")

    page = browser.get("/planning/new").content.decode()
    answer = browser.post("/planning/new", TODAY)

    assert f'value="{NORTH}"' in page
    assert f'value="{COUNTY}"' not in page
    assert answer.status_code == 422
