# SPDX-License-Identifier: Apache-2.0
"""The first half of drawing a flow chart: which row everything stands in, and in which order within its row.

Rows of nodes and rows of labels take turns. An edge is a chain of items, one in every row it passes: its label in the
row beside its source, bends in the others. So nothing is drawn over anything else: whatever has a place has it alone.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SWEEPS = 24


@dataclass(slots=True, eq=False)
class Item:
    """Something with a place of its own: a node, or the label or a bend of a line. Sizes and places are in pixels."""

    row: int
    width: float = 0
    height: float = 0
    is_spine: bool = False
    is_near: bool = False
    is_line: bool = False
    x: float = 0
    top: float = 0
    above: "list[Item]" = field(default_factory=list)
    below: "list[Item]" = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Route:
    """The chain of items of one edge, from the upper end to the lower; `is_up` when the edge leads upward."""

    items: list[Item]
    label: Item
    is_up: bool


def row_of_each(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Return the row of each node, so that every edge has its ends in different rows.

    A node stands below everything that leads to it, but for the edges that lead back to where one has come from, on
    the way from the first node and along the earlier edges first. Those run upward.
    """
    ways: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        ways[source].append(target)
    order = _met(ways)
    place = {node: number for number, node in enumerate(order)}
    rows = [0] * count
    joined: list[set[int]] = [set() for _ in range(count)]
    for source, target in edges:
        joined[max(source, target, key=place.__getitem__)].add(min(source, target, key=place.__getitem__))
    down = set(edges)
    for node in order:
        rows[node] = max((rows[earlier] + 1 for earlier in joined[node] if (earlier, node) in down), default=0)
        # Raising a node below one it leads back to cannot disturb those before it in the order.
        while rows[node] in {rows[earlier] for earlier in joined[node]}:
            rows[node] += 1
    return rows


def _met(ways: Sequence[Sequence[int]]) -> list[int]:
    """Return the nodes in an order in which every edge leads on, except those that lead back along the way taken."""
    seen: set[int] = set()
    left: list[int] = []
    for first in range(len(ways)):
        steps = [(first, iter(ways[first]))] if first not in seen else []
        while steps:
            node, targets = steps[-1]
            seen.add(node)
            target = next((target for target in targets if target not in seen), None)
            if target is None:
                left.append(node)
                steps.pop()
            else:
                steps.append((target, iter(ways[target])))
    # Whatever a node leads to is left before the node is, unless the way came from there.
    return left[::-1]


def join(upper: Item, lower: Item) -> None:
    """Let a line run between two items in neighbouring rows."""
    upper.below.append(lower)
    lower.above.append(upper)


def ordered(rows: Sequence[list[Item]]) -> list[list[Item]]:
    """Return the rows with their items in an order that makes few lines cross.

    Sweeps down and up, each item moved to the middle of what it is joined to, the best of all sweeps kept; then
    neighbours are swapped as long as that helps. The spine stays first in its rows, so that the main way runs straight.
    """
    best = [sorted(row, key=_spine_first) for row in rows]
    fewest = _crossings(best)
    present = best
    for sweep in range(_SWEEPS):
        present = _swept(present, downward=sweep % 2 == 0)
        if (crossings := _crossings(present)) < fewest:
            best, fewest = present, crossings
    return _swapped(best)


def _swept(rows: list[list[Item]], *, downward: bool) -> list[list[Item]]:
    """Return the rows, each sorted by the middle of its items' neighbours in the row before it."""
    rows = [list(row) for row in rows]
    for number in range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1):
        before = rows[number - 1] if downward else rows[number + 1]
        place = {item: index for index, item in enumerate(before)}
        middle = {}
        for index, item in enumerate(rows[number]):
            near = [place[other] for other in (item.above if downward else item.below)]
            middle[item] = sum(near) / len(near) if near else float(index)
        rows[number].sort(key=lambda item, middle=middle: (not item.is_spine, middle[item]))  # type: ignore[misc]
    return rows


def _swapped(rows: list[list[Item]]) -> list[list[Item]]:
    """Return the rows after swapping neighbours as long as fewer lines cross."""
    improved = True
    while improved:
        improved = False
        place = {item: index for row in rows for index, item in enumerate(row)}
        for row in rows:
            for index in range(len(row) - 1):
                left, right = row[index], row[index + 1]
                if left.is_spine or _between(left, right, place) <= _between(right, left, place):
                    continue
                row[index], row[index + 1] = right, left
                place[left], place[right] = index + 1, index
                improved = True
    return rows


def _between(left: Item, right: Item, place: dict[Item, int]) -> int:
    """Return how many lines of two neighbours cross when they stand in this order."""
    return sum(
        place[one] > place[other]
        for ones, others in ((left.above, right.above), (left.below, right.below))
        for one in ones
        for other in others
    )


def _crossings(rows: Sequence[list[Item]]) -> int:
    """Return how many pairs of lines cross."""
    total = 0
    for row, following in pairwise(rows):
        place = {item: index for index, item in enumerate(following)}
        seen: list[int] = []
        for item in row:
            ends = sorted(place[other] for other in item.below)
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _spine_first(item: Item) -> tuple[bool, bool]:
    """Return a key that puts the spine before all else, and lines between its nodes next to it."""
    return not item.is_spine, not item.is_near
