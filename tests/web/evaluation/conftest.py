# SPDX-License-Identifier: Apache-2.0
"""What the tests of rounds' pages share: pages read in English."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.evaluation.rounding import counts
from tests.world import World

__all__ = ["counts"]

Read = Callable[..., str]


@pytest.fixture(autouse=True)
def no_limits(settings: Any) -> None:
    """Let a test send more than a visitor may."""
    settings.RATE_LIMITS = False


@pytest.fixture
def read(world: World) -> Read:
    """Return a function that reads a page as one of the people, in English."""

    def page(path: str, name: str, *, status: int = 200) -> str:
        """Return the text of a page, which answers with a status."""
        browser = Client() if name == "nobody" else world.client(name)
        browser.cookies["lang"] = "en"
        response = browser.get(path)
        assert response.status_code == status, (path, name, response.status_code)
        return str(response.content.decode())

    return page
