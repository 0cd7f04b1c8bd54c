# SPDX-License-Identifier: Apache-2.0
"""What would fail only on the day an order comes that way: codes, signs, clocks and days. Pure: no Django."""

import re
from collections.abc import Iterator

from sidan.base.errors import Words
from sidan.orders.declare import Programme

# What fits the columns of orders and steps, and an address.
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PREFIX = re.compile(r"[A-Z]{1,6}")
_NAMED = re.compile(r"%\([a-z]+\)s|%%")


def faults_of_shape(programme: Programme) -> Iterator[str]:
    """Yield codes nothing could keep, texts that could not be filled, and clocks and days that are not there."""
    yield from _codes(programme)
    yield from _percent_signs(programme)
    clocks = {stage.deadline.clock for stage in programme.stages if stage.deadline}
    for move in programme.moves:
        for clock in move.restarts:
            if clock not in clocks:
                yield f"moves “{move.code}” restarts: no stage runs the clock “{clock}”."
        if move.late and "clock" not in move.by:
            yield f"moves “{move.code}” late: only the clock's own move says that somebody was late."
        if move.at_most is not None and move.at_most < 1:
            yield f"moves “{move.code}” at_most: give a number from 1 on."
        if move.instead_of == move.code:
            yield f"moves “{move.code}” instead_of: it waits for itself."
    for stage in programme.stages:
        until = programme.fields.get(stage.deadline.until) if stage.deadline else None
        if until is not None and stage.deadline is not None and (until.type != "date" or not until.required):
            yield (
                f"stages “{stage.code}” deadline until: the field “{stage.deadline.until}” must have the type “date” "
                "and be required."
            )


def _codes(programme: Programme) -> Iterator[str]:
    """Yield codes that are not small letters, digits and low lines, or are too long, and doubled ones."""
    if not _CODE.fullmatch(programme.code):
        yield f"code: “{programme.code}” must be {_SHAPE}."
    if not _PREFIX.fullmatch(programme.prefix):
        yield f"prefix: “{programme.prefix}” must be one to six capital letters."
    if programme.edition < 1:
        yield "edition: editions count from 1."
    for kind, codes in (
        ("stages", [stage.code for stage in programme.stages]),
        ("moves", [move.code for move in programme.moves]),
        ("fields", list(programme.fields)),
        ("indicators", [indicator.code for indicator in programme.indicators]),
    ):
        yield from (f"{kind} “{code}” code: it must be {_SHAPE}." for code in codes if not _CODE.fullmatch(code))
    indicators = [indicator.code for indicator in programme.indicators]
    for code in sorted({code for code in indicators if indicators.count(code) > 1}):
        yield f"indicators: the code “{code}” is used twice."


_SHAPE = "small letters, digits and “_”, at most 40 of them, beginning with a letter"


def _percent_signs(programme: Programme) -> Iterator[str]:
    """Yield texts that are filled in when they are told, and hold a percent sign of their own."""
    for where, words in _filled(programme):
        if any("%" in _NAMED.sub("", text) for text in (words.zh, words.en)):
            yield f"{where}: write a percent sign as “%%” in a text that is told."


def _filled(programme: Programme) -> Iterator[tuple[str, Words]]:
    """Yield the texts into which number, unit and due time are put."""
    for stage in programme.stages:
        yield f"stages “{stage.code}” told", stage.told
    for where, told, tells in (
        ("opening", programme.opening.told, programme.opening.tells),
        *((f"moves “{move.code}”", move.told, move.tells) for move in programme.moves),
    ):
        if told is not None:
            yield f"{where} told", told
        yield from ((f"{where} tells “{role}”", words) for role, words in tells.items())
