# SPDX-License-Identifier: Apache-2.0
"""The catalogue that Sidan ships holds what it promises."""

import re

import pytest

from sidan.programmes.catalogue import Catalogue
from sidan.programmes.catalogue_reader import read_catalogue

ROOTS = ["peace", "city", "life"]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def civic() -> Catalogue:
    """The catalogue as shipped."""
    return read_catalogue()


def test_the_tree_has_three_levels_under_three_roots(civic: Catalogue) -> None:
    """综治, 城管 and 民生 hold branches, and branches hold matters."""
    assert [group.code for group in civic.groups_in()] == ROOTS
    assert {group.code.count(".") for group in civic.groups} == {0, 1}
    assert {matter.code.count(".") for matter in civic.matters} == {2}
    assert 120 <= len(civic.matters) <= 160


def test_every_matter_has_enough_everyday_words(civic: Catalogue) -> None:
    """At least six Chinese words and two English ones speak for each matter, all short enough for their column."""
    for matter in civic.matters:
        chinese = [word for word in matter.words if HAN.search(word)]
        assert len(chinese) >= 6, matter.code
        assert len(matter.words_en) >= 2, matter.code
        assert max(map(len, (*matter.words, *matter.words_en))) <= 80


def test_every_kind_of_unit_is_used(civic: Catalogue) -> None:
    """A kind of unit that no matter names would be a dead entry in every list."""
    assert {matter.unit_kind for matter in civic.matters} == set(civic.unit_kinds)


def test_names_are_written_in_their_language(civic: Catalogue) -> None:
    """Chinese names have Chinese characters; English names have none."""
    names = [row.name for row in (*civic.groups, *civic.matters, *civic.dangers)]
    names += [condition.name for matter in civic.matters for condition in matter.conditions]

    assert [name for name in names if not HAN.search(name.zh) or HAN.search(name.en)] == []


def test_faint_words_are_words_of_matters(civic: Catalogue) -> None:
    """A faint word that no matter has would be an idle line, most likely misspelt."""
    words = {word for matter in civic.matters for word in matter.words}

    assert sorted(set(civic.faint) - words) == []
    assert sorted(set(civic.silent) & words) == []


@pytest.mark.parametrize(
    ("matter", "condition", "limit"),
    [
        ("city.emergency.gas", "case", "1 urgent_hours"),
        ("city.emergency.pipe", "burst", "1 urgent_hours"),
        ("city.emergency.pipe", "repair", "5 working_days"),
        ("city.facility.drain", "overflow", "4 working_hours"),
        ("city.road.pothole", "broken", "5 working_days"),
        ("city.road.flooded", "deep", "2 urgent_hours"),
        ("city.road.ice", "case", "4 working_hours"),
        ("city.clean.rubbish", "exposed", "4 working_hours"),
        ("city.clean.dirty_road", "case", "2 working_hours"),
        ("peace.hazard.fire_lane", "blocked", "2 working_hours"),
        ("peace.hazard.ebike", "wire", "4 working_hours"),
        ("city.street.noise", "case", "2 urgent_hours"),
        ("city.street.illegal_building", "building", "2 natural_days"),
        ("city.street.illegal_building", "built", "15 working_days"),
        ("city.emergency.falling", "crack", "15 working_days"),
        ("city.advert.small", "case", "1 working_days"),
    ],
)
def test_limits_follow_the_published_table(civic: Catalogue, matter: str, condition: str, limit: str) -> None:
    """Where the published table of 运城 names the case, its limit stands in the file."""
    assert str(civic.limit(matter, condition)) == limit
