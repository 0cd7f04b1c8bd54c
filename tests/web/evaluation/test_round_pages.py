# SPDX-License-Identifier: Apache-2.0
"""The pages of rounds as each reader finds them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.evaluation.round_rows import Round, RoundEvent
from tests.evaluation.rows import COUNTS, add_run, published_round
from tests.web.evaluation.conftest import Read
from tests.world import MORNING, World


def test_an_evaluator_finds_the_rounds_of_the_area_and_what_is_next(world: World, read: Read) -> None:
    """Rounds stand by state, each with the next thing to do."""
    published_round(state="computed")

    page = read("/evaluation/", "evaluator")

    assert "Three rates of service" in page
    assert "let the units check their figures" in page
    assert "Open a round" in page


@pytest.mark.parametrize(
    ("state", "found"),
    [("open", False), ("computed", False), ("checking", True), ("published", True), ("settled", True)],
)
def test_a_unit_finds_a_round_once_it_may_check(world: World, read: Read, state: str, found: bool) -> None:
    """Before the units are asked, nothing is there for them."""
    made = published_round(state=state)

    assert ("Three rates of service" in read("/evaluation/", "handler")) is found
    read(f"/evaluation/{made.pk}/", "handler", status=200 if found else 404)


def test_the_page_of_a_round_says_where_it_stands_and_what_can_be_done(world: World, read: Read) -> None:
    """Steps, warnings, verbs and history stand on one page."""
    made = published_round(state="computed", counts={**COUNTS, "north": [(0, 0)] * 4})
    RoundEvent.objects.create(round=made, verb="compute", at=MORNING, by=world.people["evaluator"])

    page = read(f"/evaluation/{made.pk}/", "evaluator")

    assert 'aria-current="step">Computed' in page
    assert 'id="verb-let_check"' in page
    assert 'id="verb-publish"' not in page
    assert "have no rank, for too few cases or missing data" in page
    assert "考评甲 computed it" in page


def test_leaders_and_auditors_read_and_press_nothing(world: World, read: Read) -> None:
    """Whoever oversees the evaluation sees it whole and runs none of it."""
    made = published_round(state="checking")

    page = read(f"/evaluation/{made.pk}/", "leader")

    assert 'id="verbs"' not in page
    assert "without a rank" in page


def test_a_unit_checks_every_figure_with_numerator_and_denominator(world: World, read: Read) -> None:
    """The figures of one's own stand as counted, before anybody outside sees them."""
    made = published_round(state="checking")

    page = read(f"/evaluation/{made.pk}/unit/lamps/", "handler")

    assert "58 / 60" in page

    read(f"/evaluation/{made.pk}/unit/water/", "handler", status=404)


def test_what_a_second_run_changed_is_told_by_figure(world: World, read: Read) -> None:
    """Who moved, and by which numerator and denominator; a unit reads of itself alone."""
    made = published_round(state="published")
    made.run = 2
    add_run(made, counts={**COUNTS, "water": [(30, 31), (30, 31), (15, 22), (14.25, 21)]})

    page = read(f"/evaluation/{made.pk}/difference", "evaluator")
    own = read(f"/evaluation/{made.pk}/difference", "handler")

    assert "(24 / 31) → " in page
    assert 'data-subject="water"' in page
    assert 'data-subject="water"' not in own


def test_before_opening_the_page_says_what_would_be_compared(world: World, read: Read) -> None:
    """How many, in which classes, and the last period that is over."""
    page = read("/evaluation/new?ranking=service_towns&area=369901", "evaluator")

    assert "<b>2</b>" in page
    assert 'value="2026-02-01"' in page
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("path", "name", "most"),
    [
        ("", "evaluator", 1),
        ("", "handler", 1),
        ("new?ranking=service_towns&area=369901", "evaluator", 0),
        ("{pk}/", "evaluator", 7),
        ("{pk}/", "handler", 7),
        ("{pk}/unit/lamps/", "handler", 2),
        ("{pk}/difference", "evaluator", 2),
        ("{pk}/object/lamps/", "nobody", 1),
    ],
)
def test_a_page_asks_the_database_a_bounded_number_of_times(
    world: World, read: Read, path: str, name: str, most: int, kept_for_long: None
) -> None:
    """However many rounds, scores and events there are; what every page asks of session and posts is not counted."""
    made = published_round(state="published")
    made.run = 2
    add_run(made)
    RoundEvent.objects.create(round=made, verb="object", at=MORNING, note="lamps")
    read(f"/evaluation/{path.format(pk=made.pk)}", name)

    with CaptureQueriesContext(connection) as asked:
        read(f"/evaluation/{path.format(pk=made.pk)}", name)

    own = [each["sql"] for each in asked if '"evaluation_' in each["sql"]]
    assert len(own) <= most, "\n".join(own)
