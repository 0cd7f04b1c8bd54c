# SPDX-License-Identifier: Apache-2.0
"""Photos behind their order's own lock: for its reporter and followers, for staff who may see it, for nobody else."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.orders.attachments import find_attachment, require_seen
from sidan.orders.models import Attachment, Order
from sidan.orders.progress import is_photo_of
from sidan.people.actors import Actor
from sidan.web.public.opening import opened
from sidan.web.visitor import actor_for

# Pictures never change, but may be taken back; a browser of one's own may keep them for a day.
_KEPT = "private, max-age=86400"


@require_safe
@opened
def order_photo(request: HttpRequest, order: Order, actor: Actor, *, token: str, size: str = "") -> HttpResponseBase:
    """Return a photo of an order to whoever opened it and may see that photo."""
    photo = find_attachment(token)
    if not is_photo_of(photo, order, is_reporter=actor.reporter_of == order.pk):
        raise NotFound("There is no such picture.")
    return picture_of(request, photo, size=size)


@require_safe
def staff_photo(request: HttpRequest, token: str, size: str = "") -> HttpResponseBase:
    """Return a photo to staff who may see its order."""
    photo = find_attachment(token)
    require_seen(photo, by=actor_for(request))
    return picture_of(request, photo, size=size)


@require_safe
def draft_photo(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the small picture of a draft to whoever knows its token, which only the uploader's page does."""
    photo = find_attachment(token)
    if photo.order_id is not None:
        raise NotFound("There is no such picture.")
    response = picture_of(request, photo, size="small")
    response["Cache-Control"] = "private, no-store"
    return response


def picture_of(request: HttpRequest, photo: Attachment, *, size: str) -> HttpResponseBase:
    """Return the picture's file, or only its name where the browser has it already."""
    etag = f'"{photo.digest}{size}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _file(photo, small=size == "small")
    response["ETag"] = etag
    response["Cache-Control"] = _KEPT
    return response


def _file(photo: Attachment, *, small: bool) -> HttpResponseBase:
    """Return the file itself; NotFound where the storage has lost it."""
    name = photo.thumbnail if small else photo.file
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise NotFound("There is no such picture.") from None
    response = FileResponse(file, content_type="image/jpeg", filename=f"photo-{photo.pk}.jpg")
    response["X-Content-Type-Options"] = "nosniff"
    return response
