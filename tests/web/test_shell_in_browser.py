# SPDX-License-Identifier: Apache-2.0
"""The frames and pieces in a real browser, under the real content security policy."""

import io
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.web.conftest import DESKTOP, PHONE, OpenPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.pages"),
]

SMALL_TEXT = """() => {
  const small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest(".visually-hidden, .maplibregl-map")) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 24) small.push(walker.currentNode.textContent.trim());
  }
  return small;
}"""
SMALL_TARGETS = """least => [
    ...document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")
  ]
  .filter((each) => each.checkVisibility() && !each.closest(".maplibregl-map, .sd-skip") && each.type !== "file")
  .map((each) => each.closest("label") ?? each)
  .filter((each) => { const box = each.getBoundingClientRect(); return Math.min(box.width, box.height) < least; })
  .map((each) => `${each.tagName} ${each.className} ${each.textContent.trim()}`)"""


@pytest.fixture(autouse=True)
def _shown(settings: Settings) -> None:
    """Show the page of all pieces."""
    settings.DEMO = True


def photo(width: int, height: int) -> bytes:
    """Return a picture of noise, which no encoder makes small."""
    stored = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(stored, "JPEG", quality=95)
    return stored.getvalue()


def drawn(page: Page, kind: str) -> Page:
    """Bring a map into view and wait until it is drawn."""
    box = page.locator(f"[data-map={kind}]")
    box.scroll_into_view_if_needed()
    expect(box).to_have_attribute("data-ready", "", timeout=20_000)
    return page


@pytest.mark.parametrize("frame", ["public", "desk"])
def test_no_page_scrolls_sideways(open_page: OpenPage, live_server: Any, frame: str) -> None:
    """Everything fits the width of the screen, in both frames, sizes, modes and languages."""
    page = open_page(f"/_look?frame={frame}")
    widths = {}

    for elder, lang, size in product((0, 1), ("zh", "en"), (PHONE, DESKTOP)):
        page.goto(f"{live_server.url}/_look?frame={frame}&elder={elder}&lang={lang}")
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        widths[elder, lang, size["width"]] = page.evaluate("document.documentElement.scrollWidth")

    assert {key: width for key, width in widths.items() if width != key[2]} == {}


def test_large_type_is_large_everywhere(open_page: OpenPage) -> None:
    """In 长辈版 no text is smaller than 18 pt, no target smaller than 60 px, and headings have 30 pt."""
    page = open_page("/_look?elder=1")

    assert page.evaluate(SMALL_TEXT) == []
    assert page.evaluate(SMALL_TARGETS, 60) == []
    assert page.locator("h1").evaluate("heading => getComputedStyle(heading).fontSize") == "40px"


def test_targets_suit_a_thumb(open_page: OpenPage) -> None:
    """Outside 长辈版 too, buttons and controls are at least 44 px high; links within a sentence may be smaller."""
    page = open_page("/_look")

    small = [target for target in page.evaluate(SMALL_TARGETS, 44) if not target.startswith("A  ")]

    assert small == []


def test_large_type_is_one_press_away_and_stays(open_page: OpenPage) -> None:
    """The entrance named 长辈版 stands in the bar, works at once and on the next page."""
    page = open_page("/_look")

    page.get_by_role("link", name="长辈版").click()
    expect(page.locator("html[data-elder]")).to_have_count(1)
    page.goto(page.url.split("?")[0])

    assert page.locator("html[data-elder]").count() == 1
    expect(page.get_by_role("link", name="标准版")).to_be_visible()


def test_the_first_tab_skips_to_the_content(open_page: OpenPage) -> None:
    """Whoever comes by keyboard need not pass the whole bar."""
    page = open_page("/_look")

    page.keyboard.press("Tab")
    assert page.locator(":focus").text_content() == "跳到正文"
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_a_menu_closes_by_escape_and_by_a_press_elsewhere(open_page: OpenPage) -> None:
    """A menu gives the focus back to its button when it is closed by key."""
    page = open_page("/_look?frame=desk", size=DESKTOP)
    menu = page.locator(".sd-bar details[data-menu]")

    menu.locator("summary").click()
    page.keyboard.press("Escape")
    closed_by_key = not menu.evaluate("menu => menu.open") and page.evaluate("document.activeElement.tagName")
    menu.locator("summary").click()
    page.locator("h1").click()

    assert closed_by_key == "SUMMARY"
    assert not menu.evaluate("menu => menu.open")


def test_a_tap_on_the_map_fills_the_place(open_page: OpenPage) -> None:
    """Tapping writes both coordinates; the keyboard's Enter marks the middle of the map."""
    page = drawn(open_page("/_look"), "pick")
    lon, lat = page.locator("[name=lon]"), page.locator("[name=lat]")

    page.locator("[data-map=pick] canvas").click(position={"x": 20, "y": 20})
    tapped = float(lon.input_value()), float(lat.input_value())
    page.locator("[data-map=pick] canvas").press("Enter")
    middle = float(lon.input_value()), float(lat.input_value())

    assert 116.31 < tapped[0] < 116.32 < tapped[0] + 0.01
    assert tapped[1] > 27.92
    assert middle == pytest.approx((116.32, 27.92), abs=1e-4)


def test_where_i_am_fills_the_place(open_page: OpenPage) -> None:
    """The phone's own position is marked, and a word says so."""
    page = drawn(
        open_page(
            "/_look", permissions=["geolocation"], geolocation={"longitude": 116.33, "latitude": 27.93, "accuracy": 9}
        ),
        "pick",
    )

    page.get_by_role("button", name="使用我的位置").click()

    expect(page.locator("[name=lon]")).to_have_value("116.330000")
    expect(page.locator("[data-map-status]")).to_have_text("已在地图上标出您的位置。")


def test_a_map_of_points_opens_the_row_of_its_list(open_page: OpenPage) -> None:
    """A point shows the link of its row, and every point is in the list beneath."""
    page = drawn(open_page("/_look", size=DESKTOP), "points")
    canvas = page.locator("[data-map=points] canvas")
    frame = canvas.bounding_box()
    assert frame is not None

    # The middle of the five points stands in the middle of what the map shows, which leaves room for its buttons.
    canvas.click(position={"x": frame["width"] / 2 - 16, "y": frame["height"] / 2})

    expect(page.locator(".maplibregl-popup a")).to_contain_text("公交站牌倒了")
    assert page.locator("[data-map-list] > li").count() == 5


def test_photos_are_made_smaller_before_they_are_sent(open_page: OpenPage, tmp_path: Path) -> None:
    """A large photo leaves the phone at most 1600 px wide and high; each has a preview that can be taken out."""
    page = open_page("/_look")
    (tmp_path / "large.jpg").write_bytes(photo(2400, 1200))
    (tmp_path / "small.jpg").write_bytes(photo(200, 100))

    page.set_input_files("#id_photos", [tmp_path / "large.jpg", tmp_path / "small.jpg"])
    expect(page.locator(".sd-photos-list li")).to_have_count(2)
    widths = page.evaluate(
        """async () => Promise.all([...document.querySelector("#id_photos").files].map(
             async (file) => (await createImageBitmap(file)).width))"""
    )
    page.get_by_role("button", name="删除照片: large.jpg").click()

    assert widths == [1600, 200]
    expect(page.locator(".sd-photos-list li")).to_have_count(1)
    assert page.evaluate("document.querySelector('#id_photos').files.length") == 1


def test_no_more_photos_than_allowed_are_taken(open_page: OpenPage) -> None:
    """The tenth photo is left out, and a word says so."""
    page = open_page("/_look")
    files = [{"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": photo(20, 20)} for number in range(10)]

    page.set_input_files("#id_photos", files)  # type: ignore[arg-type]  # playwright's own dictionary

    expect(page.locator(".sd-photos-list li")).to_have_count(9)
    expect(page.get_by_text("最多 9 张照片，多出的没有添加。")).to_be_visible()


def test_half_written_text_survives_a_reload(open_page: OpenPage) -> None:
    """What was written is there again after the page was lost."""
    page = open_page("/_look")

    page.fill("form[data-draft] textarea[name=text]", "路灯坏了")
    page.reload()

    expect(page.locator("form[data-draft] textarea[name=text]")).to_have_value("路灯坏了")


def test_a_question_is_asked_only_after_the_answer_it_belongs_to(open_page: OpenPage) -> None:
    """What is still wrong is asked when something is, and not sent otherwise."""
    page = open_page("/_look")
    why = page.locator("#why")

    expect(why).to_be_hidden()
    page.locator("form[data-draft] input[name=solved][value=no]").check()

    expect(why).to_be_enabled()
    expect(why).to_be_visible()


def test_without_scripts_everything_is_still_there(open_page: OpenPage) -> None:
    """The file input, the follow-up question, the list under the map and the written place need no script."""
    page = open_page("/_look", scripts=False)

    expect(page.locator("#id_photos")).to_be_visible()
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("[data-map-list] > li").first).to_be_visible()
    expect(page.locator(".sd-map-canvas").first).to_be_hidden()
    expect(page.get_by_role("button", name="复制").first).to_be_hidden()


def ask_by_htmx(page: Page, path: str) -> None:
    """Send a small form by htmx, as the form of a move does."""
    page.evaluate(
        """path => {
          const form = document.createElement("form");
          form.setAttribute("hx-post", path);
          form.append(Object.assign(document.createElement("div"), { id: "beside" }));
          form.firstChild.dataset.note = "";
          document.querySelector("#main").prepend(form);
          window.htmx.process(form);
          form.requestSubmit();
        }""",
        path,
    )


def test_a_refusal_becomes_a_note_beside_the_button(open_page: OpenPage) -> None:
    """The sentence stands in the form that was sent, and the page stays as it was."""
    page = open_page("/_look?frame=desk&lang=en", size=DESKTOP, allow=("status of 409",))
    page.context.set_extra_http_headers({"X-CSRFToken": page.context.cookies()[0]["value"]})

    ask_by_htmx(page, "/fail/stale")

    expect(page.locator("#beside [role=alert]")).to_contain_text("Somebody was here before you")
    expect(page.locator("h1")).to_have_text("Inbox")


def test_a_lost_connection_is_told_and_loses_nothing(open_page: OpenPage) -> None:
    """When the network is gone the page says so and keeps what was written."""
    page = open_page("/_look?lang=en", allow=("status of 502",))
    page.route("**/often", lambda route: route.fulfill(status=502, body="<html>proxy</html>"))

    ask_by_htmx(page, "/often")

    expect(page.locator("#messages")).to_contain_text("The connection was lost")
    assert "proxy" not in page.content()
