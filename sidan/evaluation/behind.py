# SPDX-License-Identifier: Apache-2.0
"""The orders behind a figure of a score, as its facts keep them."""

from sidan.evaluation.round_rows import Score


def orders_behind(score: Score, indicator: str) -> list[tuple[str, float, float]]:
    """Return (order number, count, of) for each order behind an indicator of a score; needs its facts."""
    raise NotImplementedError(f"{indicator} of {score.subject}")
