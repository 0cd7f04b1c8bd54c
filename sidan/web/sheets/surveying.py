# SPDX-License-Identifier: Apache-2.0
"""What a trial tells of outlines: each fault with its place, size and repair, the choice of repairs, and a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan
from sidan.places.area_sheets import AreaPlan
from sidan.places.survey import Named, Survey
from sidan.places.survey_words import FAULT_NAMES, REPAIR_NAMES, fault_sentence, place_text, size_text
from sidan.places.topology import REPAIRS, Fault, Repair
from sidan.web.sheets.drawing import Drawing, drawing_of

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """What a repair does to one area, with the sign of the gain."""

    area: Named
    gain: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault as a row of the table; `state` is error, open, mended or told."""

    number: int
    kind: Words
    sentence: Refused
    areas: tuple[Named, ...]
    place: str
    size: str
    changes: tuple[Change, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A repair on offer: how many faults it mends and how many square metres change hands."""

    code: Repair
    words: Words
    count: int
    size: str
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Surveyed:
    """All of it; the rows are cut, the numbers are not."""

    rows: tuple[FaultRow, ...]
    count: int
    errors: int
    choices: tuple[Choice, ...]
    drawing: Drawing | None

    @property
    def accepted(self) -> list[Repair]:
        """Return the repairs that the second press makes."""
        return [choice.code for choice in self.choices if choice.is_accepted]


def surveyed(plan: Plan) -> Surveyed | None:
    """Return what was found of the outlines of a plan; None where there is nothing to tell."""
    if not isinstance(plan, AreaPlan) or not plan.survey.faults:
        return None
    survey = plan.survey
    faults = sorted(survey.faults, key=lambda fault: (not fault.is_error, fault.is_mended))
    shown = faults[:MOST_SHOWN]
    return Surveyed(
        rows=tuple(_row(number, fault, survey) for number, fault in enumerate(shown, start=1)),
        count=len(faults),
        errors=sum(fault.is_error for fault in faults),
        choices=tuple(_choices(faults, survey)),
        drawing=drawing_of(survey, shown),
    )


def _row(number: int, fault: Fault, survey: Survey) -> FaultRow:
    """Return one fault as a row."""
    state = "error" if fault.is_error else "mended" if fault.is_mended else "open" if fault.repair else "told"
    return FaultRow(
        number=number,
        kind=FAULT_NAMES[fault.kind],
        sentence=fault_sentence(fault, survey.named),
        areas=tuple(survey.named[key] for key in fault.keys),
        place=place_text(fault),
        size=size_text(fault.size_m2),
        changes=tuple(
            Change(survey.named[key], f"{'+' if gain > 0 else '−'}{size_text(abs(gain))}")
            for key, gain in fault.changes
            if abs(gain) >= 0.1
        ),
        state=state,
    )


def _choices(faults: Sequence[Fault], survey: Survey) -> list[Choice]:
    """Return the repairs that would mend something."""
    found = []
    for repair in REPAIRS:
        mendable = [fault for fault in faults if fault.repair == repair]
        moved = sum(abs(gain) for fault in mendable for _, gain in fault.changes if fault.kind != "open_ring")
        if mendable:
            accepted = repair in survey.accepted
            found.append(Choice(repair, REPAIR_NAMES[repair], len(mendable), size_text(moved), accepted))
    return found
