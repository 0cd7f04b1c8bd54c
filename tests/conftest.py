# SPDX-License-Identifier: Apache-2.0
"""Fixtures for every test: the small county, and the clock; and the rule for tests that need a browser."""

import os
from collections.abc import Iterator

import pytest

from sidan.base import clock as time_of_day
from tests.chromium import find_chromium
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no Chromium, saying so; SIDAN_REQUIRE_BROWSER=1 forbids it."""
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if not browser_tests or find_chromium():
        return
    if os.environ.get("SIDAN_REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("SIDAN_REQUIRE_BROWSER=1, but there is no Chromium: install it or set SIDAN_CHROMIUM.")
    for item in browser_tests:
        item.add_marker(pytest.mark.skip(reason="no Chromium here; install it or set SIDAN_CHROMIUM"))
