# SPDX-License-Identifier: Apache-2.0
"""The reference page of ranking files says what the code reads, all of it."""

import msgspec
import pytest

from sidan.config.management.commands.write_reference import FOLDER
from sidan.evaluation.declare import PERIODS, SCALES, STANDINGS, SUBJECTS, Declared
from sidan.evaluation.measures import MEASURES
from sidan.evaluation.reference import rankings_page
from sidan.evaluation.reference_keys import KEYS, PERIODS_MEAN, SCALES_MEAN, STANDINGS_MEAN, SUBJECTS_MEAN


def test_the_page_in_the_docs_is_made_from_the_code_as_it_is() -> None:
    """A change of the code comes with its page; `manage.py write_reference` writes it."""
    assert (FOLDER / "rankings.md").read_text(encoding="utf-8") == rankings_page()


def test_every_part_of_a_file_is_told() -> None:
    """A new part of a ranking file cannot be left out."""
    assert {declared for declared, _ in KEYS.values()} == set(Declared.__subclasses__())


@pytest.mark.parametrize("title", KEYS)
def test_every_key_has_its_meaning_and_no_other_has(title: str) -> None:
    """A new, renamed or removed key takes its line along."""
    declared, meanings = KEYS[title]

    assert [field.encode_name for field in msgspec.structs.fields(declared)] == list(meanings)


def test_every_name_of_a_closed_list_stands_on_the_page() -> None:
    """Subjects, periods, scales, standings and measures are closed lists; the page holds each."""
    page = rankings_page()

    assert tuple(SUBJECTS_MEAN) == SUBJECTS
    assert tuple(PERIODS_MEAN) == PERIODS
    assert tuple(SCALES_MEAN) == SCALES
    assert tuple(STANDINGS_MEAN) == STANDINGS
    assert [code for code in MEASURES if f"| `{code}` |" not in page] == []
