# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  each change stands on one line with its sentence
"""What guards, effects and stages rely on is certain on every way, or the file is refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Words
from sidan.orders.declare import Field, Move, Opening, Programme, Stage
from sidan.orders.relying import Relies, certainties, unmet
from tests.programmes.samples import SAMPLE, changed, faults

NAME = Words("名", "Name")
STAGES = "abcd"
COLUMNS = ("unit_id", "member_id", "assisting")
EFFECTS = {
    **{f"give_{column}": Relies(gives=frozenset({column})) for column in COLUMNS},
    **{f"take_{column}": Relies(takes=frozenset({column})) for column in COLUMNS},
    "swap": Relies(gives=frozenset({"unit_id"}), takes=frozenset({"member_id", "assisting"})),
    "make": Relies(makes={"made": "number"}),
}
FIELDS = {
    "kept": Field(type="number", label=NAME, keep=True),
    "left": Field(type="number", label=NAME),
    "maybe": Field(type="number", label=NAME, keep=True, required=False),
    "made": Field(type="number", label=NAME, keep=True),
}
asks = st.lists(st.sampled_from(["kept", "left", "maybe"]), unique=True, max_size=2).map(tuple)
does = st.lists(st.sampled_from(sorted(EFFECTS)), unique=True, max_size=3).map(tuple)
moves = st.builds(
    Move,
    code=st.uuids().map(str),
    name=st.just(NAME),
    sources=st.lists(st.sampled_from(STAGES), min_size=1, max_size=3, unique=True).map(tuple),
    to=st.sampled_from(["", *STAGES]),
    by=st.sampled_from([("crew",), ("clock",), ("reporter", "crew")]),
    asks=asks,
    does=does,
)
openings = st.builds(
    Opening, to=st.sampled_from(STAGES), by=st.just(("crew",)), asks=asks, does=does, name=st.just(NAME), told=st.just(NAME)
)  # fmt: skip


def programme(opening: Opening, walked: list[Move]) -> Programme:
    """Return a programme of four stages with these moves; whether it is sound otherwise does not matter here."""
    return Programme(
        code="p",
        edition=1,
        basis="",
        name=NAME,
        summary=NAME,
        prefix="P",
        opening=opening,
        fields=FIELDS,
        stages=tuple(Stage(code=code, kind="working", name=NAME, told=NAME) for code in STAGES),
        moves=tuple(walked),
    )


def after(place: Opening | Move, known: frozenset[str]) -> frozenset[str]:
    """Return what is known after a move, told once more in the plainest way."""
    found = set(known) | {code for code in place.asks if code == "kept"}
    for name in place.does:
        relied = EFFECTS[name]
        found -= relied.takes
        found |= {
            column for column in relied.gives if column != "member_id" or not {"clock", "reporter"} & set(place.by)
        }
        found |= set(relied.makes)
    return frozenset(found)


@given(openings, st.lists(moves, max_size=6))
def test_what_is_certain_is_what_every_walk_knows(opening: Opening, walked: list[Move]) -> None:
    """The proof and a walk through every state that can come agree on each stage."""
    ahead = [(opening.to, after(opening, frozenset({"opener_id"})))]
    states = set(ahead)
    while ahead:
        stage, known = ahead.pop()
        for move in walked:
            if stage in move.sources:
                state = (move.to or stage, after(move, known))
                if state not in states:
                    states.add(state)
                    ahead.append(state)

    certain = certainties(programme(opening, walked), EFFECTS)

    assert certain == {
        stage: frozenset.intersection(*(known for at, known in states if at == stage)) for stage, _ in states
    }


@given(openings, st.lists(moves, min_size=1, max_size=6), moves)
def test_another_way_never_makes_more_certain(opening: Opening, walked: list[Move], more: Move) -> None:
    """A move added to a file can take certainty away and cannot give any to a stage that was reached before."""
    before = certainties(programme(opening, walked), EFFECTS)

    now = certainties(programme(opening, [*walked, more]), EFFECTS)

    assert before.keys() <= now.keys()
    assert all(now[stage] <= known for stage, known in before.items())


@pytest.mark.parametrize(
    ("by", "known"),
    [
        (("crew",), {"opener_id"}),
        (("anyone",), set()),
        (("crew", "anyone"), set()),
        (("company",), {"opener_id", "opener_unit_id"}),
        (("company", "opening_unit"), {"opener_id", "opener_unit_id"}),
        (("company", "crew"), {"opener_id"}),
    ],
)
def test_who_opens_decides_what_is_known_of_them(by: tuple[str, ...], known: set[str]) -> None:
    """A resident stays unknown; only who acts for a unit brings one."""
    opening = Opening(to="a", by=by, asks=(), name=NAME, told=NAME)

    assert certainties(programme(opening, []), EFFECTS) == {"a": known}


UNTIL = (
    'deadline = { clock = "handle", by = "grade", limit = "5 working_days" }',
    'deadline = { clock = "handle", until = "until" }',
)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([UNTIL], ""),
        ([UNTIL, ('"grade", "until"', '"grade"')], "stages “working” deadline until: on some way there, “until” has not been answered and kept."),
        ([UNTIL, ("keep  = true", "keep  = false")], "stages “working” deadline until: on some way there"),
        ([UNTIL, ("keep  = true", "keep  = true\nrequired = false")], "stages “working” deadline until: the field “until” must have the type “date”"),
        ([UNTIL, ('type  = "date"', 'type  = "moment"')], "stages “working” deadline until: the field “until” must have the type “date”"),
        # Beginning the clock anew in the stage itself asks for the day again, or for a kept one.
        ([UNTIL, ("keep  = true", "keep  = false"), ('asks    = ["unit"]', 'asks    = ["unit", "until"]'), ('asks     = ["reason"]', 'asks     = ["reason", "until"]')], ""),
        ([UNTIL, ("keep  = true", "keep  = false"), ('asks    = ["unit"]', 'asks    = ["unit", "until"]'), ('asks     = ["reason"]', 'asks     = ["reason", "until"]'), ("[[indicators]]", '[[moves]]\ncode = "again"\nfrom = ["working"]\nby = ["unit"]\nrestarts = ["handle"]\nname = { zh = "重来", en = "Again" }\n[[indicators]]')], "stages “working” deadline until: on some way there"),
        # Nobody is known who took it when a resident pressed.
        ([('holder   = "unit"', 'holder   = "taker"'), ('by      = ["unit"]', 'by      = ["taker"]'), ('does    = ["give_lead"]', 'does    = ["give_lead", "take_up"]')], ""),
        ([('holder   = "unit"', 'holder   = "taker"'), ('by      = ["unit"]', 'by      = ["taker"]'), ('does    = ["give_lead"]', 'does    = ["give_lead", "take_up"]'), ('by      = ["dispatcher", "supervisor"]', 'by      = ["dispatcher", "reporter"]')], "stages “working” holder: on some way there, no “taker” has been named."),
        ([('does    = ["give_lead"]', 'does    = ["give_lead", "end_shares"]')], "stages “working” holder: on some way there, no “unit” has been named."),
        ([('does    = ["answer_lead_share"]', 'needs   = ["up_to_the_limit"]'), ("[groups]", "[limits]\nmost = 9\n[groups]")], ""),
        ([('does    = ["answer_lead_share"]', 'needs   = ["up_to_the_limit"]'), ("[groups]", "[limits]\nmost = 9\n[groups]"), ('type  = "money"', 'type  = "number"')], "fields “cost” type: “up_to_the_limit” in moves “done” needs the type “money”."),
        ([('does    = ["answer_lead_share"]', 'does    = ["count_up"]'), ("[fields.cost]", '[fields.counted]\ntype = "number"\nlabel = { zh = "数", en = "Count" }\n[fields.cost]')], ""),
    ],
)  # fmt: skip
def test_what_is_relied_on_must_be_certain(changes: list[tuple[str, str]], sentence: str) -> None:
    """A sound change stays sound; one that leaves something open on some way is refused with its sentence."""
    found = faults(changed(SAMPLE, *changes))

    if not sentence:
        assert found == []
    else:
        assert any(fault.startswith(sentence) for fault in found), found


def test_a_field_that_is_not_asked_is_told_once_for_each_place() -> None:
    """Two moves with one guard that lacks its field are two faults."""
    bare = programme(
        Opening(to="a", by=("crew",), asks=(), name=NAME, told=NAME),
        [Move(code=code, name=NAME, sources=("a",), by=("crew",), needs=("near",)) for code in ("go", "come")],
    )

    said = list(unmet(bare, {"near": Relies(asks={"where": "position"})}))

    assert said == [f"moves “{code}” asks: “near” needs the field “where”." for code in ("go", "come")]
    assert msgspec.structs.asdict(bare.moves[0])["needs"] == ("near",)
