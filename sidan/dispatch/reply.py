# SPDX-License-Identifier: Apache-2.0
"""Looks a reply over before it is sent: a few hints, the weightiest first. Pure: no Django.

It advises and blocks nothing, and nothing of what it finds is kept: a reply is the unit's own, and nobody is scored by
it. Each hint says what is missing, where, and what to write instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sidan.base.errors import Words
from sidan.base.text import excerpt
from sidan.dispatch import reply_hints as says
from sidan.dispatch.reply_completeness import Reading
from sidan.dispatch.reply_phrases import ASKS_WHEN, ASKS_WHO, ASKS_WHY, VAGUE_TIME
from sidan.dispatch.reply_private import repeated
from sidan.dispatch.reply_readability import (
    lacks_order,
    long_sentences,
    officialese,
    preaching,
    speaks_another_language,
)
from sidan.dispatch.reply_relevance import LEAST_LIKENESS, likeness, points_of
from sidan.dispatch.reply_texts import MOST_READ, Piece, Rarity

MOST_HINTS = 5
LEAST_JUDGED = 24  # characters of matter below which a reply is too short to be found beside the question
MOST_UNTOUCHED = 2
LONGEST_QUOTE = 28
EMPTY_FROM = 2  # one assurance is a habit; from the second on they stand in the place of an answer


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice: its kind, the sentence, and the place in the reply, empty where a part is missing."""

    code: str
    words: Words
    start: int = 0
    end: int = 0

    @property
    def has_place(self) -> bool:
        """Say whether it is about some words of the reply."""
        return self.end > self.start


@dataclass(frozen=True)
class Look:
    """What a reply was found to say, and the hints, weightiest first."""

    says_who: bool = False
    says_what: bool = False
    says_when: bool = False
    gives_basis: bool = False
    hints: tuple[Hint, ...] = ()


def look_over(asked: str, reply: str, *, rarity: Rarity, original: str = "") -> Look:
    """Return what a reply to a message says and lacks; of an empty one nothing is said. Two milliseconds.

    `asked` is the message as the writer of the reply reads it, and may be quoted; `original`, as it was written, is
    only looked through for what the reply must not say again.
    """
    asked, reply, original = asked[:MOST_READ], reply[:MOST_READ], (original or asked)[:MOST_READ]
    if not reply.strip():
        return Look()
    reading = Reading(reply)
    found: list[Hint] = []
    for hint in _hints(asked, reading, rarity=rarity, original=original):
        found.append(hint)
        if len(found) == MOST_HINTS:
            break
    return Look(reading.says_who, reading.says_what, reading.says_when, reading.gives_basis, tuple(found))


def _hints(asked: str, reading: Reading, *, rarity: Rarity, original: str) -> Iterator[Hint]:
    """Yield every hint, the weightiest first."""
    for piece in repeated(original, reading.text)[:1]:
        yield _at("private", says.PRIVATE, piece)
    if speaks_another_language(asked, reading.text):
        yield Hint("language", says.LANGUAGE)
    yield from _beside_the_question(asked, reading, rarity=rarity)
    for piece in reading.handed_on[:1]:
        yield _at("handed_on", says.HANDED_ON, piece)
    yield from _what_is_missing(reading)
    yield from _how_it_reads(reading)


def _beside_the_question(asked: str, reading: Reading, *, rarity: Rarity) -> Iterator[Hint]:
    """Yield what of the question is not taken up; nothing for a reply that says nothing, which has its own hint."""
    if not reading.says_what or speaks_another_language(asked, reading.text):
        return
    body = reading.body
    if len(body) >= LEAST_JUDGED and asked.strip() and likeness(asked, body, rarity=rarity) < LEAST_LIKENESS:
        yield Hint("off_topic", says.OFF_TOPIC)
        return
    points = points_of(asked, reading.text, rarity=rarity)
    untouched = [point for point in points if not point.is_touched and not _is_answered(point.piece.text, reading)]
    # One lone point is the whole message; a reply that shares its words elsewhere has taken it up.
    for point in untouched[:MOST_UNTOUCHED] if len(points) > 1 else ():
        yield Hint("untouched", says.filled(says.UNTOUCHED, words=excerpt(point.piece.text, LONGEST_QUOTE)))


def _is_answered(question: str, reading: Reading) -> bool:
    """Say whether a question for a day, a ground or a name gets one, in whatever words."""
    return (
        (reading.says_when and bool(ASKS_WHEN.search(question)))
        or (reading.gives_basis and bool(ASKS_WHY.search(question)))
        or (reading.says_who and bool(ASKS_WHO.search(question)))
    )


def _what_is_missing(reading: Reading) -> Iterator[Hint]:
    """Yield what the reply does not say: what, why, when, and whom to ask."""
    if not reading.says_what:
        empty = (reading.empty or reading.courtesy)[:1]
        yield _at("nothing_said", says.NOTHING_SAID, empty[0]) if empty else Hint("nothing_said", says.NOTHING_SAID)
    if reading.refusals and not reading.gives_basis:
        yield _at("no_basis", says.NO_BASIS, reading.refusals[0])
    promised = reading.promises_without_a_day[:1]
    if promised and (not reading.says_when or VAGUE_TIME.search(promised[0].text)):
        yield _at("no_day", says.NO_DAY, promised[0])
    elif not reading.says_when:
        yield Hint("no_date", says.NO_DATE)
    if not reading.says_who:
        yield Hint("no_who", says.NO_WHO)
    if reading.says_what and len(reading.empty) >= EMPTY_FROM:
        yield _at("empty", says.EMPTY, reading.empty[0])


def _how_it_reads(reading: Reading) -> Iterator[Hint]:
    """Yield what makes the reply hard or unpleasant to read."""
    for piece in preaching(reading.text)[:1]:
        yield _at("preaching", says.PREACHING, piece)
    if lacks_order(reading.text):
        yield Hint("order", says.ORDER)
    for piece in long_sentences(reading.sentences)[:1]:
        yield _at("long", says.LONG, piece)
    for plainer in officialese(reading.text)[:1]:
        zh, en = plainer.instead.zh, plainer.instead.en
        filled = says.filled(says.OFFICIALESE, words=plainer.piece.text)
        yield Hint("officialese", Words(filled.zh + zh, f"{filled.en}{en}"), plainer.piece.start, plainer.piece.end)


def _at(code: str, words: Words, piece: Piece) -> Hint:
    """Return a hint about a place, which it quotes."""
    return Hint(code, says.filled(words, words=excerpt(piece.text, LONGEST_QUOTE)), piece.start, piece.end)
