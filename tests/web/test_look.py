# SPDX-License-Identifier: Apache-2.0
"""The page of all pieces, which uses every tag and component there is."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

# Words of English that a Chinese page may hold: brand and language names, keys, and the made-up numbers.
KNOWN = {"English", "A", "B", "x", "n", "QF", "LC", "MXP", "K"}


@pytest.mark.parametrize("frame", ["public", "desk"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_piece_is_shown_in_each_frame_and_language(
    client: Client, settings: Settings, db: None, frame: str, lang: str
) -> None:
    """The page renders whole, and a visitor who is not signed in sees the desk's frame without its places."""
    settings.DEMO = True

    response = client.get("/_look", {"frame": frame, "lang": lang})

    assert response.status_code == 200
    assert response.content.decode().rstrip().endswith("</html>")


@pytest.mark.parametrize("frame", ["public", "desk"])
def test_no_english_is_left_on_a_chinese_page(client: Client, settings: Settings, db: None, frame: str) -> None:
    """Every text of the frame and the pieces has its Chinese."""
    settings.DEMO = True

    page = client.get("/_look", {"frame": frame}).content.decode()
    body = page[page.index("<body") :]
    texts = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", body, flags=re.DOTALL))

    assert set(re.findall(r"[A-Za-z]+", texts)) - KNOWN == set()


def test_every_component_stands_on_the_page_of_all_pieces() -> None:
    """Whoever adds a component shows it there, where it is looked at and measured."""
    templates = Path("sidan/web/templates")
    page = "".join(path.read_text() for path in [*(templates / "look").glob("*.html"), *templates.glob("*.html")])
    needing_data = {"_gallery.html"}

    missing = [
        path.name
        for path in (templates / "components").glob("_*.html")
        if path.name not in needing_data and path.name not in page and path.name != "_map_files.html"
    ]

    assert missing == []
