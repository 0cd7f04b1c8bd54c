# SPDX-License-Identifier: Apache-2.0
"""What leads to a person in a message and comes again in its reply, or in an older answer. Pure: no Django."""

from sidan.base.private_words import find_private, masked
from sidan.dispatch.reply_texts import Piece, is_chinese

# An office tells its number in an answer so that it is called.
_OF_AN_OFFICE = ("landline",)


def repeated(asked: str, reply: str) -> list[Piece]:
    """Return where a reply says again what in the message leads to a person."""
    found = []
    for word in dict.fromkeys(asked[find.start : find.end] for find in find_private(asked)):
        at = reply.find(word)
        if at >= 0:
            found.append(Piece(at, at + len(word), word))
    return sorted(found, key=lambda piece: piece.start)


def as_a_start(answer: str) -> str:
    """Return an older answer with what leads to a person covered in its own language, as another order's start."""
    return masked(answer, language="en" if is_chinese(answer) is False else "zh", keep=_OF_AN_OFFICE)
