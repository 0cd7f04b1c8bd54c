# SPDX-License-Identifier: Apache-2.0
"""The pages one only reads: front door, programmes, privacy, outlines of areas."""

import json
from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sidan.orders.platforms import branding_of
from tests.web.public.conftest import Reported, text_of
from tests.world import COUNTY, World

PAGES = ("/", "/report", "/t/", "/privacy", "/about/", "/about/service", "/stations")


class Inline(HTMLParser):
    """Collects what our content policy would stop: scripts, styles and handlers inside the page."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inline handlers, style attributes, and elements with code of their own."""
        names = dict(attrs)
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.found.append(tag)
        self.found += [name for name in names if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_opens_in_both_languages_without_inline_code(
    world: World, resident: Client, page: str, language: str
) -> None:
    """Every public page answers anybody, and holds nothing the content policy forbids."""
    answer = resident.get(page, {"lang": language})

    inline = Inline()
    inline.feed(answer.content.decode())
    assert (answer.status_code, inline.found) == (200, [])


def test_an_order_s_page_holds_no_inline_code(reported: Reported, resident: Client) -> None:
    """The same for the pages behind a code."""
    for page in (reported.url, f"{reported.url}/kept"):
        inline = Inline()
        inline.feed(resident.get(page).content.decode())
        assert inline.found == []


def test_the_front_door_needs_no_database(
    world: World, resident: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Home, privacy and programme pages cost no query, so that a rush does not reach the database.

    But for the one a second, for all visitors together, that asks whether a county's platform has changed.
    """
    for page in ("/", "/privacy", "/about/service", "/t/"):
        branding_of(COUNTY)
        with django_assert_num_queries(0):
            resident.get(page)


def test_the_programme_is_told_from_its_file(world: World, resident: Client) -> None:
    """Stages with roles and limits, the drawing, and the document behind it."""
    page = resident.get("/about/service")

    words = text_of(page)
    assert "片区调度员 · 15分钟工作时间内" in words
    assert "按事项的时限，一般5个工作日内" in words
    assert "《北京市接诉即办工作条例》" in words
    assert "<svg" in page.content.decode()


def test_an_unknown_programme_is_not_found(world: World, resident: Client) -> None:
    """A programme the city does not run is a 404 with a sentence."""
    answer = resident.get("/about/nonsense")

    assert answer.status_code == 404
    assert "没有“nonsense”这套流程" in text_of(answer)


def test_privacy_states_the_days_of_the_programme(world: World, resident: Client) -> None:
    """The days told are the days kept."""
    words = text_of(resident.get("/privacy"))

    assert "办结后 180 天删除" in words
    assert "最迟点单后 730 天删除" in words


@pytest.mark.parametrize(
    ("box", "level"),
    [("", 15), ("115.9,27.9,116.1,28.1", 15), ("116.001,28.001,116.019,28.019", 15)],
    ids=["whole city", "wide", "close"],
)
def test_outlines_come_for_any_view(world: World, resident: Client, box: str, level: int) -> None:
    """A city that has outlined its grids alone shows them from afar too."""
    answer = resident.get("/areas.json", {"bbox": box} if box else {})

    features = json.loads(answer.content)["features"]
    assert features
    assert {len(feature["properties"]["code"]) for feature in features} == {level}


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "2,2,1,1", "NaN,0,1,1", "0,0,1e999,1", "-181,0,0,0"])
def test_a_bad_box_is_a_sentence(world: World, resident: Client, box: str) -> None:
    """A bounding box that cannot be is refused, never a fault of the program."""
    assert resident.get("/areas.json", {"bbox": box}).status_code == 422


@pytest.mark.parametrize("page", ["/", "/privacy", "/about/service", "/areas.json", "/photos/x"])
def test_what_is_read_takes_no_post(world: World, resident: Client, page: str) -> None:
    """Pages that change nothing refuse to be posted to."""
    assert resident.post(page).status_code == 405
