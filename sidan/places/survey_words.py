# SPDX-License-Identifier: Apache-2.0
"""The faults of outlines in words: what they are called, and the sentence for one of them. Pure."""

from collections.abc import Mapping
from typing import Protocol

from sidan.base.errors import Refused, Words
from sidan.places.topology import Fault, FaultKind, Repair

FAULT_NAMES: Mapping[FaultKind, Words] = {
    "open_ring": Words("边界未闭合", "Ring not closed"),
    "crossing": Words("边界自相交", "Ring crosses itself"),
    "spike": Words("边界有毛刺", "Ring touches itself"),
    "astray": Words("不在所属区域内", "Lies elsewhere"),
    "outside": Words("超出所属区域", "Reaches out"),
    "duplicate": Words("边界重复", "Same outline twice"),
    "overlap": Words("网格重叠", "Overlap"),
    "exclusive": Words("专属网格叠压", "Exclusive grid over another"),
    "hole": Words("空洞", "Hole"),
    "sliver": Words("缝隙", "Gap between neighbours"),
}
REPAIR_NAMES: Mapping[Repair, Words] = {
    "rings": Words("修复边界线：闭合未闭合的，拆开自相交的", "Mend rings: close the open ones, part those that cross"),
    "outside": Words("裁掉超出所属区域的部分", "Cut off what reaches out of the area around"),
    "overlaps": Words(
        "重叠部分归公共边界较长的一方，相等时归编码在前的",
        "Give an overlap to the one with the longer common border, or else the earlier code",
    ),
    "holes": Words("空洞归公共边界最长的相邻网格", "Fill a hole into the neighbour with the longest border"),
    "slivers": Words("缝隙归公共边界最长的相邻网格", "Fill a gap into the neighbours alongside it"),
}

_SENTENCES: Mapping[FaultKind, Refused] = {
    "open_ring": Refused("The outline of %(area)s is not closed."),
    "crossing": Refused("The outline of %(area)s crosses itself near %(place)s."),
    "spike": Refused("The outline of %(area)s touches itself; that was mended."),
    "astray": Refused(
        "%(area)s does not lie in the area around it, near %(place)s; are the code and the coordinates right?"
    ),
    "outside": Refused("%(area)s reaches out of the area around it by %(size)s m² near %(place)s."),
    "duplicate": Refused("%(area)s and %(other)s have the same outline."),
    "overlap": Refused("%(area)s and %(other)s overlap by %(size)s m² near %(place)s."),
    "exclusive": Refused("The exclusive grid %(area)s lies over %(other)s by %(size)s m² and goes before it there."),
    "hole": Refused("Beside %(area)s a hole of %(size)s m² belongs to nobody, near %(place)s."),
    "sliver": Refused("Beside %(area)s a gap of %(size)s m² belongs to nobody, near %(place)s."),
}


class Shown(Protocol):
    """An area as sentences name it."""

    @property
    def name(self) -> Words:
        """Return its name."""

    @property
    def code(self) -> str:
        """Return its code."""


def fault_sentence(fault: Fault, named: Mapping[str, Shown]) -> Refused:
    """Return a fault as a sentence; `named` are the areas by the keys of their pieces."""
    areas = [_named(named[key]) for key in fault.keys]
    return Refused(
        _SENTENCES[fault.kind].text,
        area=areas[0],
        other=areas[1] if len(areas) > 1 else areas[0],
        size=size_text(fault.size_m2),
        place=place_text(fault),
    )


def size_text(size_m2: float) -> str:
    """Return square metres as they are shown: small ones with a digit behind the point."""
    return f"{size_m2:.1f}" if abs(size_m2) < 10 else f"{size_m2:,.0f}"


def place_text(fault: Fault) -> str:
    """Return where a fault is: longitude and latitude to a metre."""
    return f"{fault.at.lon:.5f}, {fault.at.lat:.5f}"


def _named(area: Shown) -> Words:
    """Return an area's name with its code."""
    return Words(f"{area.name.zh} {area.code}", f"{area.name.in_language('en')} {area.code}")
