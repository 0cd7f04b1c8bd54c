# SPDX-License-Identifier: Apache-2.0
"""Fixtures for every test: the small county, and the clock; and the rule for tests that need a browser."""

import os
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from sidan.base import clock as time_of_day
from sidan.base import spans
from sidan.places import versions
from tests.chromium import find_chromium
from tests.kept_world import put_back
from tests.world import MORNING, Clock, World

# No test is timed. What passes here passes everywhere: made-up cases are the same each time, unless somebody asks for
# new ones with HYPOTHESIS_PROFILE=search.
settings.register_profile("same", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Stand the clock still on a Tuesday morning in office hours; the test moves it."""
    with time_of_day.travel(MORNING):
        yield Clock()


# No two tests share a span, so that none counts with what another has kept.
_SPANS = count(-1, -1)


@pytest.fixture
def kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no more than once whether what is kept in memory has changed: a page's queries are counted, not its time.

    A span that ends between two views of a page would make the second one read what the first one kept.
    """
    span = next(_SPANS)
    monkeypatch.setattr(versions, "CHECK_SECONDS", 3600.0)
    monkeypatch.setattr(spans, "current", lambda _seconds: span)


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    """Write the small county that everybody knows."""
    return put_back()


# The processor draws maps where there is no graphics card. Pages themselves it draws straight, for going by a graphics
# card that is not there took half of a test's time. The sandbox needs rights that root in a container lacks.
CHROMIUM_ARGUMENTS = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
    "--no-sandbox",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all tests of a process; a second driver beside the first would not start."""
    # Playwright keeps an event loop in this thread; Django must not take our fixtures for a coroutine's code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def pytest_configure() -> None:
    """Refuse to go on without Chromium where SIDAN_REQUIRE_BROWSER=1 asks for it, rather than skip in silence."""
    if os.environ.get("SIDAN_REQUIRE_BROWSER") == "1" and not find_chromium():
        raise pytest.UsageError("SIDAN_REQUIRE_BROWSER=1, but there is no Chromium: install it or set SIDAN_CHROMIUM.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let browser tests come last, as their driver's event loop stays; skip them where there is no Chromium."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium here; install it or set SIDAN_CHROMIUM"))
