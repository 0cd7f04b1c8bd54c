# SPDX-License-Identifier: Apache-2.0
"""Danger is heard in what residents write, measured on lists anybody can read and lengthen."""

from pathlib import Path

import pytest

from sidan.dispatch.dangers import DangerFinder
from sidan.programmes.catalogue_reader import read_catalogue

HERE = Path(__file__).parent


def sentences(name: str) -> list[tuple[str, str]]:
    """Return the danger, or "-", and the sentence of each line."""
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(code, text) for code, _tab, text in (line.partition("\t") for line in lines if not line.startswith("#"))]


@pytest.fixture(scope="module")
def finder() -> DangerFinder:
    """The finder of the catalogue as shipped."""
    return DangerFinder(read_catalogue().dangers)


def test_the_lists_are_long_enough_to_measure_on() -> None:
    """At least 150 sentences, 75 with danger and 75 without, none twice."""
    known = sentences("danger_sentences")
    assert sum(code != "-" for code, _text in known) >= 75
    assert sum(code == "-" for code, _text in known) >= 75
    assert len({text for _code, text in known}) == len(known)


@pytest.mark.parametrize(
    ("name", "recall", "precision"), [("danger_sentences", 1.0, 0.95), ("danger_sentences_unseen", 0.9, 0.9)]
)
def test_danger_is_heard_and_little_else(finder: DangerFinder, name: str, recall: float, precision: float) -> None:
    """Nearly every danger is heard; films, memories, comparisons and 笑死我了 are not."""
    rows = [(code, bool(finder.find(text))) for code, text in sentences(name)]
    right = sum(heard for code, heard in rows if code != "-")
    wrong = sum(heard for code, heard in rows if code == "-")

    assert right >= recall * sum(code != "-" for code, _heard in rows)
    assert right >= precision * (right + wrong)


def test_each_danger_is_called_by_its_name(finder: DangerFinder) -> None:
    """The number to call is that of the danger the sentence tells of."""
    named = [
        code in {danger.code for danger in finder.find(text)}
        for code, text in sentences("danger_sentences")
        if code != "-"
    ]
    assert all(named)


def test_the_words_that_told_of_it_are_given(finder: DangerFinder) -> None:
    """Whoever dispatches reads why the order is marked."""
    heard = finder.heard("三楼着火了，有人晕倒")
    assert [(each.danger.code, each.words) for each in heard] == [("fire", ("着火",)), ("medical", ("晕倒",))]
