# SPDX-License-Identifier: Apache-2.0
"""Fixtures for every test: the small county, and the clock."""

from collections.abc import Iterator

import pytest

from sidan.base import clock as time_of_day
from tests.world import MORNING, Clock, World, build


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Stand the clock still on a Tuesday morning in office hours; the test moves it."""
    with time_of_day.travel(MORNING):
        yield Clock()


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    """Build the small county that everybody knows."""
    return build()
