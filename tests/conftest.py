# SPDX-License-Identifier: Apache-2.0
"""Fixtures for every test: the small county, and the clock; and the rule for tests that need a browser."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from sidan.base import clock as time_of_day
from tests.chromium import find_chromium
from tests.world import MORNING, Clock, World, build

# No test is timed. What passes here passes everywhere: made-up cases are the same each time, unless somebody asks for
# new ones with HYPOTHESIS_PROFILE=search.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Stand the clock still on a Tuesday morning in office hours; the test moves it."""
    with time_of_day.travel(MORNING):
        yield Clock()


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    """Build the small county that everybody knows."""
    return build()


def pytest_configure() -> None:
    """Refuse to go on without Chromium where SIDAN_REQUIRE_BROWSER=1 asks for it, rather than skip in silence."""
    if os.environ.get("SIDAN_REQUIRE_BROWSER") == "1" and not find_chromium():
        raise pytest.UsageError("SIDAN_REQUIRE_BROWSER=1, but there is no Chromium: install it or set SIDAN_CHROMIUM.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no Chromium, saying so."""
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium here; install it or set SIDAN_CHROMIUM"))
