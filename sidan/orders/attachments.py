# SPDX-License-Identifier: Apache-2.0
"""Pictures: taken in as drafts without their metadata, bound to the step that answers with them, swept when left."""

import hashlib
import io
import re
import secrets
import struct
from datetime import timedelta
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.orders.models import Attachment, Order, Share, Step
from sidan.orders.registry import programme_of
from sidan.orders.sharing import shared_fields, sight_of
from sidan.people.actors import Actor

LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320
# A small file can unfold into a picture that fills the memory; forty megapixels is above any phone's default.
MOST_PIXELS = 40_000_000
DRAFT_HOURS = 24
# As `secrets.token_urlsafe` writes them.
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,60}")
# Phones' MPO pictures open as JPEG; Pillow knows no such format to open and fails when asked for it.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What Pillow raises for files that are no pictures, broken ones, and, the last four, broken EXIF.
_BROKEN = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError),
    *(struct.error, TypeError, LookupError, ZeroDivisionError),
)


def keep_draft(file: BinaryIO, *, size: int) -> Attachment:
    """Store a picture as a draft and return it: turned upright, at most 1600 pixels, without EXIF or place.

    The picture is drawn anew from its pixels, so nothing else that the file carried survives. Two files, one query.
    """
    if size > settings.MAX_PHOTO_BYTES:
        raise Refused("A photo may have at most %(most)d MB.", most=settings.MAX_PHOTO_BYTES // 1024 // 1024)
    picture = _opened(file)
    large = _encoded(picture, LONGEST_SIDE, quality=82)
    small = _encoded(picture, THUMBNAIL_SIDE, quality=76)
    token = secrets.token_urlsafe(18)
    folder = f"photos/{now():%Y/%m}"
    draft = Attachment(
        token=token,
        file=default_storage.save(f"{folder}/{token}.jpg", ContentFile(large)),
        thumbnail=default_storage.save(f"{folder}/{token}.small.jpg", ContentFile(small)),
        digest=hashlib.sha256(large).hexdigest(),
        width=picture.width,
        height=picture.height,
        created_at=now(),
    )
    draft.save(force_insert=True)
    return draft


def bind(step: Step) -> None:
    """Give the pictures a step answers with to its order. One query, none without pictures."""
    for field, resolved in step.resolved.items():
        if isinstance(resolved, list) and resolved and isinstance(resolved[0], Attachment):
            tokens = [draft.token for draft in resolved]
            bound = Attachment.objects.filter(token__in=tokens, order__isnull=True).update(
                order=step.order, seq=step.seq, field=field
            )
            if bound != len(tokens):
                raise Refused("A photo is no longer there; please choose it again.")


def find_attachment(token: str) -> Attachment:
    """Return an attachment with its order by its token; NotFound when there is none. One query."""
    found = Attachment.objects.select_related("order").filter(token=token).first()
    if found is None:
        raise NotFound("There is no such picture.")
    return found


def require_seen(photo: Attachment, *, by: Actor) -> None:
    """Raise NotFound unless the actor may open the order a photo belongs to, and sees the photo of it.

    One query, two more where parties see each other's answers in part.
    """
    order = Order.objects.visible_to(by).filter(pk=photo.order_id or 0).first()
    if order is None or not _is_in_sight(photo, order, by):
        raise NotFound("There is no such picture.")


def _is_in_sight(photo: Attachment, order: Order, by: Actor) -> bool:
    """Say whether somebody who may open an order sees this photo of it."""
    if not shared_fields(programme_of(order)):
        return True
    sight = sight_of(by, order, shares=list(Share.objects.filter(order=order)))
    step = Step.objects.filter(order=order, seq=photo.seq or 0).first()
    return step is not None and sight.opens(step, photo.field)


def forget_photos(order: Order) -> None:
    """Delete the photos of an order; the files go when the transaction has committed. Two queries."""
    photos = Attachment.objects.filter(order=order)
    for name in [name for names in photos.values_list("file", "thumbnail") for name in names]:
        transaction.on_commit(partial(default_storage.delete, name))
    photos.delete()


def forget_drafts() -> int:
    """Delete the drafts nobody used within a day, with their files, and return how many there were."""
    left = Attachment.objects.filter(order__isnull=True, created_at__lt=now() - timedelta(hours=DRAFT_HOURS))
    count = 0
    for draft in left.iterator():
        default_storage.delete(draft.file)
        default_storage.delete(draft.thumbnail)
        draft.delete()
        count += 1
    return count


def _opened(file: BinaryIO) -> Image.Image:
    """Return the picture upright and in plain colours; refuse what is not a picture or is too large to unfold."""
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("This picture is too large; please send a smaller one.")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            flat = Image.new("RGB", upright.size, "white")
            layer = upright.convert("RGBA")
            flat.paste(layer, mask=layer.getchannel("A"))
    except _BROKEN:
        raise Refused("This file is not a picture that can be shown; please send a JPEG or PNG photo.") from None
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return flat


def _encoded(picture: Image.Image, side: int, *, quality: int) -> bytes:
    """Return the picture as JPEG bytes with sides of at most `side` pixels."""
    copy = picture.copy()
    copy.thumbnail((side, side))
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()
