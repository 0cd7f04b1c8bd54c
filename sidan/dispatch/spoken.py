# SPDX-License-Identifier: Apache-2.0
"""Reads out of a text which of its words spoke for a label, whole and in the text's own spelling. Pure: no Django."""

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sidan.dispatch.grams import Keys, runs

# How loud the known runs at some places are.
Loudness = Callable[[npt.NDArray[np.intp]], npt.NDArray[np.float32]]
READ_CHARACTERS = 1000
LONGEST_WORD = 8
# A character belongs to a word while it is at least this loud beside the loudest of the text.
AUDIBLE_SHARE = 0.25
_WORD = re.compile(r"[^\W_]+(?:[ '-][a-z]+)*")


def spoken(text: str, known: Keys, loudness: Loudness, *, longest: int, at_most: int) -> tuple[str, ...]:
    """Return the loudest words of a plain text, each once; the known runs are in order."""
    text = text[:READ_CHARACTERS]
    if not text or not len(known):
        return ()
    heard = _heard(text, known, loudness, longest=longest)
    least = heard.max(initial=0) * AUDIBLE_SHARE
    if least <= 0:
        return ()
    words: dict[str, float] = {}
    for stretch in _WORD.finditer(text):
        for span in _loud_spans(heard, stretch.start(), stretch.end(), least=least):
            start, end = _whole(text, *span)
            if end - start > 1:
                word = text[start:end]
                words[word] = max(words.get(word, 0.0), float(heard[start:end].sum()))
    return tuple(sorted(words, key=lambda word: (-words[word], word))[:at_most])


def _heard(text: str, known: Keys, loudness: Loudness, *, longest: int) -> npt.NDArray[np.float64]:
    """Return how loud each character is: of every run of two and more, each of its characters has an equal part."""
    heard = np.zeros(len(text))
    if len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):
        # Beyond the basic plane a character is two units; such text is emoji, and its places would be shifted.
        text = "".join(each if ord(each) < 0x10000 else " " for each in text)
    for length, keys in enumerate(runs(text, longest=longest), start=1):
        if length == 1 or not len(keys):
            continue
        places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        loud = np.where(known[places] == keys, loudness(places), 0) / length
        for shift in range(length):
            heard[shift : shift + len(loud)] += loud
    return heard


def _loud_spans(heard: npt.NDArray[np.float64], start: int, end: int, *, least: float) -> list[tuple[int, int]]:
    """Return the stretches of loud characters between two places, none longer than a word."""
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for place in range(start, end + 1):
        is_loud = place < end and heard[place] >= least
        if begun is not None and (not is_loud or place - begun == LONGEST_WORD):
            found.append((begun, place))
            begun = None
        if is_loud and begun is None:
            begun = place
    return found


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch grown to whole Latin words, which runs of characters tear."""
    while start > 0 and text[start].isascii() and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isascii() and text[end].isascii() and text[end].isalnum():
        end += 1
    return start, end
