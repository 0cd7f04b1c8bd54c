# SPDX-License-Identifier: Apache-2.0

"""Fields and indicators that could never be answered, kept, shown or counted are refused."""

from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Words
from sidan.orders.declare import Choice, Field, Indicator, Programme
from sidan.orders.field_faults import faults_of_fields
from sidan.programmes.measures import MEASURES
from tests.programmes.samples import sample

NAME = Words("名", "Name")
KEYS = ("move", "stage", "outcome", "field", "target")
GOOD = {"move": "done", "stage": "working", "outcome": "solved", "field": "cost", "target": "cost"}


@dataclass
class Lists:
    """Closed lists of a few names."""

    field_types: frozenset[str] = frozenset({"text", "choice", "number", "money", "lines", "tally"})
    free_types: frozenset[str] = frozenset({"text", "lines"})
    made_types: frozenset[str] = frozenset({"tally"})
    measures: dict[str, frozenset[str]] = field(
        default_factory=lambda: {code: measure.needs for code, measure in MEASURES.items()}
    )


def said(*, fields: dict[str, Field] | None = None, indicators: tuple[Indicator, ...] = ()) -> list[str]:
    """Return the faults of the sample with these fields and indicators in place of its own."""
    kept = {"cost": Field(type="money", label=NAME, keep=True)}
    opening = msgspec.structs.replace(sample().opening, asks=())
    changed: Programme = msgspec.structs.replace(
        sample(), opening=opening, fields=kept | (fields or {}), indicators=indicators
    )
    return list(faults_of_fields(changed, Lists()))


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        (Field(type="gold", label=NAME), "fields “x” type: there is no field type “gold”."),
        (
            Field(type="choice", label=NAME),
            "fields “x” choices: a choice field needs choices, and no other field has any.",
        ),
        (
            Field(type="text", label=NAME, choices=(Choice(code="a", label=NAME),)),
            "fields “x” choices: a choice field needs choices, and no other field has any.",
        ),
        (
            Field(type="text", label=NAME, keep=True),
            "fields “x” keep: free or personal answers may be blanked one day and are never kept on the order.",
        ),
        (
            Field(type="number", label=NAME, keep=True, personal=True),
            "fields “x” keep: free or personal answers may be blanked one day and are never kept on the order.",
        ),
        (
            Field(type="number", label=NAME, published=True, personal=True),
            "fields “x” published: what is personal is not published.",
        ),
        (
            Field(type="number", label=NAME, min=9, max=3),
            "fields “x” min: it is more than max, so that no answer would do.",
        ),
        (
            Field(type="text", label=NAME, opens="service"),
            "fields “x” opens: only the entries of a field of the type “lines” become orders.",
        ),
    ],
)
def test_a_field_that_cannot_be_is_refused(declared: Field, sentence: str) -> None:
    """Each fault of a field is one sentence that names its key."""
    assert said(fields={"x": declared}) == [sentence]


@given(st.lists(st.sampled_from("abc"), max_size=5))
def test_choices_have_a_code_each(codes: list[str]) -> None:
    """A code given twice is told once; different codes are fine."""
    choices = tuple(Choice(code=code, label=NAME) for code in (*codes, "z"))

    found = said(fields={"x": Field(type="choice", label=NAME, choices=choices)})

    twice = sorted({code for code in codes if codes.count(code) > 1})
    assert found == [f"fields “x” choices: the code “{code}” is used twice." for code in twice]


@given(st.sampled_from(sorted(MEASURES)), st.sets(st.sampled_from(KEYS)))
def test_an_indicator_has_the_keys_of_its_measure(measure: str, given_keys: set[str]) -> None:
    """A key that is missing and a key too many are one fault each; exactly the keys needed are none."""
    keys = {key: GOOD[key] for key in given_keys}
    needed = MEASURES[measure].needs

    found = said(indicators=(Indicator(code="i", name=NAME, measure=measure, **keys),))

    assert len(found) == len(given_keys ^ needed)
    assert all(any(f"“{key}”." in fault for fault in found) for key in given_keys ^ needed)


@pytest.mark.parametrize("key", KEYS)
def test_an_indicator_names_what_is_there(key: str) -> None:
    """A move, stage, outcome or field that the programme does not have is named in the fault."""
    measure = next(code for code, each in MEASURES.items() if key in each.needs)
    keys = {each: "nothing" if each == key else GOOD[each] for each in MEASURES[measure].needs}

    (fault,) = said(indicators=(Indicator(code="i", name=NAME, measure=measure, **keys),))

    assert fault.startswith(f"indicators “i” {key}: there is no ")
    assert fault.endswith("“nothing”.")


def test_what_effects_answer_is_asked_of_nobody() -> None:
    """A field of a made type may be declared and not asked."""
    made = Field(type="tally", label=NAME)
    asking = msgspec.structs.replace(sample().opening, asks=("count",))
    programme = msgspec.structs.replace(sample(), opening=asking, moves=(), fields={"count": made}, indicators=())

    assert list(faults_of_fields(programme, Lists())) == [
        "fields “count”: nobody can be asked for it; an effect answers it."
    ]
    assert said(fields={"count": made}) == []
