# SPDX-License-Identifier: Apache-2.0
"""A programme as Mermaid text, which forges and wikis draw. Pure: no Django."""

from collections.abc import Iterator

from sidan.orders.declare import Move, Programme

# How each kind of stage is shaped: open ones as boxes, judging as a hexagon, the end as a pill.
_SHAPES = {"checking": ('{{"', '"}}'), "closed": ('(["', '"])')}
_BOX = ('["', '"]')


def mermaid(programme: Programme, *, language: str) -> str:
    """Return the flow chart of a programme as a Mermaid document; late moves are dotted, returns too."""
    return "\n".join(["flowchart TD", *(f"  {line}" for line in _lines(programme, language))]) + "\n"


def _lines(programme: Programme, language: str) -> Iterator[str]:
    """Yield the boxes, then the arrows."""
    ids = {stage.code: f"s{number}" for number, stage in enumerate(programme.stages, start=1)}
    yield f'start(["{_quoted(programme.opening.name.in_language(language))}"])'
    for stage in programme.stages:
        begin, end = _SHAPES.get(stage.kind, _BOX)
        yield f"{ids[stage.code]}{begin}{_quoted(stage.name.in_language(language))}{end}"
    yield f"start --> {ids[programme.opening.to]}"
    for move in programme.moves:
        for source in move.sources:
            if move.to and move.to != source:
                label = _quoted(move.name.in_language(language))
                yield f'{ids[source]} {_arrow(move)}|"{label}"| {ids[move.to]}'


def _arrow(move: Move) -> str:
    """Return a dotted arrow for what the clock does and for the way back."""
    return "-.->" if move.by == ("clock",) or move.returns else "-->"


def _quoted(text: str) -> str:
    """Return a text that may stand between quotation marks in Mermaid, whatever it holds."""
    one_line = " ".join(text.split())
    escaped = "".join(f"#{ord(sign)};" if sign in '#"`<>&\\|{}[]();' else sign for sign in one_line)
    return escaped or " "
