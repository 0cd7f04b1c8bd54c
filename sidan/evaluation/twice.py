# SPDX-License-Identifier: Apache-2.0
"""Two indicators that count the same thing of the same orders, without saying so. Pure: no Django.

Counting twice gives a thing more weight than the file says. It may be meant, as some cities weigh 处置率 beside
超期待处置率; then each names the other in `beside`, and a reader of the file sees it.
"""

from collections.abc import Iterator
from itertools import combinations

from sidan.base.toml_shape import nearest
from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.measures import MEASURES


def counted_twice(ranking: Ranking) -> Iterator[str]:
    """Yield pairs that count twice unnoticed, and names in `beside` of what is not there.

    Programmes that overlap are enough: to count suspended orders in one and not in the other changes little.
    """
    codes = [indicator.code for indicator in ranking.indicators]
    for indicator in ranking.indicators:
        where = f"indicators “{indicator.code}” beside"
        for named in indicator.beside:
            if named == indicator.code:
                yield f"{where}: it names itself."
            elif named not in codes:
                yield f"{where}: there is no indicator “{named}”{nearest(named, codes)}"
    for one, other in combinations(ranking.indicators, 2):
        if one.code == other.code:
            continue
        shared = same_counts(one, other) if _overlap(ranking, one, other) else ()
        for first, second in ((one, other), (other, one)):
            if shared and second.code not in first.beside:
                yield (
                    f"indicators “{first.code}” beside: it counts {_listed(shared)} as “{second.code}” does; "
                    f"if that is meant, each names the other here."
                )


def same_counts(one: Weighed, other: Weighed) -> tuple[str, ...]:
    """Return what both count, by name; steps count as one only of the same move, outside figures of the same name."""
    if one.measure not in MEASURES or other.measure not in MEASURES:
        return ()
    return tuple(sorted(_counts(one) & _counts(other)))


def _counts(indicator: Weighed) -> frozenset[str]:
    """Return what an indicator counts, with the move or the figure where there are many."""
    named = indicator.move or indicator.outside
    counts = MEASURES[indicator.measure].counts
    return frozenset(f"“{count}” of “{named}”" for count in counts) if named else counts


def _overlap(ranking: Ranking, one: Weighed, other: Weighed) -> bool:
    """Say whether two indicators count orders of the same programme; without names it is the ranking's, or all."""
    first, second = (set(each.programmes or ranking.programmes) for each in (one, other))
    return not first or not second or bool(first & second)


def _listed(names: tuple[str, ...]) -> str:
    """Return names in a row."""
    return " and ".join(name if "“" in name else f"“{name}”" for name in names)
