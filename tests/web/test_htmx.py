# SPDX-License-Identifier: Apache-2.0
"""One view serves the page and its part."""

import pytest
from django.test import Client
from pytest_django import Settings

from sidan.web.htmx import part_file

# The frame of a page asks once a second what the county calls its platform.
pytestmark = [pytest.mark.urls("tests.web.pages"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("part", "file"), [("moves", "desk/_moves.html"), ("components/photos", "components/_photos.html")]
)
def test_a_part_is_named_by_an_underscore(part: str, file: str) -> None:
    """The part lies beside its page unless it names a folder."""
    assert part_file("desk/order.html", part) == file


@pytest.mark.parametrize(
    ("headers", "is_whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_htmx_gets_the_part_and_others_the_page(client: Client, headers: dict[str, str], *, is_whole: bool) -> None:
    """Only a request that will be swapped into a page gets the part alone, and caches are told."""
    response = client.get("/part", headers=headers)

    assert ("<html" in response.content.decode()) is is_whole
    assert "HX-Request" in response.headers["Vary"]


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(client: Client, settings: Settings) -> None:
    """A session that ended does not put the sign-in page into the middle of the old one."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/orders/7?tab=1"}

    response = client.get("/closed", headers=headers)

    assert response.headers["HX-Redirect"] == "/sign-in?next=%2Fdesk%2Forders%2F7%3Ftab%3D1"
    assert client.get("/closed").headers["Location"] == "/sign-in?next=/closed"
