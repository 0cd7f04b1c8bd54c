# SPDX-License-Identifier: Apache-2.0
"""The pages of results: what a published round shows to everybody."""

from tests.evaluation.rows import published_round


def test_a_published_round_is_everybodys(world, read):
    """The index leads to the table, which says ranges of ranks, tiers and totals with their intervals."""
    found = published_round()

    assert f"/results/{found.pk}/" in read("/results/")
    page = read(f"/results/{found.pk}/")
    assert "Lamp office" in page
