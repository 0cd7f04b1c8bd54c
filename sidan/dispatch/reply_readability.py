# SPDX-License-Identifier: Apache-2.0
"""Whether a reply reads easily: long sentences, officialese, a long block without order, preaching. Pure: no Django."""

import re
from dataclasses import dataclass

from sidan.base.errors import Words
from sidan.dispatch.reply_phrases import ITEMS, PLAINER, PREACHING
from sidan.dispatch.reply_texts import Piece, is_chinese

# Newspapers keep to some forty characters; official Chinese is read without going back up to somewhat over twice that.
LONG_CHINESE = 110
LONG_ENGLISH_WORDS = 32
LONG_REPLY = 360  # characters from which a block without a line break or numbers is hard to find one's way in
MOST_OFFICIALESE = 3
_WORD = re.compile(r"\w+")
_OFFICIALESE = re.compile("|".join(map(re.escape, sorted(PLAINER, key=len, reverse=True))), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plainer:
    """An official word of a reply, where it stands, and what a neighbour would say."""

    piece: Piece
    instead: Words


def long_sentences(sentences: list[Piece]) -> list[Piece]:
    """Return the sentences that are too long to be read in one breath, the longest first."""
    long = [sentence for sentence in sentences if _is_long(sentence.text)]
    return sorted(long, key=lambda sentence: -len(sentence.text))


def _is_long(text: str) -> bool:
    """Say whether a sentence is too long in its language; a short one is so in none."""
    if len(text) <= LONG_CHINESE:
        return False
    if is_chinese(text) is False:
        return len(_WORD.findall(text)) > LONG_ENGLISH_WORDS
    return True


def officialese(text: str) -> list[Plainer]:
    """Return the official words for which there are plain ones, each once, as they come."""
    found: dict[str, Plainer] = {}
    for match in _OFFICIALESE.finditer(text):
        word = match[0].lower()
        found.setdefault(word, Plainer(Piece(match.start(), match.end(), match[0]), PLAINER[word]))
    return list(found.values())[:MOST_OFFICIALESE]


def preaching(text: str) -> list[Piece]:
    """Return where the reply tells the writer how to behave or asks for understanding instead of giving a reason."""
    return [Piece(each.start(), each.end(), each[0]) for each in PREACHING.finditer(text)]


def lacks_order(text: str) -> bool:
    """Say whether a long reply stands in one block without paragraphs or numbers."""
    return len(text) > LONG_REPLY and text.strip().count("\n") < 2 and len(ITEMS.findall(text)) < 2


def speaks_another_language(asked: str, reply: str) -> bool:
    """Say whether the reply is in another language than the message."""
    one, other = is_chinese(asked), is_chinese(reply)
    return one is not None and other is not None and one != other
