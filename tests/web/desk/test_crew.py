# SPDX-License-Identifier: Apache-2.0
"""The crew's page: what may be taken and what is taken, the nearest first."""

import io

from PIL import Image

from sidan.orders.models import Attachment
from sidan.orders.moves import Place
from tests.web.desk.conftest import press, words
from tests.world import NORTH, World


def picture() -> io.BytesIO:
    """Return a small photo as a phone sends it."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(file, "JPEG")
    file.seek(0)
    file.name = "after.jpg"
    return file


def at(world: World, text: str, lon: float, lat: float) -> None:
    """Report something at a point of the crew's grid."""
    world.submit(text, place=Place(world.grid, lon=lon, lat=lat, text=text))


def test_new_orders_of_the_grid_stand_with_one_large_button(world: World) -> None:
    """What waits in the crew's grid can be taken with one press, which leads back to the page."""
    order = world.submit("楼道垃圾没人收")
    world.submit("别的网格", area=f"{NORTH}001002")
    browser = world.client("crew")
    page = words(browser.get("/desk/crew"))
    assert "本网格新单 1" in page
    assert "别的网格" not in page

    response = browser.post(f"/desk/o/{order.number}/move", {"move": "take", "expect": order.version, "then": "crew"})

    assert response["Location"] == "/desk/crew"
    assert "我接的单 1" in words(browser.get("/desk/crew"))


def test_the_nearest_stand_first_once_the_phone_says_where_it_is(world: World) -> None:
    """Sent with a position the page is sorted by distance and says it; the position is kept nowhere."""
    at(world, "远的", 116.009, 28.015)
    at(world, "近的", 116.001, 28.015)
    world.submit("没有坐标的")
    browser = world.client("crew")

    response = browser.post("/desk/crew", {"lon": "116.0", "lat": "28.015"}, headers={"HX-Request": "true"})

    titles = [card.row.title for card in response.context["offered"]]
    assert titles == ["近的", "远的", "没有坐标的"]
    assert [card.distance_words for card in response.context["offered"]] == ["98 m", "883 m", ""]


def test_a_garbled_position_sorts_by_grid(world: World) -> None:
    """What is no point on the earth is as if it had not been sent."""
    world.submit()

    for lon, lat in (("x", "y"), ("999", "0"), ("", ""), ("nan", "nan")):
        response = world.client("crew").post("/desk/crew", {"lon": lon, "lat": lat})
        assert response.status_code == 200
        assert not response.context["is_located"]


def test_an_answer_with_photos(world: World) -> None:
    """The crew answers what it took with words and a photo, and the resident is asked to judge."""
    order = world.submit()
    world.move(order, "take", "crew")

    response = press(world.client("crew"), order, "spot_done", answer="已清走。", **{"after-new": picture()})

    assert response.status_code == 302
    order.refresh_from_db()
    assert order.stage == "quick_check"
    assert Attachment.objects.get(order=order).field == "after"
    assert "/photos/" in world.client("crew").get(f"/desk/o/{order.number}").content.decode()


def test_a_photo_that_is_none_is_refused_and_the_words_stay(world: World) -> None:
    """A file that is no picture is told so beside its field; the answer stays written."""
    order = world.submit()
    world.move(order, "take", "crew")
    file = io.BytesIO(b"no picture")
    file.name = "x.jpg"

    response = press(world.client("crew"), order, "spot_done", answer="已清走。", **{"after-new": file})

    assert response.status_code == 422
    assert "已清走。</textarea>" in response.content.decode()
    order.refresh_from_db()
    assert order.stage == "on_the_spot"
