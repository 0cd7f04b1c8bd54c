# SPDX-License-Identifier: Apache-2.0
"""A message as runs of characters, counted in three places: its title, its head and its body. Pure: no Django.

Chinese needs no words cut out for that, and English is served by the same runs. A run of up to four characters is one
number, its characters side by side in sixteen bits each, so that counting is done in arrays; the same work by a
vectoriser that handles strings takes ten times as long.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sidan.dispatch.characters import SIMPLIFIED

Keys = npt.NDArray[np.uint64]

BITS = 16
RUN_OF_TWO = np.uint64(1 << BITS)  # runs of one character are smaller numbers
TITLE_LENGTH = 60  # a first line longer than this is no title
OPENING_LENGTH = 40  # of a message without a title, its first sentence as far as here
HEAD_LENGTH = 200
# What a long message says is said at its beginning and once more at its end, where it asks for something.
BODY_LENGTH, TAIL_LENGTH = 800, 200

_BLANK = re.compile(r"\s+")
# Words cut apart by a program (城市 道路) read like the sentence they come from; English keeps its blanks.
_BLANK_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
_SENTENCE_END = re.compile(r"[,，。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a message that is counted by itself: its longest run and how much it weighs."""

    longest: int
    weight: float


# Weights and lengths were set by cross-validation on the visible part of the labelled messages (bench/dispatch.py).
PLACES = (Place(4, 0.7), Place(3, 0.7), Place(3, 1.0))


def plain(text: str) -> str:
    """Return a text in one spelling: half-width, small letters, simplified, without blanks that Chinese does not need.

    Line ends stay, because the first line may be a title.
    """
    lines = unicodedata.normalize("NFKC", text).lower().translate(SIMPLIFIED).splitlines()
    return "\n".join(line for each in lines if (line := _BLANK_BESIDE_CHINESE.sub("", _BLANK.sub(" ", each)).strip()))


def placed(text: str) -> tuple[str, str, str]:
    """Return title, head and body of a plain text; what has no title begins with its first sentence."""
    first, _, rest = text.partition("\n")
    if rest and len(first) <= TITLE_LENGTH:
        title, body = first, rest
    else:
        body = text
        title = _SENTENCE_END.split(text[:OPENING_LENGTH], maxsplit=1)[0]
    head = body[:HEAD_LENGTH]
    if len(body) > BODY_LENGTH:
        body = f"{body[: BODY_LENGTH - TAIL_LENGTH]}\n{body[-TAIL_LENGTH:]}"
    return title, head, body


def runs(text: str, *, longest: int) -> list[Keys]:
    """Return the runs of one, two, … `longest` characters of a text, each list in the order of the text."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint64)
    found = [codes]
    for length in range(2, longest + 1):
        found.append((found[-1][:-1] << np.uint64(BITS)) | codes[length - 1 :])
    return found


def counted(texts: Sequence[str], *, longest: int) -> tuple[Keys, sparse.csr_array]:
    """Return all runs of some texts in order, and how often each stands in each text (texts by runs)."""
    each = [np.concatenate(runs(text, longest=longest)) for text in texts]
    rows = np.repeat(np.arange(len(each)), [len(keys) for keys in each])
    keys, columns = np.unique(np.concatenate(each), return_inverse=True)
    ones = np.ones(len(rows), np.float32)
    return keys, sparse.csr_array(sparse.coo_array((ones, (rows, columns)), shape=(len(texts), len(keys))))


def weighed_among(
    text: str, known: Keys, rarity: npt.NDArray[np.float32], *, longest: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Return the places among the known runs, which are in order, of those in a text, and the weight of each.

    Weights are as `weighed` gives them. By hand, because a sparse table of one row costs ten times as much.
    """
    keys, counts = np.unique(np.concatenate(runs(text, longest=longest)), return_counts=True)
    if not len(known):
        return np.zeros(0, np.intp), np.zeros(0, np.float32)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    is_known = known[places] == keys
    places = places[is_known]
    weights = (1 + np.log(counts[is_known])).astype(np.float32) * rarity[places]
    length = np.sqrt((weights**2).sum())
    return places, weights / length if length > 0 else weights


def only_columns(table: sparse.csr_array, kept: npt.NDArray[np.bool_]) -> sparse.csr_array:
    """Return a table with the columns that are to be kept."""
    stays = kept[table.indices]
    places = np.cumsum(kept) - 1
    starts = np.concatenate([[0], np.cumsum(stays)])[table.indptr]
    shape = (table.shape[0], int(kept.sum()))
    return sparse.csr_array((table.data[stays], places[table.indices[stays]], starts), shape=shape)


def weighed(counts: sparse.csr_array, rarity: npt.NDArray[np.float32]) -> sparse.csr_array:
    """Return counts as weights: one plus the logarithm of the count, times rarity, each text of length one."""
    table = counts.copy()
    table.data = (1 + np.log(table.data)) * rarity[table.indices]
    squares = sparse.csr_array((table.data**2, table.indices, table.indptr), shape=table.shape).sum(axis=1)
    lengths = np.sqrt(np.asarray(squares).ravel())
    table.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(table.indptr)).astype(np.float32)
    return table


def rarity_of(counts: sparse.csr_array) -> npt.NDArray[np.float32]:
    """Return how rare each run is: one plus the logarithm of texts over texts with it, both counted from one."""
    texts = counts.shape[0]
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(1 + np.log((1 + texts) / (1 + having)), np.float32)
