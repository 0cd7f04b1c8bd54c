# SPDX-License-Identifier: Apache-2.0
"""A real Chromium against a live server on the test database, at the sizes people have.

Set SIDAN_SCREENSHOTS to a folder to keep a picture wherever a test calls `shot(page, "name")`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.world import World

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE_MS = 10_000
# The first page of a process reads every template; other processes may have the machine meanwhile.
PAGE_PATIENCE_MS = 30_000
REST_MS, REST_LOOKS = 50, 60

NewPage = Callable[..., Page]
Shot = Callable[[Page, str], None]


@pytest.fixture
def world(live_server: Any, world: World) -> World:
    """Build the county where the live server sees it: in rows that are committed."""
    return world


@pytest.fixture
def new_page(chromium: Browser, live_server: Any) -> Iterator[NewPage]:
    """Return a function that opens a page as a visitor of their own.

    `size` is PHONE or DESKTOP; further arguments go to the browser's context (`java_script_enabled=False`, `locale`). A
    page on which a script fails, or our own content policy stops something, fails its test.
    """
    contexts = []
    troubles: list[str] = []

    def open_page(*, size: dict[str, int] = PHONE, **more: Any) -> Page:
        more.setdefault("locale", "zh-CN")
        is_phone = size is PHONE
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=size,
            device_scale_factor=2 if is_phone else 1,
            has_touch=is_phone,
            is_mobile=is_phone,
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(PAGE_PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            _at_rest(page)
        context.close()
    assert troubles == []


def _at_rest(page: Page) -> None:
    """Wait until no part of a page is being fetched: the server would still read tables that are being emptied."""
    for _ in range(REST_LOOKS):
        if page.is_closed() or not page.locator(".htmx-request").count():
            return
        page.wait_for_timeout(REST_MS)


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """Return a page of 360 by 740 points, as on a small phone."""
    return new_page(size=PHONE)


@pytest.fixture
def desktop(new_page: NewPage) -> Page:
    """Return a page of 1280 by 800 points."""
    return new_page(size=DESKTOP)


@pytest.fixture
def shot() -> Shot:
    """Return a function that keeps a picture of the whole page where SIDAN_SCREENSHOTS names a folder."""
    folder = os.environ.get("SIDAN_SCREENSHOTS", "")

    def keep(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, timeout=60_000)
            # Taking a picture leaves empty styles on inputs, which htmx would copy against the content policy.
            page.evaluate("document.querySelectorAll('[style=\"\"]').forEach((each) => each.removeAttribute('style'))")

    return keep


@pytest.fixture
def sign_in(live_server: Any, world: Any) -> Callable[[Page, str], None]:
    """Return a function that signs one of the world's people in on a page."""

    def enter(page: Page, name: str) -> None:
        browser = world.client(name)
        cookie = browser.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return enter
