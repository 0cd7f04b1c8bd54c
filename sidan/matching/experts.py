# SPDX-License-Identifier: Apache-2.0
"""Which experts are proposed for a company's need, and why. Pure: no Django.

Looked at are the need and what experts can do, where they are and whether they have room. What became of earlier
proposals is not: nobody climbs by being chosen, and nobody falls by being refused.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sidan.base.errors import Words
from sidan.base.geometry import Point, distance_m
from sidan.matching.reasons import Said
from sidan.matching.words import likeness
from sidan.places.codes import is_inside

MOST_PROPOSED = 3
# The company and the expert are kept apart; the expert is away, full, was refused for this need, or serves elsewhere.
Hindrance = Literal["apart", "absent", "full", "declined", "elsewhere"]
HINDRANCES: Mapping[Hindrance, Said] = {
    "apart": Said("%(expert)s and this company are kept apart; choose somebody else."),
    "absent": Said("%(expert)s is away now; choose somebody else."),
    "full": Said("%(expert)s has no room for another order; choose somebody else."),
    "declined": Said("%(expert)s was proposed for this need before; choose somebody else."),
    "elsewhere": Said("%(expert)s does not serve this area; choose somebody else."),
}
# Less than this is chance: one pair of characters in a sentence.
LEAST_ALIKE = 0.08
# A place this far away weighs as much as a tenth of the need.
REACH_M = 50_000
DISTANCE_WEIGHT = 0.1
# All languages asked for weigh a quarter of the need: less than one of three skills, more than any distance.
LANGUAGE_WEIGHT = 0.25
# Experts within a twentieth are equally fit: what is counted is not known better than that.
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Need:
    """What a company asks for: the order's number, where it lies, skills named, languages, and the words it said.

    A language is named in the text or stated by the company. Where the text names languages and no skill it asks for
    them alone, and they stand among the skills.
    """

    number: str
    area_code: str = ""
    point: Point | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert as the proposing sees one; `held` counts the open orders of those who chose this expert."""

    code: str
    unit: str
    area_code: str = ""
    point: Point | None = None
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    words: str = ""
    capacity: int = 5
    held: int = 0
    is_absent: bool = False
    is_apart: bool = False
    is_declined: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """An expert who may be proposed and what speaks for it: skills, languages, words alike (0 to 1), distance, room."""

    code: str
    unit: str
    fit: float
    answered: tuple[str, ...]
    spoken: tuple[str, ...]
    alike: float
    distance_m: float | None
    held: int
    capacity: int

    @property
    def has_reason(self) -> bool:
        """Say whether anything in the need speaks for this expert."""
        return bool(self.answered) or self.alike >= LEAST_ALIKE


def propose(need: Need, experts: Sequence[Expert], *, most: int = MOST_PROPOSED) -> tuple[Proposed, ...]:
    """Return up to `most` experts whom something in the need speaks for, the fittest first.

    Among those equally fit, one of a unit not yet named goes first, then the order's own number decides, so that
    nobody is always first.
    """
    left = [each for each in all_fits(need, experts) if each.has_reason]
    chosen: list[Proposed] = []
    while left and len(chosen) < most:
        units = {each.unit for each in chosen}
        equal = [each for each in left if _step(each) == _step(left[0])]
        first = next((each for each in equal if each.unit not in units), equal[0])
        chosen.append(first)
        left.remove(first)
    return tuple(chosen)


def all_fits(need: Need, experts: Sequence[Expert]) -> list[Proposed]:
    """Return everybody who may be proposed, the fittest first, those equally fit by the order's own number."""
    able = [each for each in experts if hindrance_of(need, each) is None]
    alike = likeness([need.words], [each.words for each in able])
    found = [_proposed(need, expert, float(alike[0, place])) for place, expert in enumerate(able)]
    return sorted(found, key=lambda each: (-_step(each), _lot(need.number, each.code)))


def hindrance_of(need: Need, expert: Expert) -> Hindrance | None:
    """Return what keeps an expert from a need, or None."""
    if expert.is_apart:
        return "apart"
    if expert.is_declined:
        return "declined"
    if expert.is_absent:
        return "absent"
    if expert.held >= expert.capacity:
        return "full"
    return None if is_inside(need.area_code, expert.area_code) else "elsewhere"


def reasons(proposed: Proposed, names: Mapping[str, Words]) -> list[dict[str, Any]]:
    """Return why somebody is proposed, as sentences with their values; `names` are those of skills by code."""
    return [{"text": said.text, "values": dict(said.values)} for said in _reasons(proposed, names)]


def named_in(text: str, vocabulary: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the skills whose name or other word stands in a text, in the order of the vocabulary."""
    said = text.lower()
    return tuple(code for code, words in vocabulary.items() if any(_stands_in(word.lower(), said) for word in words))


def _stands_in(word: str, text: str) -> bool:
    """Say whether a word stands in a text: Chinese anywhere, others as a whole word."""
    if word.isascii():
        return bool(word) and re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None
    return word in text


def _proposed(need: Need, expert: Expert, alike: float) -> Proposed:
    """Return an expert with what speaks for it."""
    answered = tuple(skill for skill in need.skills if skill in expert.skills or skill in expert.languages)
    spoken = tuple(language for language in need.languages if language in expert.languages)
    away = distance_m(need.point, expert.point) if need.point is not None and expert.point is not None else None
    fit = alike + (len(answered) / len(need.skills) if need.skills else 0.0)
    if need.languages:
        fit += LANGUAGE_WEIGHT * len(spoken) / len(need.languages)
    if away is not None:
        fit -= DISTANCE_WEIGHT * min(1.0, away / REACH_M)
    return Proposed(expert.code, expert.unit, fit, answered, spoken, alike, away, expert.held, expert.capacity)


def _reasons(proposed: Proposed, names: Mapping[str, Words]) -> Iterator[Said]:
    """Yield sentences, the weightiest first."""
    if proposed.answered:
        yield Said("Can do what the need names: %(skills)s.", {"skills": _listed(proposed.answered, names)})
    if proposed.spoken:
        yield Said("Speaks what is asked for: %(languages)s.", {"languages": _listed(proposed.spoken, names)})
    if proposed.alike >= LEAST_ALIKE:
        yield Said(
            "%(percent)d %% of the words of the need stand in what this expert does.",
            {"percent": round(100 * proposed.alike)},
        )
    if not proposed.has_reason:
        yield Said("Nothing in the need points to this expert; chosen by hand.")
    if proposed.distance_m is not None:
        yield Said("%(km)s km away.", {"km": f"{proposed.distance_m / 1000:.1f}"})
    yield Said(
        "Has room: %(held)d of %(capacity)d orders held.", {"held": proposed.held, "capacity": proposed.capacity}
    )


def _listed(codes: Sequence[str], names: Mapping[str, Words]) -> dict[str, str]:
    """Return the names of skills or languages one after the other, in both languages."""
    known = [names.get(code, Words(code, code)) for code in codes]
    return {"zh": "、".join(each.zh for each in known), "en": ", ".join(each.en for each in known)}


def _step(proposed: Proposed) -> int:
    """Return how fit somebody is in steps within which nobody is told apart."""
    return round(proposed.fit / STEP)


def _lot(number: str, code: str) -> str:
    """Return what orders those equally fit, another order for each need."""
    return hashlib.sha256(f"{number} {code}".encode()).hexdigest()
