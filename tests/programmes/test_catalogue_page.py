# SPDX-License-Identifier: Apache-2.0
"""The reference page of the catalogue is the catalogue."""

from sidan.programmes.catalogue_page import PAGE, catalogue_page
from sidan.programmes.catalogue_reader import read_catalogue


def test_the_page_in_the_docs_is_made_from_the_file_as_it_is() -> None:
    """A change of the catalogue comes with its page; `python -m sidan.programmes.catalogue_page` writes it."""
    assert PAGE.read_text(encoding="utf-8") == catalogue_page(read_catalogue())


def test_every_matter_stands_on_the_page_with_its_limits() -> None:
    """Each matter is one row, with its code and the limit of each of its conditions."""
    catalogue = read_catalogue()

    rows = catalogue_page(catalogue).splitlines()

    for matter in catalogue.matters:
        row = next(row for row in rows if f"`{matter.code}`" in row)
        assert all(condition.limit.words().en in row for condition in matter.conditions)
