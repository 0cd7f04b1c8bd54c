# SPDX-License-Identifier: Apache-2.0
"""Which language a visitor reads, and whether in large type."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sidan.web.language import is_elder, keep_choices, language_of

asked = RequestFactory()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh-hans"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("en-US,en;q=0.9", "en"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "zh-hans"),
        ("de-DE,de;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW,en;q=0.5", "zh-hans"),
        (";;;,,q=", "zh-hans"),
        ("en" * 4000, "zh-hans"),
    ],
)
def test_the_browser_decides_only_when_it_knows_no_chinese(header: str, language: str) -> None:
    """Chinese is shown unless the browser prefers English and names no Chinese at all."""
    assert language_of(asked.get("/", headers={"Accept-Language": header})) == language


def test_what_the_address_asks_for_goes_before_the_cookie() -> None:
    """`?lang=` wins over the cookie, and the cookie over the browser."""
    request = asked.get("/?lang=zh", headers={"Accept-Language": "en"})
    request.COOKIES["lang"] = "en"

    assert language_of(request) == "zh-hans"


def test_the_cookie_goes_before_the_browser() -> None:
    """A kept choice stands until another is made."""
    request = asked.get("/", headers={"Accept-Language": "zh-CN"})
    request.COOKIES["lang"] = "en"

    assert language_of(request) == "en"


@pytest.mark.parametrize("garbage", ["klingon", "EN<script>", "", "../../etc"])
def test_a_garbled_language_changes_nothing(garbage: str) -> None:
    """An unknown language in the address or the cookie is passed over and not kept."""
    request, response = asked.get("/", {"lang": garbage}), HttpResponse()
    request.COOKIES["lang"] = garbage

    keep_choices(request, response)

    assert language_of(request) == "zh-hans"
    assert "lang" not in response.cookies


def test_large_type_is_asked_for_by_address_and_kept() -> None:
    """`?elder=1` shows 长辈版 at once and on every later page, `?elder=0` ends it."""
    on, off = asked.get("/?elder=1"), asked.get("/?elder=0")
    off.COOKIES["elder"] = "1"
    response = HttpResponse()

    keep_choices(on, response)

    assert (is_elder(on), is_elder(off)) == (True, False)
    assert response.cookies["elder"].value == "1"
    assert response.cookies["elder"]["httponly"]


def test_a_page_says_its_language_and_varies_by_it(client: Client) -> None:
    """The answer names its language, and no cache hands it to a reader of the other one."""
    response = client.get("/nowhere?lang=en")

    assert response.headers["Content-Language"] == "en"
    assert 'lang="en"' in response.content.decode()
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in response.headers["Vary"].split(",")}
