# SPDX-License-Identifier: Apache-2.0
"""How alike a need and an ability are in plain words, where the vocabulary of skills says nothing. Pure: no Django.

Counted is the share of a need's terms that the other text has too: pairs of neighbouring Chinese characters, and whole
words of other scripts. Nothing is learned and no text changes what another comes to, so a figure can be told again from
the two texts alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\d_]+", re.UNICODE)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Terms that say that something is needed, and not what.
EMPTY_TERMS = frozenset(
    {"需要", "希望", "帮助", "问题", "解决", "企业", "公司", "服务", "方面", "相关", "支持", "need", "help", "with"}
)


def likeness(needs: Sequence[str], abilities: Sequence[str]) -> NDArray[np.float64]:
    """Return the share (0 to 1) of the terms of each need (row) that each ability (column) has too.

    A need without a term is like nothing.
    """
    having: dict[str, list[int]] = {}
    for column, ability in enumerate(abilities):
        for term in set(terms(ability)):
            having.setdefault(term, []).append(column)
    columns = {term: np.array(held) for term, held in having.items()}
    found = np.zeros((len(needs), len(abilities)))
    for row, need in enumerate(needs):
        asked = set(terms(need))
        if shared := [columns[term] for term in asked & columns.keys()]:
            found[row] = np.bincount(np.concatenate(shared), minlength=len(abilities)) / len(asked)
    return found


def terms(text: str) -> list[str]:
    """Return the terms of a text in order: 陶瓷热处理 has 陶瓷, 瓷热, 热处 and 处理."""
    return [term for term in _all_terms(unicodedata.normalize("NFKC", text).lower()) if term not in EMPTY_TERMS]


def _all_terms(text: str) -> Iterator[str]:
    """Yield pairs of Chinese characters and whole words; a single character stands for itself."""
    for run in _RUNS.findall(text):
        if not _CHINESE.match(run) or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
