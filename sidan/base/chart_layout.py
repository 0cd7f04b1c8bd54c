# SPDX-License-Identifier: Apache-2.0
"""A flow chart laid out: every box, label and line of it with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sidan.base.chart_layers import Item, Route, join, ordered, row_of_each
from sidan.base.chart_places import PORT_GAP, PORT_MARGIN, ports, set_across, set_down, track_y, tracks

Style = Literal["main", "plain", "return", "clock"]

_BEND_WIDTH = 2
_HAIR = 6  # less than half the room between two lines


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two nodes by their numbers; with several sources it is a note that points at its target."""

    sources: tuple[int, ...]
    target: int
    label: Size
    style: Style = "plain"

    @property
    def is_note(self) -> bool:
        """Whether it is drawn without a line from its sources."""
        return len(self.sources) > 1


@dataclass(slots=True)
class Layout:
    """Where everything stands: nodes in their order, and for each arrow its label and its line from end to end."""

    nodes: list[Item] = field(default_factory=list)
    labels: list[Item] = field(default_factory=list)
    lines: list[list[tuple[float, float]]] = field(default_factory=list)
    width: float = 0
    height: float = 0


def lay_out(sizes: Sequence[Size], arrows: Sequence[Arrow]) -> Layout:
    """Return the places of boxes of these sizes, of the labels of the arrows and of their lines."""
    main_first = sorted(arrows, key=lambda arrow: arrow.style != "main")
    ends = [(source, arrow.target) for arrow in main_first for source in arrow.sources]
    # Rows of labels and nodes take turns, beginning with labels, so that a note fits above the first node too.
    numbers = [2 * row + 1 for row in row_of_each(len(sizes), ends)]
    nodes = [Item(number, size.width, size.height) for number, size in zip(numbers, sizes, strict=True)]
    rows: list[list[Item]] = [[] for _ in range(max(numbers, default=0) + 2)]
    for node in nodes:
        rows[node.row].append(node)
    spine = _mark_spine(nodes, arrows)
    routes = [_routed(arrow, nodes, rows, spine=spine) for arrow in arrows]
    _make_room(nodes)
    rows = ordered(rows)
    set_across(rows, routes)
    lines = _lines(rows, nodes, routes)
    return _moved_into_view(Layout(nodes, [route.label for route in routes], lines), rows)


def _routed(arrow: Arrow, nodes: Sequence[Item], rows: list[list[Item]], *, spine: Mapping[int, Arrow]) -> Route:
    """Put the label and the bends of an arrow into the rows it passes, and return its chain."""
    target, source = nodes[arrow.target], nodes[arrow.sources[0]]
    is_up = not arrow.is_note and source.row > target.row
    upper, lower = (target, source) if is_up else (source, target)
    label = Item(lower.row - 1 if is_up or arrow.is_note else upper.row + 1, is_line=True)
    label.width, label.height = arrow.label.width, arrow.label.height
    first = label.row if arrow.is_note else upper.row + 1
    between = [label if row == label.row else Item(row, _BEND_WIDTH, is_line=True) for row in range(first, lower.row)]
    for item in between:
        rows[item.row].append(item)
        item.is_near = source.is_spine and target.is_spine and not arrow.is_note
        item.is_spine = spine.get(arrow.sources[0]) is arrow
    chain = [*([] if arrow.is_note else [upper]), *between, lower]
    for one, other in pairwise(chain):
        join(one, other)
    return Route(chain, label, is_up=is_up)


def _make_room(nodes: Sequence[Item]) -> None:
    """Widen nodes that many lines meet; of the spine, whose own line keeps the middle, both halves."""
    for node in nodes:
        met = max(len(node.above), len(node.below))
        needed = (met + 1) * PORT_GAP * (2 if node.is_spine else 1) + 2 * PORT_MARGIN
        node.width = max(node.width, needed)


def _mark_spine(nodes: Sequence[Item], arrows: Sequence[Arrow]) -> dict[int, Arrow]:
    """Mark the nodes of the main way, from the first along the first main arrows down, and return these by source."""
    ways: dict[int, Arrow] = {}
    for arrow in arrows:
        source = arrow.sources[0]
        if arrow.style == "main" and not arrow.is_note and nodes[source].row < nodes[arrow.target].row:
            ways.setdefault(source, arrow)
    spine: dict[int, Arrow] = {}
    node = 0
    while nodes and not nodes[node].is_spine:
        nodes[node].is_spine = True
        if node in ways:
            spine[node] = ways[node]
            node = ways[node].target
    return spine


def _lines(
    rows: Sequence[list[Item]], nodes: Sequence[Item], routes: Sequence[Route]
) -> list[list[tuple[float, float]]]:
    """Set the rows down the page and return the line of each route, from its source to its target."""
    places = [[item.x for item in route.items] for route in routes]
    number = {route: n for n, route in enumerate(routes)}
    for node in nodes:
        for (route, is_upper), x in ports(node, routes).items():
            places[number[route]][0 if is_upper else -1] = x
    for xs in places:
        _straighten(xs)
    strips: list[list[tuple[int, int]]] = [[] for _ in rows]
    for n, route in enumerate(routes):
        for step in range(len(route.items) - 1):
            strips[route.items[step].row].append((n, step))
    turned = [tracks([(places[n][step], places[n][step + 1]) for n, step in strip]) for strip in strips]
    tops = set_down(rows, [max(found, default=-1) + 1 for found in turned])
    turns = {
        key: track_y(top, track)
        for strip, found, top in zip(strips, turned, tops, strict=True)
        for key, track in zip(strip, found, strict=True)
    }
    return [
        _line(route, places[n], [turns[n, step] for step in range(len(route.items) - 1)])
        for n, route in enumerate(routes)
    ]


def _straighten(xs: list[float]) -> None:
    """Move the inner places of a line by a hair where that saves it a turn at one of its ends."""
    inner = xs[1:-1]
    if not inner or xs[0] == inner[0] or xs[-1] == inner[-1] or len(set(inner)) > 1:
        return
    nearer = min((xs[0], xs[-1]), key=lambda end: abs(end - inner[0]))
    if abs(nearer - inner[0]) <= _HAIR:
        xs[1:-1] = [nearer] * len(inner)


def _line(route: Route, xs: Sequence[float], turns: Sequence[float]) -> list[tuple[float, float]]:
    """Return the corners of a route's line, from its source to its target."""
    upper, lower = route.items[0], route.items[-1]
    points = [(xs[0], upper.top + upper.height)]
    for (start, end), y in zip(pairwise(xs), turns, strict=True):
        if abs(start - end) > 0.5:
            points += [(start, y), (end, y)]
    points.append((xs[-1], lower.top))
    return points[::-1] if route.is_up else points


def _moved_into_view(layout: Layout, rows: Sequence[list[Item]]) -> Layout:
    """Return the layout with its upper left corner at nothing, and with its size."""
    items = [item for row in rows for item in row]
    left = min((item.x - item.width / 2 for item in items), default=0)
    top = min((item.top for item in items), default=0)
    for item in items:
        item.x -= left
        item.top -= top
    layout.lines = [[(x - left, y - top) for x, y in line] for line in layout.lines]
    layout.width = max((item.x + item.width / 2 for item in items), default=0)
    layout.height = max((item.top + item.height for item in items), default=0)
    return layout
