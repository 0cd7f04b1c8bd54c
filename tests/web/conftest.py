# SPDX-License-Identifier: Apache-2.0
"""A real browser for the tests of pages."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}

OpenPage = Callable[..., Page]
AssertQueries = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def django_assert_num_queries(django_assert_num_queries: AssertQueries, kept_for_long: None) -> AssertQueries:
    """Count a page's queries while what is kept in memory stays: a second that ends meanwhile would add some."""
    return django_assert_num_queries


@pytest.fixture
def django_assert_max_num_queries(django_assert_max_num_queries: AssertQueries, kept_for_long: None) -> AssertQueries:
    """Bound a page's queries while what is kept in memory stays."""
    return django_assert_max_num_queries


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Return how a test opens a page; afterwards no page may have complained to the console.

    `open_page(path, size=PHONE, scripts=True, locale="zh-CN", allow=())`. Every violation of the content security
    policy, every missing file and every error of a script ends in the console, so each browser test watches for them;
    `allow` names parts of those a test provokes.
    """
    complaints: list[str] = []
    allowed: list[str] = []
    contexts = []

    def open_at(
        path: str,
        *,
        size: dict[str, int] = PHONE,
        scripts: bool = True,
        locale: str = "zh-CN",
        allow: tuple[str, ...] = (),
        **more: Any,
    ) -> Page:
        """Return a page of the running server in a browser of its own."""
        allowed.extend(allow)
        context = chromium.new_context(viewport=size, java_script_enabled=scripts, locale=locale, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert [line for line in complaints if not any(part in line for part in allowed)] == []
