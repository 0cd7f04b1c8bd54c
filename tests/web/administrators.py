# SPDX-License-Identifier: Apache-2.0
"""The small county with its administrators."""

import pytest
from django.test import Client

from sidan.people.models import Post, User
from tests.world import LONG_AGO, World

ADMINISTRATORS = {"system": "system_admin", "security": "security_admin"}


@pytest.fixture
def offices(world: World) -> World:
    """Add a system administrator, a security administrator, an auditor and an organiser to the county."""
    for name, role in ADMINISTRATORS.items():
        world.people[name] = User.objects.create_user(name, None, display_name=f"管理员{name}")
        Post.objects.create(user=world.people[name], role=role, from_on=LONG_AGO)
    world.people["auditor"] = User.objects.create_user("auditor", None, display_name="审计员甲")
    county = world.areas["369901"]
    Post.objects.create(
        user=world.people["auditor"], role="auditor", area=county, area_code=county.code, from_on=LONG_AGO
    )
    world.hold("organiser", role="organiser", area=county.code)
    return world


@pytest.fixture
def system(offices: World) -> Client:
    """Return the browser of the system administrator."""
    return offices.client("system")


@pytest.fixture
def security(offices: World) -> Client:
    """Return the browser of the security administrator."""
    return offices.client("security")


@pytest.fixture
def auditor(offices: World) -> Client:
    """Return the browser of the county's auditor."""
    return offices.client("auditor")
