# SPDX-License-Identifier: Apache-2.0
"""An import says beforehand what it would do, and does all of it or nothing."""

import copy
import pickle
from collections.abc import Iterable, Sequence
from operator import itemgetter

import pytest

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Faulty, Plan, Spec, prepare

PRESENT = {"1": {"name": "东门", "households": 400}, "2": {"name": "西门", "households": None}}


def no_north_gate(records: Sequence[Record]) -> Iterable[Refused]:
    """Find fault with a certain name."""
    return (
        record.fault("name", Refused("there is no north gate.")) for record in records if record.get("name") == "北门"
    )


GRIDS = Spec(
    title=Words("网格", "Grids"),
    columns=(
        Column("code", Words("编码", "Code"), cells.code_text, required=True),
        Column("name", Words("名称", "Name"), cells.text(5)),
        Column("households", Words("户数", "Households"), cells.whole()),
    ),
    key=itemgetter("code"),
    known=lambda records: PRESENT,
    check=no_north_gate,
)


def planned(text: str) -> Plan:
    """Return the plan of a csv file."""
    return prepare(text.encode(), "a.csv", spec=GRIDS)


def test_the_plan_tells_new_from_changed_from_the_same():
    """Each row is compared with what is there."""
    plan = planned("code,name,households\n1,东门,400\n2,西门口,\n3,南门,300\n")

    assert [record["code"] for record in plan.created] == ["3"]
    assert [(change.record["code"], change.before, change.after) for change in plan.changed] == [
        ("2", {"name": "西门"}, {"name": "西门口"})
    ]
    assert [record["code"] for record in plan.unchanged] == ["1"]
    assert plan.faults == ()


def test_a_column_left_out_changes_nothing():
    """A sheet with names only leaves households as they are; an empty cell empties them."""
    assert [
        len(part) for part in (planned("code,name\n1,东门\n").changed, planned("code,name\n1,东门\n").unchanged)
    ] == [0, 1]
    assert planned("code,name,households\n1,东门,\n").changed[0].after == {"households": None}


def test_the_same_thing_twice_is_a_fault():
    """The later row is told where the first one stands."""
    plan = planned("code,name\n3,南门\n4,南门\n3,北门\n")

    assert [str(fault) for fault in plan.faults] == ["A4: this stands in A2 already."]


def test_faults_between_rows_come_when_every_cell_can_be_read():
    """First what cannot be read; then what does not fit."""
    assert [str(fault) for fault in planned("code,name\n3,北门\n4,名字实在太长了\n").faults] == [
        "B3: the text has 7 characters; at most 5 fit."
    ]
    assert [str(fault) for fault in planned("code,name\n3,北门\n4,南门\n").faults] == ["B2: there is no north gate."]


def test_unknown_headers_are_told():
    """The plan carries the headers it did not use."""
    assert planned("code,户数量\n1,5\n").ignored == ("户数量",)


def test_a_dry_run_writes_nothing_and_raises_nothing():
    """Its faults are for reading."""
    written: list[Plan] = []

    plan = planned("code,name\n3,北门\n").carried_out(written.append, dry_run=True)

    assert len(plan.faults) == 1
    assert written == []


def test_one_fault_stops_everything():
    """With a fault nothing is written, and the faults come with the refusal."""
    written: list[Plan] = []

    with pytest.raises(Faulty) as refused:
        planned("code,name\n3,北门\n4,南门\n").carried_out(written.append, dry_run=False)

    assert written == []
    assert str(refused.value) == "Nothing was imported. Faults to correct first: 1."
    assert [str(fault) for fault in refused.value.faults] == ["B2: there is no north gate."]
    assert copy.copy(refused.value).faults == refused.value.faults == pickle.loads(pickle.dumps(refused.value)).faults


def test_a_sound_plan_is_written_once():
    """The plan is handed to the writer; one that changes nothing is not."""
    written: list[Plan] = []

    plan = planned("code,name\n4,南门\n").carried_out(written.append, dry_run=False)
    planned("code,name\n1,东门\n").carried_out(written.append, dry_run=False)

    assert written == [plan]
