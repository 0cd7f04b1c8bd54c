# SPDX-License-Identifier: Apache-2.0
"""Files that call themselves photos: refused in words, whatever they are."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sidan.web.limits import forget_counts
from tests.world import World


def jpeg_with_broken_exif() -> bytes:
    """Return a photo whose EXIF gives a text in the place of a number."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "x" * 8
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    # The type of the description becomes that of a long number.
    for order in (">", "<"):
        entry = struct.pack(f"{order}HH", 0x010E, 2)
        if entry in file.getvalue():
            return file.getvalue().replace(entry, struct.pack(f"{order}HH", 0x010E, 5))
    raise AssertionError("The EXIF was written in another form.")


def bomb() -> bytes:
    """Return a PNG of a few bytes that says it is a hundred thousand pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload='alert(1)'/>", b"<html><script>", b"PK\x03\x04", b"\xff\xd8\xff", bomb()],
    ids=["empty", "svg", "html", "zip", "truncated", "bomb"],
)
def test_what_is_no_picture_is_refused_and_the_text_stays(world: World, content: bytes) -> None:
    """The type in the name is not believed, and nothing of the file is kept."""
    forget_counts()
    photo = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
    sent = {"key": "k" * 24, "report-text": "楼道灯坏了。", "area": world.grid, "report-photos-new": photo}

    response = Client().post("/report", sent)

    assert response.status_code == 422 or (content == b"" and response.status_code == 302)
    assert response.status_code == 302 or "楼道灯坏了。" in response.content.decode()


@pytest.mark.filterwarnings("ignore:Tag data larger")
def test_broken_facts_about_a_photo_break_nothing(world: World) -> None:
    """A photo with garbled EXIF is taken or refused; the page goes on."""
    forget_counts()
    photo = SimpleUploadedFile("photo.jpg", jpeg_with_broken_exif(), "image/jpeg")
    sent = {"key": "k" * 24, "report-text": "楼道灯坏了。", "area": world.grid, "report-photos-new": photo}

    assert Client().post("/report", sent).status_code in (302, 422)


def test_more_files_than_a_form_has_are_refused(world: World) -> None:
    """Forty-one files are too many at once, said before any of them is opened."""
    forget_counts()
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(41)]

    assert Client().post("/report", {"report-photos-new": files}).status_code == 413
