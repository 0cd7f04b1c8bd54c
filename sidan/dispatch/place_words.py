# SPDX-License-Identifier: Apache-2.0
"""The places a text names: the pairs of characters before 小区, 路, 学校 and the like. Pure: no Django.

Without a list of names nobody knows where a name begins, so the four characters before the sign are taken; two texts
name one place when they share a pair. 万科魅力之城小区 and 魅力之城小区 meet, 东门路 and 西湖路 do not.
"""

import re
from functools import lru_cache

NAME_CHARACTERS = 4
SIGNS = (
    "小区|社区|花园|家园|公寓|广场|公园|学院|大学|中学|小学|学校|幼儿园|医院|大道|大厦|步行街|商业街|街道|公司|集团|市场|"
    "国际|新城|新村|之城|苑|府|城中|村|镇|乡|路|街|巷|桥|站|湖|河|厂|栋"
)
_SIGN = re.compile(SIGNS)
_NOT_HAN = re.compile("[^\u4e00-\u9fff]")
# Characters with which something other than a name begins or goes on.
_NOT_NAMES = re.compile(
    "[的了是在有和与到从这那我们您你他她它个之处多各每某该本一二三四五两几为被把对将请让使向往于及或而但也都就不没很条]|"
    "附近|旁边|对面|门口|所在|居住|整个|高速|公共|道路|马路|城市|农村|主干|人行|非法|全市"
)


def place_pairs(text: str) -> frozenset[str]:
    """Return the pairs of characters of the names of places in a text."""
    found: set[str] = set()
    for match in _SIGN.finditer(text):
        found.update(_pairs_before(text[max(0, match.start() - NAME_CHARACTERS) : match.start()]))
    return frozenset(found)


@lru_cache(maxsize=65_536)
def _pairs_before(piece: str) -> tuple[str, ...]:
    """Return the pairs of characters of the name that ends a piece; a city's names come again and again."""
    before = _NOT_HAN.split(piece)[-1]
    return tuple(part[at : at + 2] for part in _NOT_NAMES.split(before) for at in range(len(part) - 1))
