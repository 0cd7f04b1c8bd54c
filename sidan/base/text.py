# SPDX-License-Identifier: Apache-2.0
"""Text that people typed: cleaned before it is kept, cut into terms for the search, shortened and masked for show."""

import re
import unicodedata
from collections.abc import Iterator

from sidan.base.errors import Refused

# Control characters but the line feed, unpaired surrogates, and marks that reverse or hide text. The joiner of
# emoji (U+200D) and the variation selectors stay: without them a family falls apart into its members.
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_WIDE_LETTERS = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *map(ord, "＠＃＋－．／＿")]
_NARROW = {wide: wide - 0xFEE0 for wide in _WIDE_LETTERS} | {0x3000: " ", 0x09: " ", 0xA0: " "}
_BLANK_LINES = re.compile(r"\n{3,}")
# Begun only where a row of blanks begins: tried from each blank of a long row, it would take the square of its length.
_LINE_SPACES = re.compile(r"(?<! ) ++(?=\n|$)")

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
LONGEST_TERM = 40


def clean(text: str, max_length: int) -> str:
    """Return what a person typed, fit to be kept; refused when more than `max_length` characters remain.

    Control characters and marks that hide text are dropped, full-width letters and digits made plain (Chinese
    punctuation stays), accents composed, blank ends and rows of blank lines removed.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_NARROW)
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    text = _BLANK_LINES.sub("\n\n", _LINE_SPACES.sub("", text)).strip()
    if len(text) > max_length:
        raise Refused(
            "Please write at most %(most)d characters; these are %(count)d.", most=max_length, count=len(text)
        )
    return text


def bigrams(text: str) -> list[str]:
    """Return the terms by which a text is found: pairs of Chinese characters, and whole words of other scripts.

    The last character of a Chinese run stands alone as well, so that every single character begins some term and is
    found by its beginning. Each term once, in order. Kept by `array_to_tsvector`: PostgreSQL's own parser may drop
    Chinese, depending on the database's locale.
    """
    terms: list[str] = []
    for han, word in _runs(text):
        terms += [word] if word else [han[start : start + 2] for start in range(len(han))]
    return list(dict.fromkeys(terms))


def search_query(text: str) -> str:
    """Return the tsquery that finds the texts holding every term of `text`; empty when it holds none.

    A word of another script finds terms that begin with it, a number only itself. A single Chinese character finds
    terms that begin with it too, but is left out beside any other term: it begins so many that looking them up would
    cost more than all the rest, and says little.
    """
    terms: dict[str, None] = {}
    lone: dict[str, None] = {}
    for han, word in _runs(text):
        terms.update(dict.fromkeys(f"'{han[start : start + 2]}'" for start in range(len(han) - 1)))
        if word:
            terms[f"'{word}'" if word.isdecimal() else f"'{word}':*"] = None
        elif len(han) == 1:
            lone[f"'{han}':*"] = None
    return " & ".join(terms or lone)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Give the runs of Chinese characters and the words of other scripts, each with the other one empty."""
    for han, word in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        yield han, word[:LONGEST_TERM]


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a text on one line, at most `length` characters with the mark of what was left out."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    kept = line[: length - 1].rstrip("\u200d ")
    return f"{kept}…"


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle hidden, such as `138****5678`; of a short one nothing is shown."""
    characters = re.sub(r"[\s\-()（）]", "", phone)
    if len(characters) >= 11:
        return f"{characters[:3]}****{characters[-4:]}"
    if len(characters) >= 7:
        return f"{characters[:2]}****{characters[-2:]}"
    return "*" * len(characters)
