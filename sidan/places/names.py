# SPDX-License-Identifier: Apache-2.0
"""Names of areas by code, kept in memory, so that a list of orders needs no query for its places.

Void areas are named too: an old order keeps its place.
"""

from collections.abc import Collection, Mapping

from sidan.base.errors import Words
from sidan.places.codes import LENGTHS, Level, is_inside, level_of, path_of
from sidan.places.models import Area
from sidan.places.versions import Kept


def name_of(code: str) -> Words:
    """Return the name of an area; its code where no such area is known."""
    return _names().get(code) or Words(code, code)


def path_names(code: str, *, below: str = "") -> tuple[Words, ...]:
    """Return the names of the areas around an area and its own, the largest first.

    With `below` only those inside that area are named: below the city 3610 the path begins with the county.
    """
    known = _names()
    return tuple(known[part] for part in path_of(code) if len(part) > len(below) and part in known)


def path_text(code: str, *, language: str, below: str = "") -> str:
    """Return the path of an area as it is shown: "临川区 / 青云街道 / 东门社区"; the name alone of `below` itself."""
    path = path_names(code, below=below) or (name_of(code),)
    return " / ".join(name.in_language(language) for name in path)


def counties_within(code: str) -> tuple[str, ...]:
    """Return the codes of the counties in an area or around it, void ones too, as an old order keeps its county."""
    length = LENGTHS["county"]
    if len(code) >= length:
        return (code[:length],)
    return tuple(sorted(known for known in _names() if len(known) == length and known.startswith(code)))


def area_codes(*, levels: Collection[Level]) -> list[str]:
    """Return the codes of the areas of some levels, void ones too, by code. No query."""
    return sorted(code for code in _names() if level_of(code) in levels)


def areas_named(text: str, *, within: Collection[str], most: int) -> list[str]:
    """Return the codes of areas whose name holds a text, inside some areas, the largest first. No query."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    found = [
        code
        for code, name in _names().items()
        if (wanted in name.zh or wanted in name.en.lower()) and any(is_inside(code, around) for around in within)
    ]
    return sorted(found, key=lambda code: (len(code), code))[:most]


def _load() -> Mapping[str, Words]:
    """Return the names of all areas; one query, about a megabyte for ten thousand."""
    return {code: Words(name, name_en) for code, name, name_en in Area.objects.values_list("code", "name", "name_en")}


_names = Kept(_load)
