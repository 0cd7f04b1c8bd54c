# SPDX-License-Identifier: Apache-2.0
"""Every ranking this project ships can be worked out where a city has just begun."""

from datetime import date

import pytest

from sidan.evaluation.collect import classes_of, collect, extras_of, measured
from sidan.evaluation.measures import cases_of
from sidan.evaluation.scoring import score
from sidan.evaluation.shelf import OFFICIAL, ranking
from sidan.evaluation.subjects import subjects_of
from tests.world import COUNTY, World


@pytest.mark.parametrize("code", sorted(path.stem for path in OFFICIAL.glob("*.toml")))
def test_a_city_that_has_just_begun_ranks_nobody_and_says_why(world: World, code: str) -> None:
    """Without orders and figures nobody has a rank, and nobody is last: each is told what is lacking."""
    declared = ranking(code)
    subjects = subjects_of(declared, COUNTY)
    period = date(2025, 1, 1), date(2025, 12, 31)

    figures = measured(declared, collect(declared, subjects, *period))
    result = score(
        declared,
        figures,
        subjects=[subject.code for subject in subjects],
        classes=classes_of(declared, subjects, *period),
        cases=cases_of(declared, figures),
        extras=extras_of(declared, subjects, *period),
    )

    assert len(result.why) == len(subjects)
    assert set(result.why) <= {"few", "no_data", "no_class", "alone"}
    assert not any(result.rank)
