# SPDX-License-Identifier: Apache-2.0
"""Tabler's outline icons as inline SVG, read once from node_modules."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BLANKS = re.compile(r">\s+<|\s*\n\s*")
# Tabler draws a transparent square first, for editors; it shows nothing.
_FRAME = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def icon(name: str, *, label: str = "") -> SafeString:
    """Return the icon; without a label screen readers pass it by. A name Tabler lacks is an error of the page."""
    if label:
        return format_html(_NAMED, label, _strokes(name))
    return _silent(name)


_OPEN = (
    '<svg class="sd-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" '
)
_NAMED = _OPEN + 'role="img" aria-label="{}">{}</svg>'


@lru_cache(maxsize=1024)
def _silent(name: str) -> SafeString:
    """Return an icon that only eyes see."""
    return mark_safe(f'{_OPEN}aria-hidden="true">{_strokes(name)}</svg>')  # noqa: S308  a file of Tabler's, no user text


@lru_cache(maxsize=1024)
def _strokes(name: str) -> SafeString:
    """Return what is inside the icon's file."""
    found = _PATHS.search((settings.ICONS_DIR / f"{name}.svg").read_text())
    if found is None:
        raise ValueError(f"The file of the icon {name} holds no SVG.")
    strokes = _BLANKS.sub(lambda gap: "><" if gap[0].startswith(">") else " ", found[1].replace(_FRAME, "")).strip()
    return mark_safe(strokes)  # noqa: S308  the same
