# SPDX-License-Identifier: Apache-2.0
"""The codes of areas and sites, as plain texts.

The official code of a village or community has twelve digits: city 4 and county 2, town 3, community 3; a grid adds 3.
Zeros fill the official code of a larger area (临川区 is 361002000000). Sidan keeps every code without that filling, so
that an area lies inside another exactly when its code begins with the other's.
"""

import math
import re
import secrets
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Literal, TypeVar

from sidan.base.cells import code_text
from sidan.base.errors import Refused

Level = Literal["city", "county", "town", "community", "grid"]
LENGTHS: Mapping[Level, int] = {"city": 4, "county": 6, "town": 9, "community": 12, "grid": 15}
LEVELS: tuple[Level, ...] = tuple(LENGTHS)
LAST_NUMBER = 999

# Without i, l, o and u, which are taken for 1, 1, 0 and v when a code is read aloud or off a wet poster.
SITE_CODE_LENGTH = 8
_SITE_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_SITE_MISREADINGS = str.maketrans("ilo", "110")

_LEVEL_OF_LENGTH: Mapping[int, Level] = {length: level for level, length in LENGTHS.items()}
_DEGREE_M = 111_195  # of a meridian
_Key = TypeVar("_Key", bound=Hashable)


def level_of(code: str) -> Level:
    """Return the level of a code without trailing zeros."""
    level = _LEVEL_OF_LENGTH.get(len(code))
    if level is None or not is_code(code):
        raise Refused("%(code)s is not the code of an area.", code=code)
    return level


def is_code(text: str) -> bool:
    """Say whether a text is the code of an area, without trailing zeros."""
    if len(text) not in _LEVEL_OF_LENGTH or not re.fullmatch(r"[1-9][0-9]+", text, re.ASCII):
        return False
    return bool(_last_part(text).strip("0"))


def city_of(code: str) -> str:
    """Return the code of the city around an area."""
    return code[: LENGTHS["city"]]


def county_of(code: str) -> str:
    """Return the code of the county around an area, or "" for the city itself."""
    return _within(code, "county")


def town_of(code: str) -> str:
    """Return the code of the town around an area, or "" when the area is larger than a town."""
    return _within(code, "town")


def community_of(code: str) -> str:
    """Return the code of the village or community around an area, or "" when the area is larger."""
    return _within(code, "community")


def parent_of(code: str) -> str:
    """Return the code of the next larger area, or "" for a city."""
    return code[: -len(_last_part(code))] if len(code) > LENGTHS["city"] else ""


def path_of(code: str) -> tuple[str, ...]:
    """Return the codes from the city down to the area itself."""
    return tuple(code[:length] for length in LENGTHS.values() if length <= len(code))


def is_inside(code: str, around: str) -> bool:
    """Say whether an area is `around` or lies in it; everything lies inside the empty code."""
    return code.startswith(around)


def official(code: str) -> str:
    """Return the code as offices write it: filled with zeros to twelve digits; a grid's fifteen as they are."""
    return code.ljust(LENGTHS["community"], "0")


def stripped(text: str) -> str:
    """Return the code kept for an official or a kept code as a clerk may write it; Refused when it is none.

    Spaces and full-width digits do not matter; zeros that only fill the code up do not matter either.
    """
    code = code_text(text)
    if not re.fullmatch(r"[0-9]*", code, re.ASCII):
        raise Refused("The code may hold digits only.")
    if len(code) not in _LEVEL_OF_LENGTH:
        raise Refused("The code must have 4, 6, 9, 12 or 15 digits; it has %(count)d.", count=len(code))
    while len(code) > LENGTHS["city"] and not _last_part(code).strip("0"):
        code = parent_of(code)
    if not is_code(code):
        raise Refused("%(code)s is not the code of an area.", code=text)
    return code


def numbered(
    community: str, centres: Mapping[_Key, tuple[float, float]], *, used: Collection[str] = ()
) -> dict[_Key, str]:
    """Return a new code for each grid of a community, numbered west to east and north to south by its centre.

    `centres` are lon, lat in degrees. `used` are all codes the community ever gave, void ones included.
    """
    codes = {}
    taken = set(used)
    for key in reading_order(centres):
        codes[key] = next_free(community, used=taken)
        taken.add(codes[key])
    return codes


def next_free(community: str, *, used: Collection[str]) -> str:
    """Return the code for a community's next grid, after the last one ever given.

    `used` are all codes the community ever gave, void ones included: a code is never given twice. Only when 999 is
    reached are numbers taken that were left out before.
    """
    if level_of(community) != "community":
        raise Refused("Grids are numbered within a village or community; %(code)s is none.", code=community)
    numbers = {int(code[-3:]) for code in used if parent_of(code) == community}
    after = max(numbers, default=0) + 1
    free = after if after <= LAST_NUMBER else next((n for n in range(1, LAST_NUMBER) if n not in numbers), None)
    if free is None:
        raise Refused("The community %(code)s has given out all %(count)d numbers.", code=community, count=LAST_NUMBER)
    return f"{community}{free:03}"


def reading_order(centres: Mapping[_Key, tuple[float, float]]) -> list[_Key]:
    """Return the keys in the order in which a page is read: rows from the north, each from west to east.

    A row is as high as one place would be if all filled their common rectangle evenly, so that neighbours whose
    centres are not exactly level still stand in one row.
    """
    waiting = sorted(centres, key=lambda key: (-centres[key][1], centres[key][0]))
    height = _row_height(list(centres.values()))
    order: list[_Key] = []
    while waiting:
        southern_edge = centres[waiting[0]][1] - height
        row = [key for key in waiting if centres[key][1] >= southern_edge]
        order += sorted(row, key=lambda key: centres[key][0])
        waiting = waiting[len(row) :]
    return order


def new_site_code() -> str:
    """Return a code that nobody can guess from another: one of 10^12."""
    return "".join(secrets.choice(_SITE_SIGNS) for _ in range(SITE_CODE_LENGTH))


def site_code(text: str) -> str:
    """Return a site's code as it is kept, whatever case, spaces or look-alike letters it was typed with."""
    code = re.sub(r"[\s-]", "", code_text(text)).lower().translate(_SITE_MISREADINGS)
    if len(code) != SITE_CODE_LENGTH or set(code) - set(_SITE_SIGNS):
        raise Refused("%(code)s is not the code of a site; it has 8 letters and digits.", code=text)
    return code


def _last_part(code: str) -> str:
    """Return the digits that a code adds to its parent's."""
    inner = list(LENGTHS.values()).index(len(code))
    return code[LENGTHS[LEVELS[inner - 1]] :] if inner else code


def _within(code: str, level: Level) -> str:
    """Return the code of the area of one level around an area, or ""."""
    length = LENGTHS[level]
    return code[:length] if len(code) >= length else ""


def _row_height(points: Sequence[tuple[float, float]]) -> float:
    """Return the height of a row in degrees of latitude."""
    if not points:
        return 0
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    height_m = (max(lats) - min(lats)) * _DEGREE_M
    width_m = (max(lons) - min(lons)) * _DEGREE_M * math.cos(math.radians(sum(lats) / len(lats)))
    # A lone row has no height of its own; half the side of an even share keeps two real rows apart.
    return math.sqrt(height_m * width_m / len(points)) / 2 / _DEGREE_M
