# SPDX-License-Identifier: Apache-2.0
"""Ranks within a class, and tiers that chance alone does not decide. Pure: no Django."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidan.evaluation.declare import Ranking
from sidan.evaluation.tallies import Numbers

Places = NDArray[np.intp]
# Totals that differ by less than this are the same: the last digits of sums depend on their order.
_ALIKE = 9


def ranks(total: Numbers) -> Places:
    """Return the rank of each from 1; those with the same total share one, and the next ones are left out."""
    ordered = np.sort(-np.round(total, _ALIKE))
    return np.searchsorted(ordered, -np.round(total, _ALIKE), side="left") + 1


def tiers(ranking: Ranking, total: Numbers, low: Numbers, high: Numbers) -> list[str]:
    """Return the tier of each of one class, "" for those below the last threshold."""
    return [
        ranking.tiers[number].code if number < len(ranking.tiers) else ""
        for number in tier_numbers(ranking, total, low, high)
    ]


def tier_numbers(ranking: Ranking, total: Numbers, low: Numbers, high: Numbers) -> Places:
    """Return the number of each one's tier from 0, the number of tiers for those in none.

    A tier takes its share of the class, rounded, best first, or all from its score on. Those with the total of the last
    one taken belong with it; and so do, where the file lets ties share (`ties`), those who are not surely worse than
    that last one.
    """
    many = len(total)
    found = np.full(many, len(ranking.tiers))
    order = np.argsort(-np.round(total, _ALIKE), kind="stable")
    begin = 0
    for number, taken in enumerate(_ends(ranking, total[order])):
        if taken > begin:
            end = _sharing(ranking, total, low, high, order=order, begin=taken)
            found[order[begin:end]] = number
            begin = end
    return found


def _ends(ranking: Ranking, ordered: Numbers) -> Sequence[int]:
    """Return for each tier how many subjects it and the better ones take, before ties."""
    if ranking.tier_by == "score":
        return [int(np.count_nonzero(np.round(ordered, _ALIKE) >= (tier.least or 0))) for tier in ranking.tiers]
    taken, ends = 0.0, []
    for tier in ranking.tiers:
        taken = 1.0 if tier.share is None else taken + tier.share
        ends.append(min(len(ordered), int(np.floor(taken * len(ordered) + 0.5))))
    return ends


def _sharing(ranking: Ranking, total: Numbers, low: Numbers, high: Numbers, *, order: Places, begin: int) -> int:
    """Return up to where the ordered subjects from `begin` on belong to the tier of the one before."""
    last, rest = order[begin - 1], order[begin:]
    gap = total[last] - total[rest]
    alike = np.round(gap, _ALIKE) <= 0
    if ranking.ties:
        alike |= gap**2 <= (total[last] - low[last]) ** 2 + (high[rest] - total[rest]) ** 2
    # Those in between belong, too: nobody stands above somebody of a better tier.
    return begin + (int(np.flatnonzero(alike)[-1]) + 1 if alike.any() else 0)
