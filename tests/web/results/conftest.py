# SPDX-License-Identifier: Apache-2.0
"""What the tests of results share: browsers that read in English, and rounds as rows."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World

Read = Callable[..., str]


@pytest.fixture
def evaluator(world: World) -> Client:
    """Return the browser of somebody who evaluates the county's units."""
    return world.client("evaluator")


@pytest.fixture
def read(client: Client) -> Read:
    """Return a function that reads a page, as a visitor and in English unless told otherwise."""

    def page(path: str, browser: Client | None = None, language: str = "en") -> str:
        """Return the text of a page that must be there."""
        reader = browser or client
        reader.cookies["lang"] = language
        response = reader.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return str(response.content.decode())

    return page
