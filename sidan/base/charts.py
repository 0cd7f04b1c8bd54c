# SPDX-License-Identifier: Apache-2.0
"""Flow charts: drawn as SVG from top to bottom, and told as Mermaid text.

A chart has nodes in the order in which something meets them, and edges between them. The main way runs straight down on
the left, where a phone shows it first; everything else stands to its right. An edge that many nodes have in common
is drawn once, as a note at its target. Colours are those of the house as plain attributes, which a style sheet
may override by class; there is no inline style and no script.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sidan.base import chart_drawing as drawing
from sidan.base.chart_layout import Arrow, Size, Style, lay_out
from sidan.base.chart_text import width_em, wrap
from sidan.base.errors import Words

# From so many nodes on, edges with the same label to the same target are drawn as one note.
GATHERED_FROM = 4
_NODE_EM, _LABEL_EM = 9.0, 8.0
_LIST = Words(zh="、", en=", ")
_STRONGEST: tuple[Style, ...] = ("main", "plain", "return", "clock")


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its name, further lines such as who acts and by when, and the kind that colours it."""

    code: str
    lines: tuple[Words, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow with its label: `main` is the usual way, `return` leads back, `clock` is made by time itself."""

    source: str
    target: str
    label: Words
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One arrow as it is drawn: every edge between the same two nodes, or one note for many sources."""

    sources: tuple[str, ...]
    target: str
    lines: tuple[str, ...]
    style: Style


def draw(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    language: str,
    title: str,
    description: str = "",
    name: str = "chart",
) -> str:
    """Return the chart as an SVG text in one language; edges from a node to itself are not drawn.

    `name` begins the ids inside the drawing and must differ between charts on one page.
    """
    number = {node.code: place for place, node in enumerate(nodes)}
    drawn = _drawn(edges, language)
    boxes = [_box(node, language) for node in nodes]
    labels = [_label(arrow, nodes, language) for arrow in drawn]
    arrows = [
        Arrow(tuple(number[code] for code in arrow.sources), number[arrow.target], _label_size(label), arrow.style)
        for arrow, label in zip(drawn, labels, strict=True)
    ]
    layout = lay_out([_box_size(box) for box in boxes], arrows)
    return drawing.svg(layout, boxes, labels, title=title, description=description, name=name)


def mermaid(nodes: Sequence[Node], edges: Sequence[Edge], *, language: str) -> str:
    """Return the chart as Mermaid text, for documents that draw it themselves."""
    number = {node.code: place for place, node in enumerate(nodes)}
    boxes = [
        f'  n{place}["{"<br/>".join(_safe(line.in_language(language)) for line in node.lines)}"]'
        for place, node in enumerate(nodes)
    ]
    arrows = [
        f"  n{number[edge.source]} {'-->' if edge.style in ('main', 'plain') else '-.->'}"
        f"{_mermaid_label(edge.label.in_language(language))} n{number[edge.target]}"
        for edge in edges
    ]
    return "\n".join(["flowchart TD", *boxes, *arrows, ""])


def _drawn(edges: Sequence[Edge], language: str) -> list[_Drawn]:
    """Return the arrows to draw: edges that many nodes share as one note, edges between the same nodes as one arrow."""
    sources: dict[tuple[str, Words], list[str]] = {}
    pairs: dict[tuple[str, str], list[Edge]] = {}
    edges = [edge for edge in edges if edge.source != edge.target]
    for edge in edges:
        if edge.style != "main":
            sources.setdefault((edge.target, edge.label), []).append(edge.source)
    shared = {key: found for key, found in sources.items() if len(found) >= GATHERED_FROM}
    for edge in edges:
        if edge.style == "main" or (edge.target, edge.label) not in shared:
            pairs.setdefault((edge.source, edge.target), []).append(edge)
    styles = {(edge.target, edge.label): edge.style for edge in edges if edge.style != "main"}
    arrows = [
        _Drawn((source,), target, _label_lines([edge.label for edge in found], language), _strongest(found))
        for (source, target), found in pairs.items()
    ]
    notes = [
        _Drawn(tuple(found), target, _note_lines(label, len(found), language), styles[target, label])
        for (target, label), found in shared.items()
    ]
    return arrows + notes


def _strongest(edges: Sequence[Edge]) -> Style:
    """Return the style in which edges between the same two nodes are drawn as one."""
    return min((edge.style for edge in edges), key=_STRONGEST.index)


def _label(arrow: _Drawn, nodes: Sequence[Node], language: str) -> drawing.Label:
    """Return what an arrow shows; a note tells the names of its nodes to whoever points at it."""
    if len(arrow.sources) == 1:
        return drawing.Label(arrow.lines, arrow.style)
    names = [node.lines[0].in_language(language) for node in nodes if node.code in arrow.sources and node.lines]
    return drawing.Label(arrow.lines, arrow.style, is_note=True, hint=_LIST.in_language(language).join(names))


def _label_lines(labels: Sequence[Words], language: str) -> tuple[str, ...]:
    """Return the lines of the labels of one arrow, each label once, with a stroke between them."""
    told = [text for text in dict.fromkeys(label.in_language(language) for label in labels) if text]
    lines = [wrap(f"{text} /" if text is not told[-1] else text, _LABEL_EM) for text in told]
    return tuple(line for wrapped in lines for line in wrapped)


def _note_lines(label: Words, count: int, language: str) -> tuple[str, ...]:
    """Return the lines of a note that stands for edges from `count` nodes."""
    from_many = Words(zh=f"来自{count}个环节", en=f"from {count} stages")
    return (*wrap(label.in_language(language), _LABEL_EM), from_many.in_language(language))


def _label_size(label: drawing.Label) -> Size:
    """Return how much room the words of an arrow take."""
    if not label.lines:
        return Size(0, 0)
    width = max(width_em(line) for line in label.lines) * drawing.LABEL_FONT
    room = 2 if label.is_note else 1
    return Size(
        width + 2 * drawing.LABEL_PADDING_X * room,
        len(label.lines) * drawing.LABEL_LINE + 2 * drawing.LABEL_PADDING_Y * room,
    )


def _box(node: Node, language: str) -> drawing.Box:
    """Return what a node shows: the first line bold, the others small beneath it."""
    first, *rest = [line.in_language(language) for line in node.lines] or [node.code]
    details = [line for text in rest if text for line in wrap(text, _NODE_EM * 1.2)]
    return drawing.Box(wrap(first, _NODE_EM), details, node.kind)


def _box_size(box: drawing.Box) -> Size:
    """Return the size of a node's box."""
    name = max(width_em(line) for line in box.names) * drawing.NODE_FONT
    detail = max((width_em(line) for line in box.details), default=0) * drawing.SMALL_FONT
    height = len(box.names) * drawing.NODE_LINE + len(box.details) * drawing.SMALL_LINE
    return Size(max(name, detail) + 2 * drawing.NODE_PADDING_X, height + 2 * drawing.NODE_PADDING_Y)


def _mermaid_label(text: str) -> str:
    """Return the label of an arrow; none for an empty text, which Mermaid cannot read."""
    return f'|"{_safe(text)}"|' if text.strip() else ""


def _safe(text: str) -> str:
    """Return a text that cannot end a quoted Mermaid label, nor be read as one of its signs."""
    return (
        text.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("`", "#96;")
        .replace('"', "#quot;")
        .replace("<", "#lt;")
        .replace("\n", " ")
    )
