# SPDX-License-Identifier: Apache-2.0
"""What tests of the API share: the companies and those who help them, and a machine with a key."""

import json
from typing import Any

import pytest
from django.test import Client

from sidan.people.actors import Actor
from sidan.people.keys import issue_key
from tests.matching.society import Society, settle
from tests.world import World


@pytest.fixture
def society(world: World) -> Society:
    """Return companies, liaisons and experts beside the small county."""
    return settle(world)


class Machine:
    """Another system with the key of one of the people."""

    def __init__(self, world: World, name: str) -> None:
        """Issue the key."""
        self.key = issue_key(world.people[name], "ERP", by=Actor.importer())
        self.browser = Client(headers={"Authorization": f"Bearer {self.key}", "Accept-Language": "en"})

    def ask(self, path: str, method: str = "get", body: Any = None) -> Any:
        """Return the answer to a request, its JSON as `said`."""
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        response: Any = getattr(self.browser, method)(f"/api/{path}", **more)
        response.said = response.json() if response.content else None
        return response
