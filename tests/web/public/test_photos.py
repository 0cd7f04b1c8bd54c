# SPDX-License-Identifier: Apache-2.0
"""Stories of photos: who sees which, and how they travel."""

import io

import pytest
from django.test import Client
from PIL import Image

from sidan.base.numbers import grouped
from sidan.orders.attachments import keep_draft
from sidan.orders.models import Attachment
from sidan.orders.tracking import follow, new_code
from tests.web.public.conftest import Photo, Reported
from tests.world import World


@pytest.fixture
def pictured(world: World, photo: Photo) -> Reported:
    """Return an order with a photo of the reporter and one of the unit."""
    code, digest = new_code()
    order = world.submit(code_digest=digest, answers={"photos": [token(photo)]})
    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="好了。", after=[token(photo)])
    return Reported(order, code)


def token(photo: Photo) -> str:
    """Return the token of a fresh draft."""
    file = photo()
    return keep_draft(io.BytesIO(file.read()), size=file.size or 0).token


def tokens(reported: Reported) -> list[str]:
    """Return the tokens of the reporter's photo and of the unit's."""
    return list(Attachment.objects.filter(order=reported.order).order_by("pk").values_list("token", flat=True))


def test_the_reporter_sees_every_photo(pictured: Reported, resident: Client) -> None:
    """Both photos come, large and small, as pictures only the reporter's own browser may keep."""
    for each in tokens(pictured):
        for size, longest in (("", 64), ("/small", 64)):
            answer = resident.get(f"{pictured.url}/photo/{each}{size}")
            picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
            assert (picture.format, max(picture.size)) == ("JPEG", longest)
            assert answer["Content-Type"] == "image/jpeg"
            assert answer["Cache-Control"] == "private, max-age=86400"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Disposition"].startswith("inline; filename=")


def test_a_photo_the_browser_has_is_not_sent_again(pictured: Reported, resident: Client) -> None:
    """The picture's name in hand, the browser is told to keep what it has."""
    url = f"{pictured.url}/photo/{tokens(pictured)[0]}"
    name = resident.get(url)["ETag"]

    assert resident.get(url, headers={"If-None-Match": name}).status_code == 304


def test_a_follower_sees_the_unit_s_photo_alone(pictured: Reported, resident: Client) -> None:
    """What the reporter showed stays with the reporter."""
    url = f"/t/{pictured.order.number}/{grouped(follow(pictured.order))}/photo"
    own, after = tokens(pictured)

    assert resident.get(f"{url}/{own}").status_code == 404
    assert resident.get(f"{url}/{after}").status_code == 200


def test_another_order_s_code_opens_no_photo(pictured: Reported, reported: Reported, resident: Client) -> None:
    """A photo opens through its own order only."""
    assert resident.get(f"{reported.url}/photo/{tokens(pictured)[0]}").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("dispatcher", 200), ("handler", 200), ("stranger", 404), ("south_dispatcher", 404)]
)
def test_staff_see_the_photos_of_orders_they_see(world: World, pictured: Reported, name: str, status: int) -> None:
    """The dispatcher and the unit see it; a stranger and another street's dispatcher do not."""
    browser = world.client(name)

    for size in ("", "/small"):
        assert browser.get(f"/photos/{tokens(pictured)[0]}{size}").status_code == status


def test_nobody_without_an_account_sees_staff_addresses(pictured: Reported, resident: Client) -> None:
    """The staff's address of a photo opens for nobody who is not signed in."""
    assert resident.get(f"/photos/{tokens(pictured)[0]}").status_code == 404


def test_a_draft_shows_small_until_it_is_bound(
    world: World, pictured: Reported, resident: Client, photo: Photo
) -> None:
    """A draft's small picture opens by its token; once an order has it, that address is closed."""
    draft = resident.get(f"/photos/draft/{token(photo)}")

    assert (draft.status_code, draft["Cache-Control"]) == (200, "private, no-store")
    assert resident.get(f"/photos/draft/{tokens(pictured)[0]}").status_code == 404
    assert resident.get("/photos/draft/no-such-token").status_code == 404


def test_a_photo_whose_file_is_gone_is_a_404(pictured: Reported, resident: Client) -> None:
    """A file lost by the storage is told as missing, not as a fault of the program."""
    Attachment.objects.update(file="photos/gone.jpg")

    assert resident.get(f"{pictured.url}/photo/{tokens(pictured)[0]}").status_code == 404
