# SPDX-License-Identifier: Apache-2.0
"""A run of a round with all it was worked out from, and working it out again. Pure: no Django.

Whoever has it finds out whether the result follows from the facts, and whether the seal is that of these inputs and
this result. As a file it is written and read by `sidan.evaluation.zipped`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidan.evaluation.papers import Paper
from sidan.evaluation.reader import read
from sidan.evaluation.working import Inputs, first_difference, round_digest, worked_out


@dataclass(frozen=True, slots=True)
class Compared:
    """One who is compared: code, names, class, what it is counted from, and the result as kept."""

    code: str
    name: str
    name_en: str
    class_code: str
    paper: Paper
    result: Mapping[str, Any]


@dataclass(frozen=True)
class Bundle:
    """One run of a round: `about` says which, with what was left out; `digest` is empty before it is settled."""

    source: str
    about: Mapping[str, Any]
    compared: Sequence[Compared]
    sensitivity: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Again:
    """What working a run out again comes to: its digest, and where it first differs from what was kept."""

    digest: str
    difference: str

    @property
    def is_same(self) -> bool:
        """Say whether nothing differs."""
        return not self.difference


def again(bundle: Bundle) -> Again:
    """Work a run out again from its inputs, and compare it with what was kept."""
    compared = sorted(bundle.compared, key=lambda each: each.code)
    given = Inputs(
        read(bundle.source),
        int(bundle.about["seed"]),
        [each.code for each in compared],
        [(each.name, each.name_en) for each in compared],
        [each.class_code for each in compared],
        [each.paper for each in compared],
    )
    worked = worked_out(given)
    digest = round_digest(bundle.about, bundle.source, worked.sensitivity, worked.digests)
    difference = first_difference({each.code: each.result for each in compared}, worked.results)
    if not difference and bundle.sensitivity != worked.sensitivity:
        difference = _first_key(bundle.sensitivity, worked.sensitivity)
    if not difference and bundle.digest and bundle.digest != digest:
        difference = f"digest: {bundle.digest} / {digest}"
    return Again(digest, difference)


def _first_key(kept: Mapping[str, Any], worked: Mapping[str, Any]) -> str:
    """Return where the sensitivity differs first."""
    for key in sorted({*kept, *worked}):
        one, other = kept.get(key), worked.get(key)
        if one == other:
            continue
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            subject = min(each for each in {*one, *other} if one.get(each) != other.get(each))
            return f"sensitivity {key} {subject}: {one.get(subject)} / {other.get(subject)}"
        return f"sensitivity {key}: {one} / {other}"
    return ""
