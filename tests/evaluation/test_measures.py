# SPDX-License-Identifier: Apache-2.0
"""The page on measures is counted again: every row, every formula found elsewhere, both composites."""

import math
import re
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from sidan.evaluation.figure import Figure
from sidan.evaluation.measure_words import COUNTED
from sidan.evaluation.measures import MEASURES, SPECIAL
from sidan.evaluation.scoring import score
from sidan.evaluation.shelf import ranking
from sidan.evaluation.tallies import TALLIES
from tests.evaluation.worked import figure_of, indicator, measured, tallies

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "topics" / "measures.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)` .*?\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))
ELSEWHERE = PAGE[PAGE.index("## Formulas found elsewhere") :]


def rows(text: str, *, table: int = 0) -> list[list[str]]:
    """Return the rows of a table of a text, each cell without its backticks."""
    tables = re.findall(r"^\|---.*\n((?:\|.*\n?)+)", text, re.MULTILINE)
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in tables[table].splitlines()]


def shown(value: float) -> str:
    """Return a number as the page writes it."""
    if math.isnan(value):
        return "—"
    return f"{value:.0f}" if abs(value) >= 1e5 else f"{round(value, 4):g}"


def test_every_measure_stands_on_the_page_and_no_other() -> None:
    """The list is closed, and the page holds all of it."""
    assert list(SECTIONS) == list(MEASURES)


@pytest.mark.parametrize("code", MEASURES)
def test_the_rows_of_a_measure_are_what_it_counts(code: str) -> None:
    """Numerator, denominator and value stand there as the function gives them, under its own words."""
    told = " ".join(SECTIONS[code].split())

    assert " ".join(MEASURES[code].formula.split()) in told
    for *says, counted, count, of, value in rows(SECTIONS[code]):
        figure = figure_of(code, "".join(says), counted)
        assert [shown(figure.count[0]), shown(figure.of[0]), shown(figure.value[0])] == [count, of, value]
        assert figure.form == MEASURES[code].form


@pytest.mark.parametrize("row", rows(ELSEWHERE), ids=lambda row: row[0].split()[0])
def test_a_formula_found_elsewhere_is_what_its_keys_say(row: list[str]) -> None:
    """A file with these keys is read, is sound, and gives the value of the formula."""
    _, _, keys, counted, value = row

    figure = measured(indicator(keys), counted)

    assert shown(figure.value[0]) == value


def test_composites_are_their_formulas() -> None:
    """Without shrinkage the total is what the formula says, to the last digit."""
    thirds, digital = rows(ELSEWHERE, table=1)
    three_rates = ranking("service_towns")
    weights = dict(zip(("contacted", "solved", "satisfied"), (10, 50, 40), strict=True))
    weighed = [msgspec.structs.replace(each, weight=weights[each.code]) for each in three_rates.indicators]

    assert total(three_rates, thirds[1], indicators=tuple(weighed)) == pytest.approx(float(thirds[2]))
    assert total(ranking("digital_city"), digital[1]) == pytest.approx(float(digital[2]))


def total(declared: Any, counted: str, **changes: Any) -> float:
    """Return the total of a subject of whom this was counted, beside one of whom the same was."""
    asked = msgspec.structs.replace(declared, shrinks=False, minimum=1, **changes)
    one = [MEASURES[each.measure].of(tallies(counted), each) for each in asked.indicators]
    figures = [Figure(each.form, np.repeat(each.count, 2), np.repeat(each.of, 2)) for each in one]
    result = score(asked, figures, subjects=["a", "b"], classes=["all", "all"], cases=np.array([40.0, 40.0]))
    return float(result.total[0])


def test_an_order_open_and_late_lowers_the_share_in_time_until_it_is_answered_and_after() -> None:
    """It is due from the day it is late, and an answer that comes late does not take that back."""
    before = tallies("answer_due = 10, answer_met = 9, answered = 9")
    late = tallies("answer_due = 11, answer_met = 9, answered = 9")
    answered = tallies("answer_due = 11, answer_met = 9, answered = 10")
    asked = indicator('measure = "answered_on_time"')

    values = [float(MEASURES["answered_on_time"].of(each, asked).value[0]) for each in (before, late, answered)]

    assert values == pytest.approx([0.9, 9 / 11, 9 / 11])


def test_every_measure_has_words_for_both_sides_of_its_line() -> None:
    """Pages can say what stands above and below; a plain number has nothing below."""
    assert set(COUNTED) == set(MEASURES)
    for code, measure in MEASURES.items():
        assert measure.counted.zh
        assert measure.counted.en
        assert bool(measure.out_of.zh) == bool(measure.out_of.en) == (measure.form not in ("count", "amount")), code


def test_measures_count_tallies_that_there_are() -> None:
    """What counts something twice is found by these names."""
    others = {"marks", "step", "outside", *SPECIAL}

    assert {count for measure in MEASURES.values() for count in measure.counts} <= TALLIES.keys() | others


def test_an_outside_figure_of_nought_is_a_figure() -> None:
    """Nought petitions are known; no entry is not."""
    known, unknown = (figure_of("outside", 'outside = "petitions"', f"petitions = {each}") for each in ("0", "none"))

    assert float(known.value[0]) == 0
    assert math.isnan(unknown.value[0])
