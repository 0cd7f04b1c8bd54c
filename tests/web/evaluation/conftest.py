# SPDX-License-Identifier: Apache-2.0
"""What the tests of rounds' pages share: pages read in English."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World

Read = Callable[..., str]


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
