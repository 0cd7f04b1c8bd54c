# SPDX-License-Identifier: Apache-2.0
"""The version of a plan that a form was made from, so that a stale press is told."""

from django.http import HttpRequest

from sidan.base.errors import Stale


def version_of(request: HttpRequest) -> int:
    """Return the version a form carries; Stale for one that carries none."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Stale("Somebody was faster: the plan has changed since you opened it.")
    return int(text)


def seat_of(text: str) -> int:
    """Return the number of a seat as an address or a form says it, 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
