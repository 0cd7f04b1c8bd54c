# SPDX-License-Identifier: Apache-2.0
"""The orders behind a figure of a score, as its facts keep them; a settled round needs nothing else."""

import numpy as np

from sidan.base.errors import NotFound
from sidan.evaluation.measures import MEASURES, SPECIAL
from sidan.evaluation.papers import Paper, measured, scope_of, tallies_of, unpack
from sidan.evaluation.reader import read
from sidan.evaluation.round_rows import Score


def orders_behind(score: Score, indicator: str) -> list[tuple[str, float, float]]:
    """Return (order number, count, of) for each order that an indicator of a score counts, by number.

    Each order is measured as if it were alone. Steps, visits and figures from outside are not counted from orders and
    have none behind them. No query when the round and the facts are loaded.
    """
    ranking = read(score.round.source)
    asked = next((each for each in ranking.indicators if each.code == indicator), None)
    if asked is None:
        raise NotFound("There is nothing here.")
    if asked.move or asked.outside or asked.measure in SPECIAL:
        return []
    parts = [Paper([fact]) for fact in unpack(bytes(score.facts)).facts]
    if not parts:
        return []
    figure = measured(asked, tallies_of(parts, [""] * len(parts), scope_of(ranking, asked)))
    # Of a plain number everybody has one, also who has none to count.
    of = figure.count if MEASURES[asked.measure].form == "count" else figure.of
    found: dict[str, tuple[float, float]] = {}
    for place in np.flatnonzero((figure.count != 0) | (of != 0)):
        number = parts[place].facts[0].order
        # A unit may have had two parts in one order.
        count, denominator = found.get(number, (0.0, 0.0))
        found[number] = (count + float(figure.count[place]), denominator + float(of[place]))
    return [(number, *found[number]) for number in sorted(found)]
