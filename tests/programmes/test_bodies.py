# SPDX-License-Identifier: Apache-2.0
"""The rules of bodies are those of the law, each with its basis, and a file that is wrong is refused."""

from pathlib import Path

import pytest

from sidan.base.errors import Refused
from sidan.programmes.body_rules import LEGAL_FILE, ROLLS, body_kind, body_kinds, read_bodies

TEXT = Path(LEGAL_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "quorum", "decisions", "notice_days"),
    [
        (
            "village_assembly",
            [("heads", "more_than 1/2"), ("households", "at_least 2/3")],
            [("general", ("heads",), "more_than 1/2")],
            10,
        ),
        ("village_representatives", [("heads", "at_least 2/3")], [("general", ("heads",), "more_than 1/2")], 3),
        (
            "village_group",
            [("heads", "at_least 2/3"), ("households", "at_least 2/3")],
            [("general", ("heads",), "more_than 1/2")],
            3,
        ),
        (
            "residents_meeting",
            [("heads", "more_than 1/2"), ("households", "more_than 1/2")],
            [("general", ("heads",), "more_than 1/2")],
            3,
        ),
        (
            "owners",
            [("area", "at_least 2/3"), ("heads", "at_least 2/3")],
            [("general", ("area", "heads"), "more_than 1/2"), ("special", ("area", "heads"), "at_least 3/4")],
            15,
        ),
        ("party_members", [("heads", "at_least 2/3")], [("general", ("heads",), "more_than 1/2")], 3),
        ("community_council", [("heads", "at_least 2/3")], [("general", ("heads",), "more_than 1/2")], 3),
    ],
)
def test_the_thresholds_are_those_of_the_law(
    code: str, quorum: list[tuple[str, str]], decisions: list[tuple[str, tuple[str, ...], str]], notice_days: int
) -> None:
    """Quorum, majority and days of notice, body by body."""
    kind = body_kind(code)

    assert [(measure, way.threshold) for way in kind.quorum for measure in way.by] == quorum
    assert [(each.code, each.by, each.threshold) for each in kind.decisions] == decisions
    assert kind.notice_days == notice_days
    assert all(each.of == "taking_part" for each in kind.decisions)


def test_owners_take_part_by_voting_and_everybody_else_by_coming() -> None:
    """民法典 278 counts those who vote; the others count those present."""
    assert {kind.code for kind in body_kinds().values() if kind.counts == "voted"} == {"owners"}


def test_what_was_not_found_says_that_it_is_a_default() -> None:
    """A row that rests on no text says so; one that rests on a law names it."""
    for kind in body_kinds().values():
        assert ("《" in kind.basis) == (kind.source == "law"), kind.code
        assert kind.source != "default" or "中性默认" in kind.basis
        assert "《" in kind.notice_basis or "中性默认" in kind.notice_basis or "见过" in kind.notice_basis, kind.code


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("notice_days  = 10", "notice_days  = 10\nnotice_hours = 3", "unknown field `notice_hours`"),
        ('threshold = "at_least 2/3"', 'threshold = "at least 2/3"', "is no threshold"),
        ('threshold = "more_than 1/2"', "threshold = 0.5", "Expected `str`, got `float`"),
        ('source       = "law"', 'source       = "hearsay"', "Invalid enum value 'hearsay'"),
        ('rolls        = ["owners"]', 'rolls        = ["tenants"]', "its rolls are not those we know"),
        ('rolls        = ["owners"]', 'rolls        = ["owners", "adults"]', "every roll needs a way to a quorum"),
        ('basis = "第二十六条"', 'basis = " "', "a basis is missing"),
        ('code         = "owners"', 'code         = "village_group"', "a code is used twice"),
        ("[[bodies]]", "[[bodies", "cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_what_is_wrong(old: str, new: str, told: str) -> None:
    """Unknown keys, floats, strange rolls and missing words are told."""
    assert old in TEXT

    with pytest.raises(Refused, match=told):
        read_bodies(TEXT.replace(old, new, 1))


def test_a_decision_nobody_knows_is_refused() -> None:
    """Villagers have no special matters of owners, and there is no body of that name."""
    with pytest.raises(Refused, match="knows no decision of this kind"):
        body_kind("village_assembly").terms(roll="adults", decision="special")
    with pytest.raises(Refused, match="There is no kind of body “senate”"):
        body_kind("senate")
    assert {roll for kind in body_kinds().values() for roll in kind.rolls} == set(ROLLS)
