# SPDX-License-Identifier: Apache-2.0
"""Routes and the reasons for taking them, in words of both languages."""

from sidan.base.errors import Words
from sidan.dispatch.hours import ALWAYS, hours_words
from sidan.dispatch.matter_names import Catalogue, catalogue_of
from sidan.dispatch.routing import Resolution, Way
from sidan.places.codes import county_of
from sidan.places.names import name_of


def scope_words(way: Way, catalogue: Catalogue | None = None) -> Words:
    """Return what a route is for: "Dongcheng street × street lamps × working hours". No query, mostly."""
    known = catalogue or catalogue_of(county_of(way.area))
    parts = [name_of(way.area), known.name(way.matter)]
    if way.condition:
        parts.append(known.condition(way.matter, way.condition))
    if way.hours != ALWAYS:
        parts.append(hours_words(way.hours))
    return Words(" × ".join(part.zh for part in parts), " × ".join(part.in_language("en") for part in parts))


def why_words(found: Resolution, catalogue: Catalogue | None = None) -> Words | None:
    """Return why a route is taken: which it is, and which wider one it stands before; None without a route."""
    way = found.way
    if way is None:
        return conflict_words(found) if found.is_conflict else None
    scope = scope_words(way, catalogue)
    zh, en = f"依据第{way.number}号派单规则：{scope.zh}", f"because of route {way.number}: {scope.en}"
    if found.wider:
        wider = found.wider[0]
        behind = scope_words(wider, catalogue)
        zh += f"，比第{wider.number}号（{behind.zh}）更具体"
        en += f", narrower than route {wider.number} ({behind.en})"
    return Words(zh, en)


def conflict_words(found: Resolution) -> Words:
    """Return which routes tie."""
    zh = "、".join(f"第{way.number}号" for way in found.best)
    en = ", ".join(str(way.number) for way in found.best)
    return Words(
        f"派单规则{zh}同样具体，却派给不同单位，须由人决定",
        f"routes {en} are equally specific and name different units: somebody must decide",
    )
