# SPDX-License-Identifier: Apache-2.0
"""The demo's sign-in page knows the posts of every programme."""

from typing import Any

import pytest
from django.test import Client

from tests.world import NORTH, World


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("member", "member or volunteer"),
        ("organiser", "organiser"),
        ("convener", "convener"),
        ("treasurer", "treasurer"),
        ("liaison", "liaison"),
        ("company", "company contact"),
    ],
)
def test_the_demo_offers_the_posts_of_every_programme(
    client: Client, world: World, settings: Any, role: str, words: str
) -> None:
    """Whoever holds one enters by it and finds a desk, and stays out of the staffing pages."""
    settings.DEMO = True
    over = {"unit": "property"} if role == "company" else {"area": NORTH}
    [post] = world.hold("newcomer", role=role, **over).posts.all()

    page = client.get("/demo?lang=en").content.decode()
    response = client.post("/demo", {"post": post.pk}, follow=True)

    assert words in page
    assert (response.status_code, response.redirect_chain) == (200, [("/desk/", 302)])
    assert client.get("/admin/people/post/").status_code == 403
