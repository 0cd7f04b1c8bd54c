# SPDX-License-Identifier: Apache-2.0
"""The WSGI entry that a server loads."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")

_django = get_wsgi_application()
# What was loaded at the start stays: looking through it for garbage time and again took a tenth of every page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer; a charset by which Django could not even begin to read the address is named by one it refuses in words.

    Django reads the address while it builds the request, before any middleware of ours could catch what goes wrong.
    """
    if not _is_readable(str(environ.get("CONTENT_TYPE", ""))):
        environ["CONTENT_TYPE"] = "text/plain; charset=latin-1"
    return _django(environ, start_response)


def _is_readable(content_type: str) -> bool:
    """Say whether a content type names UTF-8 or no charset at all."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    except LookupError:
        # A parameter written in a charset that nobody knows (RFC 2231).
        return False
    return charset.strip().lower() in {"utf-8", "utf8"}
