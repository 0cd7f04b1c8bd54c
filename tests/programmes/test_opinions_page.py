# SPDX-License-Identifier: Apache-2.0
"""The worked tables of docs/topics/opinions.md are computed row by row."""

import re
from pathlib import Path

import pytest

from sidan.orders.majority import Threshold, Weight, judge
from sidan.programmes.body_rules import body_kind, body_kinds

TEXT = (Path(__file__).parents[2] / "docs/topics/opinions.md").read_text(encoding="utf-8")
SHARES = re.findall(
    r"^\| ((?:more_than|at_least) \d/\d) \| (\d+) \| (\d+) \| (\d+) \| (yes|no) \|$", TEXT, re.MULTILINE
)
ROWS = re.findall(
    r"^\| (\w+) \| (\w+) \| (general|special) \| (\d+) / ([\d.]+) \| (\d+) / ([\d.]+) \| (\d+) / ([\d.]+)"
    r" \| (yes|no) \| (yes|no) \|$",
    TEXT,
    re.MULTILINE,
)


def weight(heads: str, second: str) -> Weight:
    """Return the weight a cell writes: heads and square metres, or heads and households."""
    if "." in second:
        return Weight(heads=int(heads), area=int(second.replace(".", "")))
    return Weight(heads=int(heads), households=int(second))


def test_the_page_has_its_tables() -> None:
    """Exact halves, thirds and quarters are on it, and every kind of body that votes differently."""
    assert len(SHARES) >= 11
    assert {share for share, *_ in SHARES} == {"more_than 1/2", "at_least 2/3", "at_least 3/4"}
    assert {body for body, *_ in ROWS} <= set(body_kinds())
    assert len(ROWS) >= 17


@pytest.mark.parametrize(("share", "part", "whole", "least", "reached"), SHARES)
def test_a_row_of_shares_is_true(share: str, part: str, whole: str, least: str, reached: str) -> None:
    """The share is reached or not, and the least that reaches it is the one named."""
    threshold = Threshold.parse(share)

    assert threshold.is_reached(int(part), int(whole)) is (reached == "yes")
    assert threshold.least_of(int(whole)) == int(least)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_meetings_is_true(row: tuple[str, ...]) -> None:
    """Quorum and majority of the row are those the body's rule comes to."""
    body, roll, decision, *numbers, quorum, majority = row
    everybody, took_part, agreed = (weight(*numbers[at : at + 2]) for at in (0, 2, 4))

    terms = body_kind(body).terms(roll=roll, decision=decision)
    verdict = judge(terms, everybody=everybody, taking_part=took_part, agreed=agreed)

    assert (verdict.is_quorate, verdict.is_carried) == (quorum == "yes", majority == "yes")
