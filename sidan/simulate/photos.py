# SPDX-License-Identifier: Apache-2.0
"""Drawn pictures that say that they are drawn, standing where residents' and crews' photos would."""

import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from sidan.orders.models import Attachment

SIZE = (960, 720)
KINDS = 8


@dataclass(frozen=True)
class Drawing:
    """A picture on disk, which many attachments of the demo share."""

    file: str
    thumbnail: str
    digest: str


def draw_all(rng: Random) -> tuple[list[Drawing], list[Drawing]]:
    """Draw the pictures once: some of something broken, as many of it mended."""
    broken = [_stored(_picture(rng, mended=False)) for _ in range(KINDS)]
    mended = [_stored(_picture(rng, mended=True)) for _ in range(KINDS)]
    return broken, mended


def draw_receipt(number: str, rng: Random) -> Drawing:
    """Draw a slip from a till; no two are alike, since each bears its number."""
    picture = Image.new("RGB", SIZE, (120, 100, 84))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((290, 60, 670, 690), fill=(250, 249, 244))
    pen.text((330, 90), f"RECEIPT {number}", fill=(30, 30, 30), font_size=26)
    for row in range(170, 560, 52):
        pen.rectangle((330, row, 330 + rng.randint(90, 190), row + 14), fill=(130, 130, 130))
        pen.rectangle((560, row, 630, row + 14), fill=(130, 130, 130))
    pen.line((330, 590, 630, 590), fill=(30, 30, 30), width=4)
    pen.text((330, 620), "SYNTHETIC - DEMO DATA", fill=(160, 40, 40), font_size=22)
    return _stored(picture)


def drafts(pictures: Sequence[Drawing], count: int, *, at: datetime, rng: Random) -> list[str]:
    """Write attachments as drafts of that moment, and return their tokens. One query."""
    rows = [
        Attachment(
            token=secrets.token_urlsafe(18),
            file=picture.file,
            thumbnail=picture.thumbnail,
            digest=picture.digest,
            width=SIZE[0],
            height=SIZE[1],
            created_at=at,
        )
        for picture in rng.sample(pictures, count)
    ]
    Attachment.objects.bulk_create(rows)
    return [row.token for row in rows]


def _picture(rng: Random, *, mended: bool) -> Image.Image:
    """Return a drawn street corner, with a hole and a heap or without."""
    picture = Image.new("RGB", SIZE, (200 + rng.randint(0, 30), 215, 230))
    pen = ImageDraw.Draw(picture)
    for number in range(5):
        left, top = number * 190 + rng.randint(0, 40), rng.randint(120, 300)
        shade = rng.randint(120, 190)
        pen.rectangle((left, top, left + 150, 460), fill=(shade, shade - 20, shade - 40))
        for row in range(top + 20, 440, 50):
            for column in range(left + 15, left + 130, 40):
                pen.rectangle((column, row, column + 20, row + 26), fill=(240, 235, 190))
    pen.rectangle((0, 460, *SIZE), fill=(110, 112, 116))
    pen.line((0, 590, SIZE[0], 590), fill=(230, 230, 220), width=8)
    x, y = rng.randint(240, 620), rng.randint(500, 600)
    if mended:
        pen.ellipse((x, y, x + 180, y + 70), fill=(96, 98, 102))
        pen.line((x + 30, y + 35, x + 70, y + 60, x + 150, y), fill=(40, 150, 80), width=14)
    else:
        pen.ellipse((x, y, x + 180, y + 70), fill=(40, 38, 36))
        for _ in range(14):
            left, top = x + rng.randint(-60, 200), y + rng.randint(-20, 90)
            pen.polygon(((left, top), (left + 26, top + 6), (left + 12, top + 24)), fill=(150, 120, 80))
    pen.rectangle((0, 0, SIZE[0], 44), fill=(30, 60, 90))
    pen.text((16, 14), "SYNTHETIC PICTURE - DEMO DATA", fill=(255, 255, 255))
    return picture


def _stored(picture: Image.Image) -> Drawing:
    """Store a picture and its thumbnail."""
    name = secrets.token_urlsafe(12)
    large, small = _jpeg(picture), _jpeg(picture.resize((320, 240)))
    return Drawing(
        file=default_storage.save(f"photos/demo/{name}.jpg", ContentFile(large)),
        thumbnail=default_storage.save(f"photos/demo/{name}.small.jpg", ContentFile(small)),
        digest=hashlib.sha256(large).hexdigest(),
    )


def _jpeg(picture: Image.Image) -> bytes:
    """Return a picture as JPEG bytes."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
