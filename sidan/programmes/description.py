# SPDX-License-Identifier: Apache-2.0
"""A programme in words and as a flow chart, from its file alone, so that anyone can read how the city works."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sidan.base.chart_layout import Style
from sidan.base.charts import Edge, Node, draw, mermaid
from sidan.base.errors import Words
from sidan.base.limits import Limit
from sidan.orders.declare import BY_MATTER, Deadline, Field, Kind, Move, Programme, Stage
from sidan.orders.roles import ROLES

START = "@start"
_CLOCK = "clock"
KIND_NAMES: dict[Kind, Words] = {
    "draft": Words("草稿", "Draft"),
    "waiting": Words("等待", "Waiting"),
    "working": Words("办理", "At work"),
    "checking": Words("评单", "Judging"),
    "closed": Words("结束", "Closed"),
}


@dataclass(frozen=True)
class WayOut:
    """A move out of a stage: who may make it, and the stage it leads to, None when it stays."""

    move: Move
    by: tuple[Words, ...]
    target: Stage | None


@dataclass(frozen=True)
class StageDescription:
    """A stage in words: whose turn it is, within which time, and what may be done."""

    stage: Stage
    holder: Words | None
    limit: Words | None
    ways: tuple[WayOut, ...]
    clock: WayOut | None

    @property
    def told(self) -> Words:
        """Return what the public reads in this stage, with the unit left open."""
        unit = ROLES["unit"].words
        names = {"unit": unit.zh, "due": "", "number": ""}, {"unit": unit.en, "due": "", "number": ""}
        return Words(self.stage.told.zh % names[0], self.stage.told.en % names[1])

    @property
    def kind_name(self) -> Words:
        """Return the kind of the stage in words."""
        return KIND_NAMES[self.stage.kind]


def described(programme: Programme) -> list[StageDescription]:
    """Return the stages of a programme in the order an order meets them."""
    return [_described(programme, stage) for stage in programme.stages]


def usual_way(programme: Programme) -> list[StageDescription]:
    """Return the stages an order meets when nobody is late, contests or asks: the way most people want to know."""
    passed = [source for source, _ in _main_way(programme)]
    last = _usual(programme.moves, passed[-1]) if passed else None
    codes = [*passed, last.to] if last is not None else passed
    return [each for code in codes for each in described(programme) if each.stage.code == code]


_drawings: dict[tuple[str, int, str], str] = {}


def drawing(programme: Programme, *, language: str) -> str:
    """Return the flow chart of a programme as SVG; drawn once for each edition and language."""
    key = (programme.code, programme.edition, language)
    if key not in _drawings:
        _drawings[key] = _drawn(programme, language)
    return _drawings[key]


def mermaid_text(programme: Programme, *, language: str) -> str:
    """Return the flow chart of a programme as Mermaid text, for documents that draw it themselves."""
    nodes, edges = _chart(programme)
    return mermaid(nodes, edges, language=language)


def _chart(programme: Programme) -> tuple[list[Node], list[Edge]]:
    """Return the boxes, the opening first, and the arrows between them."""
    nodes = [Node(START, (programme.opening.name,), "draft"), *(_node(stage) for stage in programme.stages)]
    return nodes, [Edge(START, programme.opening.to, Words("", ""), "main"), *_edges(programme)]


def _drawn(programme: Programme, language: str) -> str:
    """Return the chart, which takes some hundred milliseconds to lay out."""
    nodes, edges = _chart(programme)
    name = programme.name.in_language(language)
    summary = programme.summary.in_language(language)
    return draw(nodes, edges, language=language, title=name, description=summary, name=f"chart-{programme.code}")


def _described(programme: Programme, stage: Stage) -> StageDescription:
    """Return one stage in words."""
    ways = [_way_out(programme, move) for move in programme.moves if stage.code in move.sources]
    clock = next((way for way in ways if way.move.by == (_CLOCK,)), None)
    return StageDescription(
        stage=stage,
        holder=ROLES[stage.holder].words if stage.holder else None,
        limit=_limit(programme, stage.deadline) if stage.deadline is not None else None,
        ways=tuple(way for way in ways if way is not clock),
        clock=clock,
    )


def _way_out(programme: Programme, move: Move) -> WayOut:
    """Return a move with its roles and its target."""
    target = next((stage for stage in programme.stages if stage.code == move.to), None)
    return WayOut(move, tuple(ROLES[role].words for role in move.by), target)


def _limit(programme: Programme, deadline: Deadline) -> Words:
    """Return within which time a stage must be left."""
    if deadline.until:
        return Words("到约定的日期", "until the agreed day")
    limit = Limit.parse(deadline.limit).words()
    if deadline.by == BY_MATTER:
        return Words(f"按事项的时限，一般{limit.zh}", f"by the matter's own limit, usually {limit.en}")
    if deadline.by:
        return _limit_by_choice(programme.fields[deadline.by], deadline.clock, otherwise=limit)
    return limit


def _limit_by_choice(asked: Field, clock: str, *, otherwise: Words) -> Words:
    """Return the limits that go with the answers to a field, and the one for every other answer."""
    limits = [(each.label, Limit.parse(each.limits[clock]).words()) for each in asked.choices if clock in each.limits]
    zh = "、".join(f"“{label.zh}”{limit.zh}" for label, limit in limits)
    en = ", ".join(f"“{label.en}” {limit.en}" for label, limit in limits)
    return Words(f"{zh}，其余{otherwise.zh}", f"{en}, otherwise {otherwise.en}")


def _node(stage: Stage) -> Node:
    """Return the box of a stage: its name, whose turn it is and within which time."""
    lines = [stage.name]
    if stage.holder:
        lines.append(ROLES[stage.holder].words)
    if stage.deadline is not None and stage.deadline.limit:
        lines.append(Limit.parse(stage.deadline.limit).words())
    return Node(stage.code, tuple(lines), stage.kind)


def _edges(programme: Programme) -> Iterator[Edge]:
    """Yield an arrow for each move between two stages."""
    main = _main_way(programme)
    for move in programme.moves:
        for source in move.sources:
            if move.to and move.to != source:
                yield Edge(source, move.to, move.name, _style(move, is_main=(source, move.code) in main))


def _style(move: Move, *, is_main: bool) -> Style:
    """Return how an arrow is drawn."""
    if is_main:
        return "main"
    if move.by == (_CLOCK,):
        return "clock"
    return "return" if move.returns else "plain"


def _main_way(programme: Programme) -> dict[tuple[str, str], None]:
    """Return the moves of the usual way in order: from the opening, by each stage's first primary move, to an end."""
    way: dict[tuple[str, str], None] = {}
    seen: set[str] = set()
    at = programme.opening.to
    while at not in seen:
        seen.add(at)
        move = _usual(programme.moves, at)
        if move is None:
            break
        way[at, move.code] = None
        at = move.to
    return way


def _usual(moves: Iterable[Move], stage: str) -> Move | None:
    """Return the move that a stage is there for: the first primary one that leads on."""
    leading = [move for move in moves if stage in move.sources and move.to and move.to != stage]
    return next((move for move in leading if move.primary), None)
