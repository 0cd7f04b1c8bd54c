# SPDX-License-Identifier: Apache-2.0
"""The working of a plan in sentences: why a pair, why nobody, and what would help. Pure: no Django.

A sentence is its English text with named places and the values for them; the text is what a translation goes by.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sidan.base.errors import Words
from sidan.matching.problem import Parts, Uncovered, WayOut

# What keeps a pair apart, as a page tells those who plan.
BARRIERS: Mapping[str, Words] = {
    "kin": Words("有亲属关系，应当回避", "kept apart: kin"),
    "shares": Words("持股或有经济利益，应当回避", "kept apart: shares or money"),
    "licensing": Words("本人或所在单位负责该企业审批，应当回避", "kept apart: licenses the company"),
    "supervising": Words("本人或所在单位负责该企业监管，应当回避", "kept apart: supervises the company"),
    "other": Words("应当回避", "kept apart"),
    "absent": Words("这段时间不在岗", "absent"),
    "elsewhere": Words("企业不在其服务区域内", "serves another area"),
    "too_far": Words("超过最远距离", "too far away"),
    "skill": Words("没有这个名额要求的专长", "has not the skill of this seat"),
    "no_capacity": Words("服务企业数上限为 0", "may serve nobody"),
    "at_the_table": Words("已在这家企业的团队里", "is in the company's team already"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: its English text and what stands in its named places."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


def why(parts: Parts, *, names: Mapping[str, str]) -> Iterator[Said]:
    """Yield what speaks for a pair and what against; `names` say what skills are called."""
    if parts.answered:
        yield Said("Answers %(skills)s.", {"skills": "、".join(names.get(each, each) for each in parts.answered)})
    elif parts.fit_share >= 1:
        yield Said("The company names no need.")
    else:
        yield Said("Answers none of the needs by name.")
    if parts.likeness >= 0.1:
        yield Said(
            "%(percent)d %% of the company's own words stand in the liaison's too.",
            {"percent": round(parts.likeness * 100)},
        )
    if parts.distance_m is None:
        yield Said("One of the places is not known; counted as one reach.")
    else:
        yield Said("%(km)s km away.", {"km": f"{parts.distance_m / 1000:.1f}"})
    if parts.is_kept:
        yield Said("As it is today.")
    elif parts.change:
        yield Said("The company has somebody else today.")


def why_uncovered(seat: Uncovered) -> Iterator[Said]:
    """Yield why nobody takes a seat."""
    if seat.is_full:
        yield Said("Everybody who may serve it is full.")
    elif not seat.barriers:
        yield Said("There is no liaison at all.")
    for barrier, number in sorted(seat.barriers.items(), key=lambda each: (-each[1], each[0])):
        yield Said("%(number)d: %(barrier)s.", {"number": number, "barrier": barrier})


def way_out(way: WayOut, *, names: Mapping[str, str], liaisons: Mapping[str, str]) -> Said:
    """Return a way out as a sentence; `liaisons` say what they are called."""
    if way.kind == "raise":
        listed = "、".join(f"{liaisons.get(code, code)} +{more}" for code, more in way.liaisons)
        return Said(
            "Raise capacities by %(more)d in all: %(listed)s. That covers %(covers)d.",
            {"more": way.more, "listed": listed, "covers": way.covers},
        )
    if way.kind == "hire":
        values: dict[str, str | int | float] = {
            "more": way.more,
            "covers": way.covers,
            "skill": names.get(way.skill, way.skill),
        }
        if not way.skill:
            return Said("Find %(more)d more liaisons. That covers %(covers)d.", values)
        return Said("Find %(more)d more liaisons with %(skill)s. That covers %(covers)d.", values)
    return Said(
        "Nobody may serve %(covers)d of them: a conflict, an absence or an area has to change.", {"covers": way.covers}
    )
