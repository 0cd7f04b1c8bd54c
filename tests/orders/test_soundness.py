# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  each planted fault stands on one line with its sentence
"""A programme that could strand an order is refused with a sentence that names the key; one planted fault a test."""

import pytest

from sidan.programmes.reader import Unreadable, read
from sidan.programmes.shelf import Unsound, files, proved

SOUND = """
code = "wish"
edition = 1
prefix = "WS"
basis = "a made-up notice"
name = { zh = "微心愿", en = "Wish" }
summary = { zh = "小心愿", en = "A small wish" }
[opening]
to = "listed"
by = ["anyone"]
asks = ["text"]
name = { zh = "许愿", en = "Wish" }
told = { zh = "已登记", en = "Listed" }
[fields.text]
type = "text"
label = { zh = "心愿", en = "Wish" }
[[stages]]
code = "listed"
kind = "waiting"
holder = "crew"
deadline = { clock = "claim", limit = "3 working_days" }
name = { zh = "待认领", en = "Listed" }
told = { zh = "等待认领", en = "Waiting to be claimed" }
[[stages]]
code = "claimed"
kind = "working"
holder = "taker"
deadline = { clock = "claimed", limit = "5 natural_days" }
name = { zh = "已认领", en = "Claimed" }
told = { zh = "有人认领了", en = "Claimed" }
[[stages]]
code = "closed"
kind = "closed"
name = { zh = "已办结", en = "Closed" }
told = { zh = "已办结", en = "Closed" }
[[moves]]
code = "claim"
from = ["listed"]
to = "claimed"
by = ["crew"]
does = ["take_up"]
at_most = 2
name = { zh = "认领", en = "Claim" }
[[moves]]
code = "done"
from = ["claimed"]
to = "closed"
by = ["taker"]
outcome = "done"
name = { zh = "完成", en = "Done" }
[[moves]]
code = "unclaimed"
from = ["listed"]
to = "closed"
by = ["clock"]
outcome = "unrated"
name = { zh = "无人认领", en = "Nobody claimed it" }
[[moves]]
code = "slow"
from = ["claimed"]
to = "listed"
by = ["clock"]
name = { zh = "超时", en = "Too slow" }
"""


def faults(*changes: tuple[str, str]) -> str:
    """Return the sentences with which the sound programme is refused after the given replacements."""
    text = SOUND
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises((Unreadable, Unsound)) as refused:
        proved(text, name="wish.toml")
    return " ".join(refused.value.faults)


def test_the_sound_programme_is_proved() -> None:
    """The programme that every planted fault spoils is sound itself."""
    assert proved(SOUND, name="wish.toml").code == "wish"


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.name)
def test_every_official_programme_is_proved(path) -> None:  # type: ignore[no-untyped-def]
    """Every file that ships can strand no order."""
    assert proved(path.read_text(), name=path.name).basis


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([("edition = 1", "edition = 1\nediton = 2")], "In the file the key “editon” is unknown; did you mean “edition”?"),
        ([("at_most = 2", "at_mots = 2")], "In moves “claim” the key “at_mots” is unknown; did you mean “at_most”?"),
        ([("limit = \"3 working_days\" }", "limits = \"3 working_days\" }")], "In stages “listed” deadline the key “limits” is unknown"),
        ([('en = "Claim" }', 'en = "Claim", fr = "Prendre" }')], "In moves “claim” name the key “fr” is unknown."),
        ([("edition = 1", 'edition = "one"')], "Expected `int`, got `str`"),
        ([("[opening]", "[opening")], "This is not TOML"),
        ([('kind = "working"', 'kind = "busy"')], "Invalid enum value 'busy' in stages “claimed” kind."),
        ([('type = "text"', 'type = "essay"')], "fields “text” type: there is no field type “essay”."),
        ([('by = ["taker"]', 'by = ["mayor"]')], "moves “done”: there is no role “mayor”."),
        ([('holder = "taker"', 'holder = "mayor"')], "stages “claimed” holder: there is no role “mayor”."),
        ([("at_most = 2", 'at_most = 2\nneeds = ["nice_weather"]')], "moves “claim”: there is no guard “nice_weather”."),
        ([('does = ["take_up"]', 'does = ["ring_bell"]')], "moves “claim”: there is no effect “ring_bell”."),
        ([('to = "closed"\nby = ["taker"]', 'to = "gone"\nby = ["taker"]')], "moves “done”: there is no stage “gone”."),
        ([('asks = ["text"]', 'asks = ["text", "colour"]')], "opening asks: the field “colour” is not declared."),
        ([('outcome = "done"', 'outcome = "great"')], "moves “done” outcome: there is no outcome “great”."),
        ([('en = "Claimed" }\n[[stages]]', 'en = "" }\n[[stages]]')], "stages “claimed” told: the English text is missing."),
        ([('zh = "认领"', 'zh = " "')], "moves “claim” name: the Chinese text is missing."),
        ([('zh = "等待认领"', 'zh = "等待%(name)s认领"')], "a text may not name “name”; it may name due, number, unit."),
        ([('deadline = { clock = "claimed", limit = "5 natural_days" }\n', "")], "stages “claimed”: it keeps somebody waiting; give it a deadline or say why not (patient)."),
        ([('limit = "5 natural_days"', 'limit = "5 moons"')], "stages “claimed” deadline limit: “5 moons” is not a time limit"),
        ([('limit = "5 natural_days"', 'limit = "5 natural_days", by = "matter"')], "the programme names no catalogue"),
        ([('to = "listed"\nby = ["clock"]', 'to = "listed"\nby = ["clock"]\nneeds = ["not_designated"]')], "moves “slow” needs: the clock's own move may not depend on anything."),
        ([('from = ["listed"]\nto = "closed"', 'from = ["listed", "claimed"]\nto = "closed"')], "stages “claimed”: the clock may make only one move, but “unclaimed” and “slow” are both its."),
        ([('by = ["clock"]\noutcome', 'by = ["crew"]\noutcome')], "stages “listed” deadline: no move by the clock says what happens when it has passed."),
        ([('by = ["clock"]\nname', 'by = ["clock", "crew"]\nname')], "moves “slow” by: what the clock does nobody else does."),
        ([("at_most = 2\n", "")], "an order could go round for ever (claimed → listed → claimed); bound one of these moves with at_most."),
        ([("at_most = 2\n", "returns = true\n")], "moves “claim” at_most: a return must be bounded."),
        ([('holder = "crew"', 'holder = "leader"')], "stages “listed” holder: “leader” may make no move there."),
        ([('holder = "taker"\n', "")], "stages “claimed” holder: say whose turn it is."),
        ([('by = ["taker"]', "by = []")], "moves “done” by: nobody may make it."),
        ([('from = ["listed"]\nto = "claimed"', 'from = ["claimed"]\nto = "claimed"')], "stages “claimed”: no move leads there."),
        ([('to = "closed"\nby = ["clock"]', 'to = "claimed"\nby = ["clock"]'), ('by = ["taker"]', 'by = ["taker"]\nat_most = 1')], "once its bounded moves are used up, no end can be reached from there."),
        ([('from = ["claimed"]\nto = "listed"\nby = ["clock"]', 'from = ["claimed", "closed"]\nto = "listed"\nby = ["clock"]')], "moves “slow”: it leads out of the closed stage “closed”, but nobody may."),
        ([('code = "done"', 'code = "claim"')], "moves: the code “claim” is used twice."),
        ([('at_most = 2', 'at_most = 2\ninstead_of = "done"')], "moves “claim” instead_of: “done” never runs out, so this can never come."),
        ([('basis = "a made-up notice"', 'basis = ""')], "basis: name the document this programme rests on."),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named(changes: list[tuple[str, str]], sentence: str) -> None:
    """Each fault is refused with a sentence that names its key."""
    assert sentence in faults(*changes)


def test_reading_keeps_every_word() -> None:
    """What the file says is what the declaration holds."""
    programme = read(SOUND)

    assert [stage.code for stage in programme.stages] == ["listed", "claimed", "closed"]
    assert programme.moves[0].name.zh == "认领"
    assert programme.fields["text"].label.en == "Wish"
