# SPDX-License-Identifier: Apache-2.0
"""The pages over a round that was really computed: figures lead to the orders its papers keep."""

import pytest

from tests.evaluation.rounding import counts, published, score_of

__all__ = ["counts"]

pytestmark = pytest.mark.usefixtures("counts")


def test_figures_lead_to_the_orders_in_the_papers(world, read):
    """The unit's own staff see each order with what it counts, and what was lost alone if they ask for it."""
    found = published(world)
    handler = world.client("handler")

    page = read(f"/results/{found.pk}/lamps/answered", handler)
    missed = read(f"/results/{found.pk}/lamps/answered?show=missed", handler)

    assert page.count('scope="row" class="sd-number"') == 10
    assert missed.count('scope="row" class="sd-number"') == 2
    assert "lamps-9" in missed
    assert "lamps-x0" not in page


def test_what_was_left_out_and_the_forms_are_published(world, read):
    """The run froze how many orders were excluded, of how many, and how many forms were filled in."""
    found = published(world)

    page = read(f"/results/{found.pk}/")

    assert "1 / 35" in page
    assert set(found.frozen["forms"]) == {"count", "of"}


def test_a_what_if_begins_where_the_run_stands(world, read):
    """One order more, answered in time and solved, lifts the total of the run a little, and no more."""
    found = published(world)
    score = score_of(found, "water")

    page = read(f"/results/{found.pk}/water/?m-answered=1&o-answered=1&m-solved=1&o-solved=1")

    tried = float(page.partition("if it were so")[2].partition("<b>")[2].partition("</b>")[0])
    assert score.total < tried < score.total + 8
