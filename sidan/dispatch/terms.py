# SPDX-License-Identifier: Apache-2.0
"""Short texts as rows of weighted pairs of characters, thousands of texts a second. Pure: no Django.

A text is read up to READ_CHARACTERS: what is wrong, and where, stands at the beginning. Traditional characters count
as the simplified ones, wide letters as plain ones; runs of five and more digits (telephones, identity numbers) are not
read at all. A pair is weighed by how few texts have it. The weight of a pair hangs on the number of texts that have it
and on nothing else of the others, so that a text which shares no pair with the rest changes nothing among them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from sidan.dispatch.characters import SIMPLIFIED

READ_CHARACTERS = 100
OPENING_CHARACTERS = 30  # about the length of a title; what is said there counts OPENING_WEIGHT times
OPENING_WEIGHT = 1.6
FEWEST_TEXTS = 4096  # the rarity of a pair is told against at least so many texts
_BITS = 22

_LONG_NUMBERS = re.compile(r"\d{5,}")
# What nearly every message says and no issue is about.
_POLITE = re.compile(
    "尊敬的|您好|你好|领导|书记|市长|请问|咨询|反映|投诉|举报|建议|希望|请求|谢谢|感谢|关于|问题|相关|部门|我们|我是|"
    "有关|情况|解决|处理|帮忙|恳请|强烈|请政府|政府|管一管|什么时候|为什么|怎么|是否|可以|不能|没有|一直|现在|已经|"
    "居民|业主|市民|老百姓|群众"
)


@dataclass(frozen=True)
class Terms:
    """Texts as rows of unit length, and for each column the number of texts that have it: two at the least.

    What a single text has is in no column, but makes its row shorter, since it makes the text unlike others.
    """

    rows: csr_matrix
    texts_with: NDArray[np.int64]


def plain_text(text: str, *, characters: int = READ_CHARACTERS) -> str:
    """Return the beginning of a text as it is compared: polite words, blanks and long numbers are gaps."""
    return _LONG_NUMBERS.sub(" ", _POLITE.sub(" ", text[:characters]))


def terms_of(texts: Sequence[str], *, characters: int = READ_CHARACTERS) -> Terms:
    """Return the rows of many texts; a text without any pair is a row of zeros."""
    cut = [plain_text(text, characters=characters) for text in texts]
    codes = _codes("\n".join(cut))
    lengths = np.fromiter((len(text) + 1 for text in cut), dtype=np.int32, count=len(cut))
    owner = np.repeat(np.arange(len(cut), dtype=np.int32), lengths)[: len(codes)]
    late_from = np.repeat((np.cumsum(lengths) - lengths + OPENING_CHARACTERS).astype(np.int32), lengths)[: len(codes)]
    at = np.flatnonzero((codes[:-1] > 0) & (codes[1:] > 0)).astype(np.int32)
    # A hash of both, as there is no list of all pairs of characters; of two pairs in one column the rarer loses weight.
    pair = (codes[at] * np.uint32(65599) + codes[at + 1]) * np.uint32(0x9E3779B1) >> np.uint32(32 - _BITS)
    key = owner[at].astype(np.int64) << (_BITS + 1)
    key |= pair.astype(np.int64) << 1
    key |= at >= late_from[at]
    key.sort()
    is_first = np.ones(len(key), bool)
    is_first[1:] = (key[1:] >> 1) != (key[:-1] >> 1)
    key = key[is_first]
    column = ((key >> 1) & ((1 << _BITS) - 1)).astype(np.int32)
    return _weighed((key >> (_BITS + 1)).astype(np.int32), column, (key & 1) == 0, count=len(cut))


def _weighed(owner: NDArray[np.int32], pair: NDArray[np.int32], is_early: NDArray[np.bool_], *, count: int) -> Terms:
    """Return rows of unit length, with a column for each pair that two texts have."""
    if len(pair) < 1 << (_BITS - 2):  # few: it is faster to number those there are than to count all there could be
        pair = np.unique(pair, return_inverse=True)[1].astype(np.int32)
    texts_with = np.bincount(pair)
    against = FEWEST_TEXTS
    while against < count:
        against *= 4
    rarity = np.log(against / np.maximum(texts_with, 1)).clip(min=0.0).astype(np.float32)
    weight = rarity[pair]
    weight[is_early] *= np.float32(OPENING_WEIGHT)
    length = np.sqrt(np.bincount(owner, weights=weight**2, minlength=count)).clip(min=1e-9)
    is_shared = texts_with >= 2
    column = np.cumsum(is_shared, dtype=np.int32) - np.int32(1)
    keep = is_shared[pair]
    owner, pair, weight = owner[keep], pair[keep], weight[keep]
    pointers = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count))))
    shape = (count, max(int(is_shared.sum()), 1))
    data = weight / length.astype(np.float32)[owner]
    rows = csr_matrix((data, column[pair], pointers.astype(np.int32)), shape=shape)
    return Terms(rows, texts_with[is_shared] if is_shared.any() else np.zeros(1, np.int64))


def _table() -> NDArray[np.uint32]:
    """Return for each character the one it counts as; nought for what is neither letter nor digit."""
    table = np.zeros(65536, np.uint32)
    for code in range(65536):
        plain = unicodedata.normalize("NFKC", chr(code)).lower().translate(SIMPLIFIED)
        if len(plain) == 1 and plain.isalnum() and ord(plain) < 65536:
            table[code] = ord(plain)
    return table


_PLAIN = _table()


def _codes(text: str) -> NDArray[np.uint32]:
    """Return the characters of a text as numbers; those beyond the first plane (emoji) are gaps."""
    wide = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    return _PLAIN[np.where(wide < 65536, wide, 0)]
