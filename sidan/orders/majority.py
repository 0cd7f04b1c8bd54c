# SPDX-License-Identifier: Apache-2.0
"""Quorum and majority in exact fractions: nothing is rounded, and a half is not more than a half. Pure: no Django.

In Chinese law 过半数 and 超过 exclude the number itself, 以上 includes it (民法典 Art 1259). Areas are whole square
decimetres, which are hundredths of a square metre.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from sidan.base.errors import Refused, Words

Measure = Literal["heads", "households", "area"]
MEASURE_WORDS: Mapping[str, Words] = {
    "heads": Words("人数", "heads"),
    "households": Words("户数", "households"),
    "area": Words("面积", "area"),
}
_WRITTEN = re.compile(r"(more_than|at_least) ([1-9]\d{0,3})/([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that must be reached: at least so much when inclusive, more than so much otherwise."""

    is_inclusive: bool
    numerator: int
    denominator: int

    @classmethod
    def parse(cls, text: str) -> "Threshold":
        """Return the threshold written as "more_than 1/2" or "at_least 2/3"; Refused for anything else."""
        found = _WRITTEN.fullmatch(text)
        if found is None or int(found[2]) > int(found[3]):
            raise Refused("“%(text)s” is no threshold; write “more_than 1/2” or “at_least 2/3”.", text=text)
        return cls(found[1] == "at_least", int(found[2]), int(found[3]))

    def is_reached(self, part: int, whole: int) -> bool:
        """Say whether `part` of `whole` reaches it; nothing of nothing reaches no threshold."""
        if whole <= 0:
            return False
        have, need = part * self.denominator, self.numerator * whole
        return have >= need if self.is_inclusive else have > need

    def least_of(self, whole: int) -> int:
        """Return the smallest whole number that reaches it of `whole`, which may be more than there is."""
        need = self.numerator * whole
        return -(-need // self.denominator) if self.is_inclusive else need // self.denominator + 1

    def words(self) -> Words:
        """Return it in words that say whether the number itself counts."""
        share = f"{self.numerator}/{self.denominator}"
        if self.is_inclusive:
            return Words(f"{share} 以上（含 {share}）", f"at least {share}")
        if (self.numerator, self.denominator) == (1, 2):
            return Words("过半数（不含 1/2）", "more than 1/2")
        return Words(f"超过 {share}（不含 {share}）", f"more than {share}")


class Alternative(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to reach a quorum: all its measures at the threshold. It is for bodies whose roll is one of `rolls`."""

    rolls: tuple[str, ...]
    by: tuple[Measure, ...]
    threshold: str


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a decision needs: every measure at the threshold, of those taking part or of all."""

    code: str
    name: Words
    by: tuple[Measure, ...]
    threshold: str
    of: Literal["taking_part", "all"]
    basis: str


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Under which rule one meeting is judged, kept with it: later changes of the rules do not touch it.

    `counts` says who takes part: those who came, or those who voted.
    """

    roll: str
    counts: Literal["present", "voted"]
    quorum: tuple[Alternative, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Weight:
    """How much some members weigh together; area in square decimetres."""

    heads: int = 0
    households: int = 0
    area: int = 0

    def by(self, measure: Measure) -> int:
        """Return the weight in one measure."""
        return int(getattr(self, measure))


@dataclass(frozen=True, slots=True)
class Counted:
    """One measure of a quorum or a decision, worked out; `alternative` counts the ways to a quorum from 0."""

    measure: Measure
    part: int
    whole: int
    threshold: Threshold
    alternative: int = 0

    @property
    def is_reached(self) -> bool:
        """Say whether the part reaches the threshold."""
        return self.threshold.is_reached(self.part, self.whole)

    def words(self) -> Words:
        """Return the working in words: part, whole, what is needed and whether it is reached."""
        name, need, shown = MEASURE_WORDS[self.measure], self.threshold.words(), _shown(self.measure)
        zh, en = ("达到", "reached") if self.is_reached else ("未达到", "not reached")
        least = shown(self.threshold.least_of(self.whole))
        return Words(
            f"{name.zh} {shown(self.part)} / {shown(self.whole)}，须{need.zh}即至少 {least}：{zh}",
            f"{name.en} {shown(self.part)} of {shown(self.whole)}; {need.en}, so {least}, is needed: {en}",
        )

    def to_json(self) -> dict[str, Any]:
        """Return numerator, denominator, threshold and words as they are stored."""
        threshold, words = self.threshold, self.words()
        sign = "at_least" if threshold.is_inclusive else "more_than"
        return {
            "by": self.measure,
            "part": self.part,
            "whole": self.whole,
            "threshold": f"{sign} {threshold.numerator}/{threshold.denominator}",
            "alternative": self.alternative,
            "reached": self.is_reached,
            "words": {"zh": words.zh, "en": words.en},
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a meeting came to: the quorum and the majority, each with its working."""

    quorum: tuple[Counted, ...]
    majority: tuple[Counted, ...]

    @property
    def is_quorate(self) -> bool:
        """Say whether one of the ways to a quorum was reached in all its measures."""
        ways = {each.alternative for each in self.quorum}
        return any(all(each.is_reached for each in self.quorum if each.alternative == way) for way in ways)

    @property
    def is_carried(self) -> bool:
        """Say whether the majority was reached in all its measures."""
        return bool(self.majority) and all(each.is_reached for each in self.majority)


def judge(terms: Terms, *, everybody: Weight, taking_part: Weight, agreed: Weight) -> Verdict:
    """Return what the weights of all members, of those taking part and of those who agreed come to."""
    quorum = tuple(
        Counted(measure, taking_part.by(measure), everybody.by(measure), Threshold.parse(way.threshold), number)
        for number, way in enumerate(terms.quorum)
        if terms.roll in way.rolls
        for measure in way.by
    )
    decision = terms.decision
    whole = taking_part if decision.of == "taking_part" else everybody
    threshold = Threshold.parse(decision.threshold)
    majority = tuple(Counted(each, agreed.by(each), whole.by(each), threshold) for each in decision.by)
    return Verdict(quorum, majority)


def weight_of(members: Iterable[tuple[int, int, str]], *, has_households: bool = True) -> Weight:
    """Return the weight of members given as (heads, area, household); a household counts once, whoever came of it.

    With `has_households` false there is a member whose household is not known, and none are counted.
    """
    rows = list(members)
    households = {household for _, _, household in rows} if has_households else set()
    return Weight(sum(heads for heads, _, _ in rows), len(households), sum(area for _, area, _ in rows))


def square_metres(area_dm2: int) -> str:
    """Return an area of square decimetres in square metres, such as 89.50."""
    whole, rest = divmod(area_dm2, 100)
    return f"{whole:,}.{rest:02d}"


def _shown(measure: Measure) -> Callable[[int], str]:
    """Return how numbers of a measure are written."""
    return (lambda number: f"{square_metres(number)} m²") if measure == "area" else str
