# SPDX-License-Identifier: Apache-2.0
"""The work on the table: the strokes so far, those taken back, and what the planner has written about new grids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from sidan.base.errors import Refused, Stale
from sidan.places.drawing.ground import Ground
from sidan.places.drawing.strokes import Sheet, Stroke, after, played, read_strokes
from sidan.planning.drawn import Facts
from sidan.web.drawing.steps import TOOLS, stroke_of


@dataclass(frozen=True)
class Work:
    """A drawing between two presses; `fault` is why the last one did nothing."""

    ground: Ground
    sheet: Sheet
    strokes: tuple[Stroke, ...] = ()
    undone: tuple[Stroke, ...] = ()
    fault: Refused | None = None


def begun(ground: Ground, sent: QueryDict) -> Work:
    """Return the work as a form brings it; over grids changed meanwhile, all strokes are waiting to be made again."""
    try:
        strokes, undone = read_strokes(sent.get("strokes", "")), read_strokes(sent.get("undone", ""))
        if sent.get("stamp", ground.stamp) != ground.stamp:
            return Work(ground, ground.sheet, (), (*undone, *reversed(strokes)), changed_meanwhile())
        return Work(ground, played(ground.sheet, strokes), strokes, undone)
    except Refused as refused:
        return Work(ground, ground.sheet, fault=refused)


def stepped(work: Work, step: str, sent: QueryDict) -> Work:
    """Return the work after a press: a stroke, one taken back or made again, or all thrown away."""
    if work.fault:
        return work
    try:
        if step == "undo" and work.strokes:
            return _at(work, work.strokes[:-1], (*work.undone, work.strokes[-1]))
        if step == "redo" and work.undone:
            return _at(work, (*work.strokes, work.undone[-1]), work.undone[:-1])
        if step == "clear":
            return _at(work, (), (*work.undone, *reversed(work.strokes)))
        if step in (*TOOLS, "corners"):
            stroke = stroke_of(step, sent)
            return Work(work.ground, after(work.sheet, stroke), (*work.strokes, stroke))
    except Refused as refused:
        return Work(work.ground, work.sheet, work.strokes, work.undone, refused)
    return work


def changed_meanwhile() -> Stale:
    """Return what is told over grids that somebody else has changed."""
    return Stale("The grids have been changed since you began to draw. “Redo” makes your strokes again, one by one.")


def facts_of(keys: Sequence[str], sent: QueryDict) -> Mapping[str, Facts]:
    """Return what the planner has written about new grids; Refused for numbers that are none."""
    return {
        key: Facts(
            name=sent.get(f"name-{key}", "")[:60],
            households=_number(sent.get(f"households-{key}", "")),
            people=_number(sent.get(f"people-{key}", "")),
            kind=sent.get(f"kind-{key}", "general")[:20],
        )
        for key in keys
    }


def _at(work: Work, strokes: tuple[Stroke, ...], undone: tuple[Stroke, ...]) -> Work:
    """Return the work with other strokes made and taken back."""
    return Work(work.ground, played(work.ground.sheet, strokes), strokes, undone)


def _number(text: str) -> int | None:
    """Return a whole number as typed, None for nothing."""
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7:
        raise Refused("“%(text)s” is not a whole number.", text=text[:20])
    return int(text)
