# SPDX-License-Identifier: Apache-2.0
"""The reference page of programme files says what the code reads, all of it."""

import msgspec
import pytest

from sidan.config.management.commands.write_reference import FOLDER
from sidan.orders.declare import KINDS, OUTCOMES, Declared
from sidan.orders.fields import FIELD_TYPES
from sidan.orders.roles import ROLES
from sidan.programmes.effects import EFFECTS
from sidan.programmes.reference import programmes_page
from sidan.programmes.reference_keys import HELD, KEYS, KINDS_MEAN, OUTCOMES_MEAN
from sidan.programmes.rules import GUARDS


def test_the_page_in_the_docs_is_made_from_the_code_as_it_is() -> None:
    """A change of the code comes with its page; `manage.py write_reference` writes it."""
    assert (FOLDER / "programmes.md").read_text(encoding="utf-8") == programmes_page()


def test_every_part_of_a_file_is_told() -> None:
    """A new part of a programme file cannot be left out."""
    assert {declared for declared, _ in KEYS.values()} == set(Declared.__subclasses__())


@pytest.mark.parametrize("title", KEYS)
def test_every_key_has_its_meaning_and_no_other_has(title: str) -> None:
    """A new, renamed or removed key takes its line along."""
    declared, meanings = KEYS[title]

    assert [field.encode_name for field in msgspec.structs.fields(declared)] == list(meanings)


def test_kinds_roles_and_outcomes_have_their_meaning() -> None:
    """What has no docstring of its own has a line."""
    assert set(KINDS_MEAN) == set(KINDS)
    assert set(OUTCOMES_MEAN) == set(OUTCOMES)
    assert set(HELD) == set(ROLES)


def test_every_name_a_file_may_use_stands_on_the_page() -> None:
    """Guards, effects, roles, types and outcomes are closed lists; the page holds each."""
    page = programmes_page()

    names = {*GUARDS, *EFFECTS, *ROLES, *FIELD_TYPES, *OUTCOMES}
    assert {name for name in names if f"| `{name}` |" not in page} == set()
