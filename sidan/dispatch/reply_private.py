# SPDX-License-Identifier: Apache-2.0
"""What leads to a person in a message and comes again in its reply. Pure: no Django.

The one seam to the finder of private words: `private_in` is all that the look at a reply and the reuse of an older
answer ask. Until the finder is joined it knows numbers, plates and names that the writer gives as the own.
"""

import re

from sidan.dispatch.reply_texts import Piece

_PRIVATE = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15,19}|0\d{2,3}[-—]\d{7,8})(?!\d)"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁][A-Z][·•]?[A-Z\d]{5,6}(?![A-Z\d])"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
)
_OWN_NAME = re.compile(r"(?:我叫|我是|本人|姓名[：:]?)([\u4e00-\u9fff]{2,3})(?=[，。,、 （(]|$)")
_COVER = "〔…〕"


def private_in(text: str) -> list[Piece]:
    """Return what leads to a person in a text, in the order it stands there."""
    found = [Piece(each.start(), each.end(), each[0]) for each in _PRIVATE.finditer(text)]
    found += [Piece(each.start(1), each.end(1), each[1]) for each in _OWN_NAME.finditer(text)]
    return sorted(found, key=lambda piece: piece.start)


def repeated(asked: str, reply: str) -> list[Piece]:
    """Return where a reply says again what in the message leads to a person."""
    found = []
    for word in dict.fromkeys(piece.text for piece in private_in(asked)):
        at = reply.find(word)
        if at >= 0:
            found.append(Piece(at, at + len(word), word))
    return sorted(found, key=lambda piece: piece.start)


def covered(text: str) -> str:
    """Return a text with what leads to a person covered, as another order's answer is offered."""
    parts, reached = [], 0
    for piece in private_in(text):
        parts += [text[reached : piece.start], _COVER]
        reached = piece.end
    return "".join([*parts, text[reached:]])
