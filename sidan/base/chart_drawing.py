# SPDX-License-Identifier: Apache-2.0
"""A laid-out flow chart written as SVG, with classes and presentation attributes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from xml.sax.saxutils import escape, quoteattr

from sidan.base.chart_layers import Item
from sidan.base.chart_layout import Layout

MARGIN = 20
NODE_FONT, SMALL_FONT, LABEL_FONT = 15, 12.5, 12.5
NODE_LINE, SMALL_LINE, LABEL_LINE = 21, 18, 16.5
NODE_PADDING_X, NODE_PADDING_Y = 16, 11
LABEL_PADDING_X, LABEL_PADDING_Y = 5, 2
_CORNER = 7
_ARROW = 7

_PAPER = "#ffffff"
# Ground, line and ink of each kind of stage, and line and ink of each style of edge: the colours of the house.
_KINDS = {
    "start": ("#0f5566", "#0f5566", "#ffffff"),
    "draft": ("#e9eef0", "#b9c5ca", "#47575f"),
    "waiting": ("#fdf0d4", "#e3bb6a", "#7a4a05"),
    "working": ("#e2eefa", "#93bde3", "#0d4f8c"),
    "checking": ("#eee8fa", "#bba8e2", "#5b3b98"),
    "closed": ("#e0f2e6", "#8fcaa4", "#1b6336"),
    "": ("#f3f6f6", "#778990", "#17272f"),
}
_STYLES = {
    "main": ("#0f5566", "#0a3f4d", 'stroke-width="2.5"'),
    "plain": ("#778990", "#4c5f68", 'stroke-width="1.5"'),
    "return": ("#b9481a", "#963710", 'stroke-width="1.5" stroke-dasharray="7 4"'),
    "clock": ("#a51d1d", "#a51d1d", 'stroke-width="1.5" stroke-dasharray="2 4" stroke-linecap="round"'),
}


@dataclass(frozen=True, slots=True)
class Box:
    """What a node shows: its bold lines, its small lines and its kind."""

    names: Sequence[str]
    details: Sequence[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Label:
    """What an arrow shows: its lines, its style, and whether it is a note without a source."""

    lines: Sequence[str]
    style: str
    is_note: bool = False
    hint: str = ""


def svg(
    layout: Layout, boxes: Sequence[Box], labels: Sequence[Label], *, title: str, description: str, name: str
) -> str:
    """Return the drawing; `name` begins the ids inside it, which must be unique on a page."""
    width, height = round(layout.width) + 2 * MARGIN, round(layout.height) + 2 * MARGIN
    size = f'width="{width}" height="{height}"'
    told_by = quoteattr(f"{name}-title {name}-desc")
    order = sorted(range(len(labels)), key=lambda n: labels[n].style == "main")  # the main way on top
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby={told_by} {size}',
        f' viewBox="{-MARGIN} {-MARGIN} {width} {height}">',
        f"<title id={quoteattr(f'{name}-title')}>{escape(title)}</title>",
        f"<desc id={quoteattr(f'{name}-desc')}>{escape(description)}</desc>",
        f'<rect class="chart-paper" x="{-MARGIN}" y="{-MARGIN}" {size} fill="{_PAPER}"/>',
        '<g class="chart-lines" fill="none">',
        *(_line(layout.lines[n], labels[n]) for n in order),
        "</g>",
        *(_head(layout.lines[n], labels[n]) for n in order),
        f'<g class="chart-labels" font-size="{LABEL_FONT}" text-anchor="middle">',
        *(_label(layout.labels[n], labels[n]) for n in order),
        "</g>",
        '<g class="chart-nodes" text-anchor="middle">',
        *(_node(item, box) for item, box in zip(layout.nodes, boxes, strict=True)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _line(corners: Sequence[tuple[float, float]], label: Label) -> str:
    """Return a line with rounded corners, ended short of the tip of its arrow."""
    (x, y), (tip_x, tip_y) = corners[0], corners[-1]
    end = (tip_x, tip_y - _ARROW if tip_y > corners[-2][1] else tip_y + _ARROW)
    path = [f"M{x:.1f} {y:.1f}"]
    points = [*corners[:-1], end]
    path += [_rounded(*three) for three in zip(points, points[1:], points[2:], strict=False)]
    path.append(f"L{end[0]:.1f} {end[1]:.1f}")
    colour, _, look = _STYLES[label.style]
    return f'<path class="chart-line chart-{label.style}" d="{"".join(path)}" stroke="{colour}" {look}/>'


def _rounded(before: tuple[float, float], corner: tuple[float, float], after: tuple[float, float]) -> str:
    """Return the way into and round a corner."""
    x, y = corner
    into, out = hypot(x - before[0], y - before[1]), hypot(after[0] - x, after[1] - y)
    radius = min(_CORNER, into / 2, out / 2)
    if radius < 0.5:
        return f"L{x:.1f} {y:.1f}"
    start = (x + (before[0] - x) * radius / into, y + (before[1] - y) * radius / into)
    end = (x + (after[0] - x) * radius / out, y + (after[1] - y) * radius / out)
    return f"L{start[0]:.1f} {start[1]:.1f}Q{x:.1f} {y:.1f} {end[0]:.1f} {end[1]:.1f}"


def _head(corners: Sequence[tuple[float, float]], label: Label) -> str:
    """Return the head of an arrow, which points up or down into its target."""
    (_, before), (x, y) = corners[-2:]
    base = y - _ARROW - 1.5 if y > before else y + _ARROW + 1.5
    half = _ARROW * 0.62
    return (
        f'<path class="chart-head chart-{label.style}" fill="{_STYLES[label.style][0]}"'
        f' d="M{x:.1f} {y:.1f}L{x - half:.1f} {base:.1f}L{x + half:.1f} {base:.1f}Z"/>'
    )


def _label(item: Item, label: Label) -> str:
    """Return the words of an arrow on a patch of paper; a note has a border, because no line leads into it."""
    if not label.lines:
        return ""
    line, ink, _ = _STYLES[label.style]
    border = f' stroke="{line}" stroke-dasharray="3 3" rx="12"' if label.is_note else ""
    first = item.top + (item.height - LABEL_LINE * len(label.lines)) / 2 + LABEL_LINE * 0.76
    return (
        f'<g class="chart-label chart-{label.style}{" chart-note" if label.is_note else ""}">'
        f"{f'<title>{escape(label.hint)}</title>' if label.hint else ''}"
        f'<rect class="chart-patch" x="{item.x - item.width / 2:.1f}" y="{item.top:.1f}" width="{item.width:.1f}"'
        f' height="{item.height:.1f}" fill="{_PAPER}"{border}/>'
        f"{_text(label.lines, item.x, first, pitch=LABEL_LINE, attributes=f'fill={quoteattr(ink)}')}</g>"
    )


def _node(item: Item, box: Box) -> str:
    """Return a box with its name and the lines under it."""
    ground, line, ink = _KINDS.get(box.kind, _KINDS[""])
    first = item.top + NODE_PADDING_Y + NODE_LINE * 0.76
    names = _text(
        box.names, item.x, first, pitch=NODE_LINE, attributes=f'font-size="{NODE_FONT}" font-weight="600" fill="{ink}"'
    )
    below = item.top + NODE_PADDING_Y + NODE_LINE * len(box.names) + SMALL_LINE * 0.76
    details = _text(box.details, item.x, below, pitch=SMALL_LINE, attributes=f'font-size="{SMALL_FONT}" fill="{ink}"')
    round_ = item.height / 2 if box.kind == "start" else 10
    return (
        f'<g class="chart-node chart-{box.kind or "plain"}"><rect x="{item.x - item.width / 2:.1f}" y="{item.top:.1f}"'
        f' width="{item.width:.1f}" height="{item.height:.1f}" rx="{round_:.1f}" fill="{ground}" stroke="{line}"'
        f' stroke-width="1.5"/>{names}{details}</g>'
    )


def _text(lines: Sequence[str], x: float, y: float, *, pitch: float, attributes: str) -> str:
    """Return lines of text one under another, centred on `x`, the first with its foot at `y`."""
    if not lines:
        return ""
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{y + pitch * number:.1f}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
    return f"<text {attributes}>{spans}</text>"
