# SPDX-License-Identifier: Apache-2.0
"""How wide words are when drawn, and where their lines break, without a font at hand."""

import re
import unicodedata

_NARROW = 0.3
_USUAL = 0.56
_CAPITAL = 0.7
_WIDE = 1.0
# A piece that stays on one line: one Chinese character with the marks that may not begin a line, or a whole word.
_PIECES = re.compile(r"[^\x00-\u2e7f][，。、；：！？）》”’…]*|[^\s\u2e80-\uffff]+\s*|\s+")


def width_em(text: str) -> float:
    """Return the width of a text in ems; Chinese characters are one em wide, other letters estimated generously."""
    return sum(_width(character) for character in text)


def wrap(text: str, most_em: float) -> list[str]:
    """Return the lines of a text that are at most `most_em` wide; Chinese breaks anywhere, other scripts at blanks.

    Lines come out about equally long, because a single last character reads badly. A longer word stays whole.
    """
    lines = _filled(text, most_em)
    count, narrower = len(lines), width_em(text) / len(lines)
    while len(balanced := _filled(text, narrower)) > count:
        narrower += 0.5
    return balanced


def _filled(text: str, most_em: float) -> list[str]:
    """Return the lines of a text, each filled up to `most_em`."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and width_em((lines[-1] + piece).rstrip()) > most_em:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()] or [""]


def _width(character: str) -> float:
    """Return the width of one character in ems."""
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    if character in " .,:;'!|iljtfI()[]":
        return _NARROW
    return _CAPITAL if character.isupper() or character in "mwMW%@—…“”" else _USUAL
