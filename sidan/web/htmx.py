# SPDX-License-Identifier: Apache-2.0
"""One view for the page and for the part of it that htmx swaps."""

import posixpath

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from sidan.people.models import User


class Request(HttpRequest):
    """A request as our middleware leaves it for views."""

    user: User | AnonymousUser
    htmx: HtmxDetails


def render_part(
    request: HttpRequest, template: str, part: str, /, *, status: int = 200, **context: object
) -> HttpResponse:
    """Return the whole page, or for htmx the part alone: `desk/order.html` and `moves` give `desk/_moves.html`.

    `part` may name another folder with a slash ("components/photos"). Going back in the browser and boosted links
    ask for whole pages.
    """
    chosen = part_file(template, part) if wants_part(request) else template
    response = render(request, chosen, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Say whether htmx will swap the answer into a page that is already there."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx) and htmx is not None and not htmx.boosted and not htmx.history_restore_request


def part_file(template: str, part: str) -> str:
    """Return the file of a page's part: an underscore before its name, in the folder of the page or its own."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder or posixpath.dirname(template), f"_{name}.html")
