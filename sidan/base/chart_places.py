# SPDX-License-Identifier: Apache-2.0
"""The second half of drawing a flow chart: where each item stands, where lines meet nodes and how they bend.

Lines run straight down through rows and turn only in the free strip between two rows, at right angles, each on a track
of its own, so that two lines never lie on one another.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations, pairwise

from sidan.base.chart_layers import Item, Route

PORT_GAP = 10
PORT_MARGIN = 12
_ROUNDS = 40
_NODE_GAP = 26
_LINE_GAP = 14
_TRACK = 8
_STRIP = 12
_SPINE_WEIGHT = 1e5
_STRAIGHT = 0.5


@dataclass(slots=True, eq=False)
class _Column:
    """Items that stand exactly under one another, and what each side of them must keep away from."""

    items: list[Item]
    x: float = 0
    left: "dict[_Column, float]" = field(default_factory=dict)
    right: "dict[_Column, float]" = field(default_factory=dict)

    @property
    def half(self) -> float:
        """Half the width of the widest item."""
        return max(item.width for item in self.items) / 2


def set_across(rows: Sequence[list[Item]], routes: Sequence[Route]) -> None:
    """Set where each item stands across its row: in order, without touching, near what it is joined to.

    The spine is one straight column, and so is each edge from its label to its last bend; where two such columns cross,
    the shorter is broken.
    """
    columns = _columns(rows, routes)
    column_of = {item: column for column in columns for item in column.items}
    for row in rows:
        for one, other in pairwise(row):
            gap = (one.width + other.width) / 2 + (_LINE_GAP if one.is_line or other.is_line else _NODE_GAP)
            left, right = column_of[one], column_of[other]
            left.right[right] = right.left[left] = max(gap, left.right.get(right, 0))
    columns = _from_the_left(columns)
    for column in columns:
        _move(column, max((left.x + gap for left, gap in column.left.items()), default=column.half))
    widest = max((column.x + column.half for column in columns), default=0.0)
    for _ in range(_ROUNDS):
        for column in (*reversed(columns), *columns):
            _move(column, _best(column, column_of, widest=widest))


def _columns(rows: Sequence[list[Item]], routes: Sequence[Route]) -> list[_Column]:
    """Return the columns of all items."""
    broken = _broken(rows, routes)
    spine = [item for row in rows for item in row if item.is_spine]
    columns = [_Column([item]) for row in rows for item in row if not item.is_line and not item.is_spine]
    if spine:
        columns.append(_Column(spine))
    for route in routes:
        column = _Column([])
        for item in route.items:
            if item.is_line and not item.is_spine:
                column.items.append(item)
            if column.items and (item in broken or not item.is_line):
                columns.append(column)
                column = _Column([])
        if column.items:
            columns.append(column)
    return columns


def _broken(rows: Sequence[list[Item]], routes: Sequence[Route]) -> set[Item]:
    """Return the items below which a column is broken, because it crosses a longer one there."""
    place = {item: number for row in rows for number, item in enumerate(row)}
    pieces: dict[int, list[tuple[Item, Item, int]]] = defaultdict(list)
    for route in routes:
        for upper, lower in pairwise(route.items):
            if upper.is_line and lower.is_line and not upper.is_spine:
                pieces[upper.row].append((upper, lower, len(route.items)))
    broken: set[Item] = set()
    for found in pieces.values():
        for (upper, lower, length), (other_upper, other_lower, other_length) in combinations(found, 2):
            if (place[upper] < place[other_upper]) != (place[lower] < place[other_lower]):
                broken.add(upper if length < other_length else other_upper)
    return broken


def _from_the_left(columns: list[_Column]) -> list[_Column]:
    """Return the columns so that each comes after those it must keep to the right of."""
    waiting = {column: len(column.left) for column in columns}
    ready = [column for column, count in waiting.items() if not count]
    for column in ready:
        for right in column.right:
            waiting[right] -= 1
            if not waiting[right]:
                ready.append(right)
    return ready


def _best(column: _Column, column_of: Mapping[Item, _Column], *, widest: float) -> float:
    """Return where a column stands best between its neighbours: at the middle of what it is joined to.

    The spine stays; nothing is moved beyond the widest place of the tightest arrangement, so the chart stays narrow.
    """
    near = [other.x for item in column.items for other in (*item.above, *item.below) if column_of[other] is not column]
    if column.items[0].is_spine or not near:
        return column.x
    most_left = max((left.x + gap for left, gap in column.left.items()), default=column.half)
    most_right = min((right.x - gap for right, gap in column.right.items()), default=widest - column.half)
    return max(most_left, min(sum(near) / len(near), most_right))


def _move(column: _Column, x: float) -> None:
    """Let a column stand at a place."""
    column.x = x
    for item in column.items:
        item.x = x


def spread(wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return places in the given order, at least `gaps` apart, as near as can be to the wanted ones.

    The weighted least squares under these bounds, found by pooling neighbours that would come too close.
    """
    offsets = [0.0, *accumulate(gaps)]
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        pools.append((want - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (first, one, count), (second, other, more) = pools[-2:]
            pools[-2:] = [((first * one + second * other) / (one + other), one + other, count + more)]
    flat = [place for place, _, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(flat, offsets, strict=False)]


def ports(node: Item, routes: Sequence[Route]) -> dict[tuple[Route, bool], float]:
    """Return where the lines of a node meet its upper and lower side, in order and as straight as can be.

    Keyed by route and whether the node is its upper end.
    """
    found: dict[tuple[Route, bool], float] = {}
    for is_upper in (True, False):
        near = {
            route: route.items[1 if is_upper else -2] for route in routes if route.items[0 if is_upper else -1] is node
        }
        mine = sorted(near, key=lambda route, near=near: near[route].x)  # type: ignore[misc]
        # A line that is alone may come nearer to the corner, if that lets it run straight.
        half = node.width / 2 - (PORT_MARGIN if len(mine) > 1 else PORT_MARGIN / 2)
        wanted = [min(max(near[route].x, node.x - half), node.x + half) for route in mine]
        # The main way runs straight through the middle; the others make room for it.
        weights = [_SPINE_WEIGHT if near[route].is_spine and node.is_spine else 1.0 for route in mine]
        places = spread(wanted, weights, [PORT_GAP] * (len(mine) - 1))
        for number, route in enumerate(mine):
            most_left, most_right = (
                node.x - half + number * PORT_GAP,
                node.x + half - (len(mine) - 1 - number) * PORT_GAP,
            )
            found[route, is_upper] = max(most_left, min(places[number], most_right))
    return found


def tracks(pieces: Sequence[tuple[float, float]]) -> list[int]:
    """Return the track on which each piece turns from its upper place to its lower one, counted from the top.

    Pieces that run side by side get different tracks, in the order in which they cross least; a piece that runs
    straight through gets none (-1).
    """
    bent = [number for number, (start, end) in enumerate(pieces) if abs(start - end) > _STRAIGHT]
    order = _least_crossed(sorted(bent, key=lambda number: _first_guess(*pieces[number])), pieces)
    found = [-1] * len(pieces)
    for place, number in enumerate(order):
        met = [found[other] for other in order[:place] if _meet(pieces[number], pieces[other])]
        found[number] = max(met, default=-1) + 1
    return found


def _least_crossed(order: list[int], pieces: Sequence[tuple[float, float]]) -> list[int]:
    """Return the pieces from top to bottom after moving each to where it crosses the others least."""
    for _ in range(3):
        for number in order:
            rest = [other for other in order if other != number]
            cost = sum(_cost(pieces[number], pieces[other]) for other in rest)
            best, best_cost = 0, cost
            for place, other in enumerate(rest):
                cost += _cost(pieces[other], pieces[number]) - _cost(pieces[number], pieces[other])
                if cost < best_cost:
                    best, best_cost = place + 1, cost
            order = [*rest[:best], number, *rest[best:]]
    return order


def _cost(upper: tuple[float, float], lower: tuple[float, float]) -> int:
    """Return what it costs that one piece turns above the other: crossings, and much more for lying on one another."""
    if not _meet(upper, lower):
        return 0
    crossed = _inside(lower[0], upper) + _inside(upper[1], lower)
    return crossed + 20 * (abs(upper[1] - lower[0]) < _TRACK / 2)


def _first_guess(start: float, end: float) -> float:
    """Return a key by which pieces to the right are taken from the right, and pieces to the left from the left."""
    return -start if end > start else start


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Say whether two pieces overlap across."""
    return max(min(one), min(other)) <= min(max(one), max(other)) + _TRACK


def _inside(x: float, piece: tuple[float, float]) -> bool:
    """Say whether a place lies within the reach of a piece."""
    return min(piece) < x < max(piece)


def set_down(rows: Sequence[list[Item]], counts: Sequence[int]) -> list[float]:
    """Set how far down each row stands, given the number of tracks below it, and return where each strip begins."""
    top, strips = 0.0, []
    for row, count in zip(rows, counts, strict=True):
        height = max((item.height for item in row), default=0)
        for item in row:
            item.top = top + (height - item.height) / 2
        top += height
        strips.append(top)
        top += _STRIP * 2 + max(0, count - 1) * _TRACK
    return strips


def track_y(strip: float, track: int) -> float:
    """Return how far down a track of a strip lies."""
    return strip + _STRIP + track * _TRACK
