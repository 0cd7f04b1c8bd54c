# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  each planted fault stands on one line with its sentence and the line it is found at
"""A ranking file is read, or refused with every fault and its line."""

import pytest

from sidan.base.errors import Words
from sidan.evaluation.declare import Band
from sidan.evaluation.reader import Unreadable, read
from sidan.programmes.fault_lines import line_of
from tests.evaluation.sample import SAMPLE, changed


def test_a_file_is_read_as_it_stands() -> None:
    """What the file says is what the declaration holds, in the order of the file."""
    ranking = read(SAMPLE)

    assert (ranking.code, ranking.subjects, ranking.period) == ("sample", "units", "month")
    assert [each.weight for each in ranking.indicators] == [20, 10, 20, 20, 10, 20]
    assert ranking.indicators[2].credit["3"] == 0.9
    assert ranking.indicators[3].bands[1] == Band(least=48, gives=0.6)
    assert ranking.tiers[1].share is None
    assert ranking.certificate == Words("授予样例", "Named a sample")


def test_what_a_file_leaves_out_has_its_usual_value() -> None:
    """Excluded orders leave the count, small units are shrunk, ties share a tier."""
    ranking = read(SAMPLE)

    assert ranking.indicators[0].without == ("excluded",)
    assert (ranking.shrinks, ranking.ties, ranking.first_day, ranking.recheck) == (True, True, 1, 10)


# What is replaced, with what; the sentence; what stands in the line that is named.
@pytest.mark.parametrize(
    ("old", "new", "sentence", "line"),
    [
        ("edition  = 1", "editoin = 1", "In the file the key “editoin” is unknown; did you mean “edition”?", "editoin"),
        ("weight  = 10\nscale", "wieght = 10\nscale", "In indicators “progress” the key “wieght” is unknown; did you mean “weight”?", "wieght"),
        ("{ least = 48, gives", "{ from = 48, gives", "In indicators “first_answer” bands “2” the key “from” is unknown.", "from = 48"),
        ("at_most = 3", "atmost = 3", "In bonuses “awards” the key “atmost” is unknown; did you mean “at_most”?", "atmost = 3"),
        ("share = 0.3", "part = 0.3", "In tiers “first” the key “part” is unknown.", "part = 0.3"),
        ('kinds = ["health"]', 'kind = ["health"]', "In classes “health” the key “kind” is unknown; did you mean “kinds”?", "kind = "),
        ('en = "Awards" }', 'en = "Awards", fr = "Prix" }', "In bonuses “awards” name the key “fr” is unknown.", "Prix"),
        ('en = "Sample" }', 'en = "Sample", fr = "Essai" }', "In the file name the key “fr” is unknown.", "Essai"),
        ('period   = "month"', 'period   = "week"', "Invalid enum value 'week' in period.", '"week"'),
        ('subjects = "units"', 'subjects = "people"', "Invalid enum value 'people' in subjects.", '"people"'),
        ('scale   = "best"', 'scale   = "worst"', "Invalid enum value 'worst' in indicators “income” scale.", '"worst"'),
        ('beside  = ["overdue"]', 'without = ["late"]', "Invalid enum value 'late' in indicators “handled” without[0].", '"late"'),
        ('target  = 0.8', 'target  = "0.8"', "Expected `float | null`, got `str` in indicators “progress” target.", '"0.8"'),
        ('measure = "step_share"\n', "", "Object missing required field `measure` in indicators “progress”.", "[[indicators]]"),
        ('{ zh = "收入", en = "Income" }', '{ zh = "收入" }', "Object missing required field `en` in indicators “income” name.", "收入"),
        ('basis    = "made up"\n', "", "Object missing required field `basis` in the file.", "# Of everything"),
        ("{ least = 24, gives = 1.0 }", "{ least = 24 }", "Object missing required field `gives` in indicators “first_answer” bands[0].", "gives ="),
        ("edition  = 1", "edition  = [1", "This is not TOML", ""),
    ],
)  # fmt: skip
def test_a_misshapen_file_is_refused_with_its_line(old: str, new: str, sentence: str, line: str) -> None:
    """An unknown key, a wrong kind of value, a missing key: each is told with the key, and found in the file."""
    spoiled = changed((old, new))

    with pytest.raises(Unreadable) as refused:
        read(spoiled)

    (fault,) = refused.value.faults
    assert fault.startswith(sentence)
    assert line in spoiled.splitlines()[line_of(fault, spoiled) - 1]


def test_every_misshapen_row_is_told_at_once() -> None:
    """Whoever mends a file is told of all of its rows in one reading."""
    spoiled = changed(
        ("target  = 0.8", 'target  = "0.8"'), ("points  = 2", 'points  = "2"'), ("share = 0.3", "share = true")
    )

    with pytest.raises(Unreadable) as refused:
        read(spoiled)

    assert sorted(refused.value.faults) == [
        "Expected `float | null`, got `bool` in tiers “first” share.",
        "Expected `float | null`, got `str` in indicators “progress” target.",
        "Expected `float`, got `str` in deductions “incidents” points.",
    ]
