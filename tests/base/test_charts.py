# SPDX-License-Identifier: Apache-2.0
"""Flow charts keep boxes, labels and lines apart, and say the same in both languages."""

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.base.chart_layers import Item, row_of_each
from sidan.base.chart_layout import Arrow, Layout, Size, lay_out
from sidan.base.charts import Edge, Node, draw, mermaid
from sidan.base.errors import Words

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]
Line = list[Point]
STYLES = st.sampled_from(["main", "plain", "return", "clock"])


def node(code: str, zh: str = "", kind: str = "waiting") -> Node:
    """Return a node of two lines."""
    return Node(code, (Words(zh=zh or code, en=f"Stage {code}"), Words(zh="调度员", en="Dispatcher")), kind)


def edge(source: str, target: str, zh: str = "派单", style: str = "plain") -> Edge:
    """Return an edge with a label."""
    return Edge(source, target, Words(zh=zh, en=f"Move {zh}"), style)


LOOP = [node("start", "点单", "start"), *map(node, "abcd"), node("end", "办结", "closed")]
MOVES = [
    edge("start", "a", "", "main"),
    edge("a", "b", "派单", "main"),
    edge("b", "c", "签收", "main"),
    edge("c", "d", "答复", "main"),
    edge("d", "end", "解决了", "main"),
    edge("d", "end", "到时未评价", "clock"),
    edge("d", "c", "没解决", "return"),
    edge("b", "a", "退单", "return"),
    *(edge(source, "end", "撤回") for source in "abcd"),
]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Size], list[Arrow]]:
    """Make up a chart: boxes of any size, arrows between any two of them, each pair once, and a few notes."""
    sizes = draw(st.lists(st.builds(Size, st.integers(40, 200), st.integers(30, 110)), min_size=1, max_size=10))
    numbers = range(len(sizes))
    pairs = [(one, other) for one in numbers for other in numbers if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=24)) if pairs else []
    labels = st.builds(Size, st.integers(0, 130), st.integers(0, 60))
    arrows = [Arrow((source,), target, draw(labels), draw(STYLES)) for source, target in chosen]
    if len(sizes) > 4:
        arrows.append(Arrow((1, 2, 3, 4), draw(st.sampled_from([0, *numbers[5:]])), draw(labels)))
    return sizes, arrows


def overlap(one: Item, other: Item) -> bool:
    """Say whether two boxes have more than an edge in common."""
    across = abs(one.x - other.x) < (one.width + other.width) / 2 - 0.01
    return across and one.top < other.top + other.height - 0.01 and other.top < one.top + one.height - 0.01


def runs_through(line: Line, box: Item) -> bool:
    """Say whether a line runs through the inside of a box."""
    left, right = box.x - box.width / 2 + 0.01, box.x + box.width / 2 - 0.01
    top, bottom = box.top + 0.01, box.top + box.height - 0.01
    return any(
        min(x, next_x) < right and max(x, next_x) > left and min(y, next_y) < bottom and max(y, next_y) > top
        for (x, y), (next_x, next_y) in pairwise(line)
    )


def lie_on_one_another(one: Line, other: Line) -> bool:
    """Say whether two lines share more than a crossing."""
    return any(
        _is_along(first, axis) and _is_along(second, axis) and _shared(first, second, axis) > 0.01
        for first in pairwise(one)
        for second in pairwise(other)
        for axis in (0, 1)
        if abs(first[0][1 - axis] - second[0][1 - axis]) < 0.01
    )


def _is_along(piece: tuple[Point, Point], axis: int) -> bool:
    """Say whether a piece of a line runs along an axis."""
    return abs(piece[0][1 - axis] - piece[1][1 - axis]) < 0.01


def _shared(first: tuple[Point, Point], second: tuple[Point, Point], axis: int) -> float:
    """Return the length that two pieces along an axis have in common."""
    (start, end), (other_start, other_end) = (sorted(point[axis] for point in piece) for piece in (first, second))
    return min(end, other_end) - max(start, other_start)


def assert_clean(layout: Layout, arrows: list[Arrow]) -> None:
    """Check that nothing of a layout is drawn over anything else."""
    boxes = [*layout.nodes, *(label for label in layout.labels if label.width and label.height)]
    assert not [(one, other) for one, other in combinations(boxes, 2) if overlap(one, other)]
    for arrow, line in zip(arrows, layout.lines, strict=True):
        assert not [box for box in layout.nodes if runs_through(line, box)]
        target = layout.nodes[arrow.target]
        assert abs(line[-1][0] - target.x) <= target.width / 2
        assert line[-1][1] in (pytest.approx(target.top), pytest.approx(target.top + target.height))


@settings(max_examples=150, deadline=None)
@given(graph=graphs())
def test_nothing_is_ever_drawn_over_anything_else(graph):
    """Whatever leads where: boxes and labels never overlap, and no line runs through a box or misses its target."""
    sizes, arrows = graph

    layout = lay_out(sizes, arrows)

    assert_clean(layout, arrows)
    assert min(item.x - item.width / 2 for item in (*layout.nodes, *layout.labels)) >= -0.01
    assert max(x for line in [[(0, 0)], *layout.lines] for x, _ in line) <= layout.width + 0.01


@settings(max_examples=150, deadline=None)
@given(graph=graphs())
def test_no_line_lies_on_another(graph):
    """Two lines may cross, but never run along one another, where a reader would take one for the other."""
    sizes, arrows = graph

    lines = lay_out(sizes, arrows).lines

    assert not [pair for pair in combinations(lines, 2) if lie_on_one_another(*pair)]


@given(count=st.integers(1, 9), data=st.data())
def test_every_edge_has_its_ends_in_different_rows(count, data):
    """Rows are never negative, and no edge runs within one."""
    numbers = st.integers(0, count - 1)
    edges = [pair for pair in data.draw(st.lists(st.tuples(numbers, numbers), max_size=20)) if pair[0] != pair[1]]

    rows = row_of_each(count, edges)

    assert all(rows[source] != rows[target] for source, target in edges)
    assert min(rows) == 0


def test_the_main_way_runs_straight_down_on_the_left():
    """Nodes and lines of the main way share one place across, left of everything else."""
    sizes = [Size(100, 40)] * 4
    arrows = [Arrow((n,), n + 1, Size(40, 16), "main") for n in range(3)] + [
        Arrow((0,), 3, Size(40, 16)),
        Arrow((2,), 0, Size(40, 16), "return"),
    ]

    layout = lay_out(sizes, arrows)

    spine = layout.nodes[0].x
    assert {item.x for item in layout.nodes} == {spine}
    assert all({x for x, _ in line} == {spine} for line in layout.lines[:3])
    assert all(label.x > spine for label in layout.labels[3:])


def test_a_chart_is_whole_safe_xml_without_style_or_script():
    """The drawing has a title and a description, escapes its words, and needs nothing that the policy forbids."""
    nodes = [node("a", '<b>&"甲"'), node("b")]

    text = draw(
        nodes, [edge("a", "b", "</svg><script>")], language="zh-hans", title="T & T", description="<d>", name="c1"
    )

    root = ET.fromstring(text)
    assert [root.find(SVG + tag).text for tag in ("title", "desc")] == ["T & T", "<d>"]
    assert root.get("aria-labelledby") == "c1-title c1-desc"
    assert "".join(root.itertext()).count('<b>&"甲"') == 1
    assert not [found for found in root.iter() if found.get("style") or found.tag.endswith(("script", "style"))]


def test_a_chart_speaks_the_language_of_the_page():
    """The same chart is drawn in Chinese or in English."""
    chinese = draw(LOOP, MOVES, language="zh-hans", title="流程")
    english = draw(LOOP, MOVES, language="en", title="Flow")

    assert "签收" in chinese
    assert "Move 签收" not in chinese
    assert "Move 签收" in english
    assert "Stage b" in english


def test_an_edge_that_many_stages_share_is_one_note():
    """Four stages that may all withdraw are told at the target, with their names for whoever points at it."""
    root = ET.fromstring(draw(LOOP, MOVES, language="zh", title="流程"))

    [note] = [group for group in root.iter(f"{SVG}g") if "chart-note" in group.get("class", "")]
    assert [span.text for span in note.iter(f"{SVG}tspan")] == ["撤回", "来自4个环节"]
    assert note.find(f"{SVG}title").text == "a、b、c、d"


def test_edges_between_the_same_two_stages_are_one_arrow():
    """The labels of both stand at the one arrow, which looks like the more usual of them."""
    root = ET.fromstring(draw(LOOP, MOVES, language="zh", title="流程"))

    labels = [
        [span.text for span in group.iter(f"{SVG}tspan")]
        for group in root.iter(f"{SVG}g")
        if "chart-main" in group.get("class", "")
    ]
    assert ["解决了 /", "到时未评价"] in labels


def test_charts_of_nothing_and_of_loops_are_drawn():
    """A chart without nodes is an empty drawing; an edge from a stage to itself is left out."""
    assert ET.fromstring(draw([], [], language="zh", title="空")).get("width") == "40"
    assert "chart-line " not in draw([node("a")], [edge("a", "a")], language="zh", title="一")


def test_an_edge_to_nowhere_is_loud():
    """An edge that names no node is the caller's mistake."""
    with pytest.raises(KeyError):
        draw([node("a")], [edge("a", "b")], language="zh", title="错")


def test_the_largest_usual_chart_is_clean_and_quick_enough():
    """Twenty stages with forty-five moves are laid out without anything over anything else."""
    arrows = [Arrow((n,), n + 1, Size(60, 20), "main") for n in range(19)]
    arrows += [
        Arrow((n,), (n * 7 + 3) % 20, Size(60, 20))
        for n in range(20)
        if n not in ((n * 7 + 3) % 20, (n * 7 + 3) % 20 - 1)
    ]
    arrows += [Arrow((n,), n - 5, Size(60, 20), "return") for n in range(5, 15) if (n - 5) != (n * 7 + 3) % 20]

    assert len(arrows) >= 40
    assert_clean(lay_out([Size(120, 70)] * 20, arrows), arrows)


def test_the_same_chart_is_told_as_mermaid():
    """Nodes are numbered, labels quoted and made safe, and returns dashed."""
    nodes = [node("end", '"甲"<br>'), node("b")]

    text = mermaid(nodes, [edge("end", "b", "a|b"), edge("b", "end", "退", "return")], language="zh")

    assert text.splitlines() == [
        "flowchart TD",
        '  n0["#quot;甲#quot;#lt;br><br/>调度员"]',
        '  n1["b<br/>调度员"]',
        '  n0 -->|"a|b"| n1',
        '  n1 -.->|"退"| n0',
    ]
