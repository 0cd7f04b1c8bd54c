# SPDX-License-Identifier: Apache-2.0
"""Stories of ordering: what a plain form does, what comes back when something is wrong, and what is never lost."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from sidan.orders.models import Attachment, Order
from sidan.people.models import Contact
from sidan.places.sites import close_site
from tests.web.public.conftest import LAMP, Photo, text_of, value_of
from tests.world import NORTH, World

KEY = "a-key-that-nobody-can-guess"


def form(world: World, **more: object) -> dict[str, object]:
    """Return a form as the poster's page sends it."""
    return {"key": KEY, "site": world.site.code, "report-text": LAMP, **more}


def test_the_poster_fills_in_the_place(world: World, resident: Client) -> None:
    """The page of a poster's code names the place and sends its code along."""
    page = resident.get(f"/q/{world.site.code}")

    assert page.status_code == 200
    assert "幸福小区3栋2单元" in text_of(page)
    assert value_of(page, "site") == world.site.code


@pytest.mark.parametrize("code", ["zzzzzzzz", "x", "k7qf2mx", "<script>", "%20"])
def test_an_unknown_poster_is_told_so_and_the_form_is_there(world: World, resident: Client, code: str) -> None:
    """A code nobody knows says so plainly and offers the form with the picker."""
    page = resident.get(f"/q/{code}")

    assert page.status_code == 200
    assert "没有找到这个二维码对应的地点" in text_of(page)
    assert 'name="area"' in page.content.decode()


def test_an_old_poster_is_told_so(world: World, resident: Client) -> None:
    """A poster of a site that was closed says that it is out of date."""
    close_site(world.site.code)

    assert "这张海报已经过期" in text_of(resident.get(f"/q/{world.site.code}"))


def test_a_report_opens_an_order_and_shows_number_and_code(world: World, resident: Client, photo: Photo) -> None:
    """A plain form with two photos opens one order at the poster's place and leads to number and code."""
    sent = form(world, where="三楼", **{"report-photos-new": [photo(), photo(colour="sienna")]})

    answer = resident.post("/report", sent, follow=True)

    order = Order.objects.get()
    assert (order.text, order.via, order.site, order.place_text) == (LAMP, "qr", world.site, "幸福小区3栋2单元 三楼")
    assert order.attachments.count() == 2
    assert answer.redirect_chain[0][0].endswith("/kept")
    assert order.number in text_of(answer)


def test_the_same_form_twice_opens_one_order(world: World, resident: Client) -> None:
    """Sent again, the form leads to the same number and the same code."""
    first = resident.post("/report", form(world, **{"contact-phone": "13800000000"}))
    second = resident.post("/report", form(world, **{"contact-phone": "13800000000"}))

    assert first["Location"] == second["Location"]
    assert (Order.objects.count(), Contact.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "1", "a b c d e f g h i j k l m", "ü" * 30])
def test_a_key_that_could_be_guessed_is_not_taken(world: World, resident: Client, key: str) -> None:
    """A key nobody of ours made is replaced, so that no stranger's order is ever answered with."""
    first = resident.post("/report", form(world, key=key))
    second = resident.post("/report", form(world, key=key))

    assert first["Location"] != second["Location"]


def test_nothing_is_lost_when_something_is_wrong(world: World, resident: Client, photo: Photo) -> None:
    """A faulty phone number brings the page back with text, photo, place and contact, the fault beside its field."""
    sent = form(world, where="三楼", **{"report-photos-new": [photo()], "contact-phone": "12", "contact-name": "老张"})

    page = resident.post("/report", sent)

    html = page.content.decode()
    assert page.status_code == 422
    assert LAMP in html
    assert 'value="三楼"' in html
    assert 'value="老张"' in html
    assert "这不是有效的电话号码" in text_of(page)
    assert Order.objects.count() == 0
    token = Attachment.objects.get().token
    assert value_of(page, "report-photos") == token

    again = resident.post("/report", form(world, **{"report-photos": token}))
    assert again.status_code == 302
    assert Order.objects.get().attachments.get().token == token


def test_a_photo_taken_off_again_is_not_sent(world: World, resident: Client, photo: Photo) -> None:
    """A kept photo whose box is not ticked any more stays behind."""
    resident.post("/report", form(world, look="area", **{"report-photos-new": [photo()]}))

    resident.post("/report", form(world))

    assert Order.objects.get().attachments.count() == 0


def test_a_picture_that_is_none_is_named_and_the_others_stay(world: World, resident: Client, photo: Photo) -> None:
    """A file that is no picture is refused by its name; the good one beside it is kept."""
    sent = form(world, **{"report-photos-new": [photo(), photo("virus.exe", content=b"MZ")]})

    page = resident.post("/report", sent)

    assert page.status_code == 422
    assert "virus.exe" in text_of(page)
    assert value_of(page, "report-photos") == Attachment.objects.get().token


def test_an_expired_photo_is_told_and_the_text_stays(world: World, resident: Client) -> None:
    """A photo that was swept away meanwhile is named; the text stays."""
    page = resident.post("/report", form(world, **{"report-photos": "long-gone"}))

    assert page.status_code == 422
    assert LAMP in page.content.decode()
    assert Order.objects.count() == 0


def test_a_tenth_photo_is_too_many(world: World, resident: Client, photo: Photo) -> None:
    """Nine photos are kept, the tenth is told to be too many."""
    page = resident.post("/report", form(world, **{"report-photos-new": [photo(f"{n}.jpg") for n in range(10)]}))

    assert page.status_code == 422
    assert Attachment.objects.count() == 9


def test_text_and_place_are_asked_for_together(world: World, resident: Client) -> None:
    """An empty form with a faulty number is told all of it at once, each beside its field."""
    page = resident.post("/report", {"key": KEY, "report-text": " ", "contact-phone": "12"})

    assert page.status_code == 422
    assert "请告诉我们在哪里" in text_of(page)
    assert page.content.decode().count('aria-invalid="true"') == 2


def test_a_point_finds_its_grid(world: World, resident: Client) -> None:
    """A point picked on the map goes to the grid around it."""
    resident.post("/report", {"key": KEY, "report-text": LAMP, "lon": "116.015", "lat": "28.015"})

    order = Order.objects.get()
    assert (order.area_code, order.lon, order.lat, order.via) == (f"{NORTH}001002", 116.015, 28.015, "web")


def test_a_point_beside_every_grid_goes_to_the_nearest_and_says_so(world: World, resident: Client) -> None:
    """Some hundred metres outside, the nearest grid takes the order, and the page says which and how far."""
    sent = {"key": KEY, "report-text": LAMP, "lon": "115.998", "lat": "28.015"}

    answer = resident.post("/report", sent, follow=True)

    assert Order.objects.get().area_code == world.grid
    assert "不在任何网格内，已交给最近的北门第1网格" in text_of(answer)


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({"lon": "100", "lat": "20"}, "这个位置不在本市范围内"),
        ({"area": ["369901"]}, "请至少选到乡镇（街道）"),
        ({"lon": "NaN", "lat": "1e999"}, "请告诉我们在哪里"),
        ({"lon": "abc", "lat": ""}, "请告诉我们在哪里"),
        ({"area": ["999999999999", "x", "3699019"]}, "请告诉我们在哪里"),
    ],
    ids=["far away", "county", "not numbers", "garbage", "unknown areas"],
)
def test_a_place_that_cannot_be_is_told(
    world: World, resident: Client, where: dict[str, object], sentence: str
) -> None:
    """Each place that leads nowhere gets its own sentence, and the text stays."""
    page = resident.post("/report", {"key": KEY, "report-text": LAMP, **where})

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert LAMP in page.content.decode()


def test_the_tree_is_walked_without_a_script(world: World, resident: Client, photo: Photo) -> None:
    """Each press shows the next step of the list, with text and photo kept; nothing is opened before it is sent."""
    page = resident.post(
        "/report", {"key": KEY, "report-text": LAMP, "look": "area", "area": "369901", "report-photos-new": [photo()]}
    )

    assert page.status_code == 200
    assert "北门街道" in text_of(page)
    assert LAMP in page.content.decode()
    assert Order.objects.count() == 0

    token = value_of(page, "report-photos")
    sent = {"key": KEY, "report-text": LAMP, "area": ["369901", NORTH], "report-photos": token}
    assert resident.post("/report", sent).status_code == 302
    assert Order.objects.get().area_code == NORTH


def test_another_county_takes_the_old_town_away(world: World, resident: Client) -> None:
    """A town that does not lie in what was picked above it does not count."""
    page = resident.post("/report/areas", {"area": ["", f"{NORTH}001"]})

    assert page.status_code == 200
    assert "北门社区" in text_of(page)


@pytest.mark.parametrize(
    "more",
    [
        {"report-text": "字" * 3001},
        {"report-matter": "no.such.matter"},
        {"report-appeal": "no such kind"},
        {"contact-email": "nobody at nowhere"},
    ],
    ids=["too long", "unknown matter", "unknown kind", "no address"],
)
def test_bad_input_is_a_sentence_and_loses_nothing(world: World, resident: Client, more: dict[str, str]) -> None:
    """What cannot be taken comes back with 422 and what was written."""
    page = resident.post("/report", form(world, **more))

    assert page.status_code == 422
    assert more.get("report-text", LAMP) in page.content.decode()
    assert Order.objects.count() == 0


def test_a_nul_is_refused_with_a_sentence(world: World, resident: Client) -> None:
    """No database takes a NUL; the visitor is told, and nothing breaks."""
    assert resident.post("/report", form(world, **{"report-text": "灯\x00坏了"})).status_code == 400
    assert resident.get("/q/%00").status_code in (400, 404)


def test_too_many_reports_from_one_address_wait(world: World, resident: Client, settings: Settings) -> None:
    """After twenty within a minute the next is told to wait, with its text kept on the page."""
    settings.RATE_LIMITS = True
    for _ in range(20):
        resident.post("/report", form(world))

    page = resident.post("/report", form(world))

    assert page.status_code == 429
    assert LAMP in page.content.decode()


def test_a_form_from_elsewhere_is_not_taken(world: World) -> None:
    """Without the token of our own page nothing is opened."""
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.post("/report", form(world)).status_code == 403
    assert Order.objects.count() == 0


def test_the_page_costs_few_queries(
    world: World, resident: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Once names and tree are in memory, the poster's page asks at most four questions."""
    resident.get(f"/q/{world.site.code}")

    with django_assert_max_num_queries(4):
        resident.get(f"/q/{world.site.code}")
    with django_assert_max_num_queries(2):
        resident.get("/report")
