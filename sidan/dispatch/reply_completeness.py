# SPDX-License-Identifier: Apache-2.0
"""Whether a reply says who acted, what was done, when, and on what ground. Pure: no Django.

The forms of a letter and empty assurances are set aside first: a greeting is no answer, and the day under a letter is
not the day something is done.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from sidan.dispatch.reply_phrases import (
    ASK_THEM,
    BASIS,
    COURTESY,
    DONE,
    EMPTY,
    HANDED,
    HANDED_ON,
    LETTER_DAY,
    NOT_A_NAME,
    PERSON,
    PHONE,
    PROMISE,
    REFUSAL,
    UNIT,
    VAGUE_TIME,
    WHEN,
)
from sidan.dispatch.reply_texts import Piece, clauses, sentences

# Fewer characters of matter than this are a greeting that slipped through.
LEAST_MATTER = 9
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Reading:
    """A reply read for what it says."""

    text: str

    @cached_property
    def clauses(self) -> list[Piece]:
        """Return its clauses."""
        return clauses(self.text)

    @cached_property
    def sentences(self) -> list[Piece]:
        """Return its sentences."""
        return sentences(self.text)

    @cached_property
    def courtesy(self) -> list[Piece]:
        """Return the clauses that belong to the form of a letter."""
        return [clause for clause in self.clauses if COURTESY.search(clause.text)]

    @cached_property
    def matter(self) -> list[Piece]:
        """Return the clauses that speak of the matter: neither form, nor assurance, nor a mere handing on."""
        formal = {clause.start for clause in self.courtesy}
        return [
            clause
            for clause in self.clauses
            if clause.start not in formal
            and not EMPTY.search(clause.text)
            and not HANDED.search(clause.text)
            and not HANDED_ON.search(clause.text)
            and not ASK_THEM.search(clause.text)
            and not PHONE.search(clause.text)
            and not clause.text.startswith("电话")
        ]

    @cached_property
    def body(self) -> str:
        """Return the reply without the clauses of courtesy, which only say back what was asked."""
        formal = {clause.start for clause in self.courtesy}
        return "".join(clause.text for clause in self.clauses if clause.start not in formal)

    @cached_property
    def empty(self) -> list[Piece]:
        """Return the clauses that assure and say nothing."""
        formal = {clause.start for clause in self.courtesy}
        return [each for each in self.clauses if each.start not in formal and EMPTY.search(each.text)]

    @cached_property
    def handed_on(self) -> list[Piece]:
        """Return where the matter is handed on to somebody without a name."""
        return [Piece(found.start(), found.end(), found[0]) for found in HANDED_ON.finditer(self.text)]

    @cached_property
    def says_what(self) -> bool:
        """Say whether anything was done, found or decided."""
        if any(DONE.search(clause.text) for clause in self.matter):
            return True
        return sum(len(_SIGNS.sub("", clause.text)) for clause in self.matter) >= LEAST_MATTER

    @cached_property
    def says_who(self) -> bool:
        """Say whether a unit or a person is named, or a way to ask further."""
        if PHONE.search(self.text):
            return True
        formal = {clause.start for clause in self.courtesy}
        named = (clause.text for clause in self.clauses if clause.start not in formal or clause is self.clauses[-1])
        return any(_names_somebody(text) for text in named)

    @cached_property
    def says_when(self) -> bool:
        """Say whether a day or a span stands in it that is not the letter's own."""
        return _names_a_day(self.text)

    @cached_property
    def gives_basis(self) -> bool:
        """Say whether a rule, a document or a reason is given."""
        formal = {clause.start for clause in self.courtesy}
        return any(BASIS.search(clause.text) for clause in self.clauses if clause.start not in formal)

    @cached_property
    def refusals(self) -> list[Piece]:
        """Return the sentences that say what cannot be done."""
        return [each for each in self.sentences if REFUSAL.search(each.text)]

    @cached_property
    def promises_without_a_day(self) -> list[Piece]:
        """Return the clauses that promise something in a sentence without a day, those with a vague word first."""
        formal = {clause.start for clause in self.courtesy}
        open_ones = []
        for sentence in self.sentences:
            within = [each for each in self.clauses if sentence.start <= each.start < sentence.end]
            promised = [each for each in within if each.start not in formal and _promises(each.text)]
            if promised and not any(_names_a_day(each.text) for each in within):
                open_ones.append(next((each for each in promised if VAGUE_TIME.search(each.text)), promised[0]))
        return sorted(open_ones, key=lambda each: not VAGUE_TIME.search(each.text))


def _promises(text: str) -> bool:
    """Say whether a clause promises something."""
    return bool(PROMISE.search(text) or VAGUE_TIME.search(text))


def _names_a_day(text: str) -> bool:
    """Say whether a day or a span stands in a text that is not the letter's own."""
    return bool(WHEN.search(LETTER_DAY.sub("", text)))


def _names_somebody(text: str) -> bool:
    """Say whether a clause names a unit or a person, not just `我局` or `有关部门`."""
    return bool(PERSON.search(text)) or any(not NOT_A_NAME.match(found[0]) for found in UNIT.finditer(text))
