# SPDX-License-Identifier: Apache-2.0
"""Colours as six hexadecimal digits: whether text on them can be read, and shades that go with them. Pure."""

import re
from typing import NamedTuple

from sidan.base.errors import Refused

# WCAG 2.2, 1.4.3: text of usual size.
TEXT_CONTRAST = 4.5
WHITE = "#ffffff"
# The darkest ground that text in the leading colour stands on: --sd-sunk in tokens.css.
SUNK = "#e9eff0"
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Shades(NamedTuple):
    """A colour that leads a page, with what goes with it: see the variables of tokens.css."""

    lead: str
    deep: str
    soft: str
    quiet: str


def require_legible(colour: str) -> str:
    """Return a colour in small letters; Refused when it is none, or when white text on it cannot be read."""
    found = colour.strip().lower()
    if not _COLOUR.fullmatch(found):
        raise Refused("%(colour)s is not a colour such as #0f5566.", colour=colour[:20])
    if contrast(found, WHITE) < TEXT_CONTRAST:
        raise Refused(
            "White text on %(colour)s has a contrast of %(contrast)s to 1; it needs 4.5 to 1, so choose a darker one.",
            colour=found,
            contrast=f"{contrast(found, WHITE):.2f}",
        )
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def shades_of(colour: str) -> Shades:
    """Return the shades of a legible colour; it is darkened itself until it can be read as text on every ground."""
    lead = colour
    while contrast(lead, SUNK) < TEXT_CONTRAST:
        lead = mixed(lead, "#000000", 0.97)
    return Shades(lead, mixed(lead, "#000000", 0.75), mixed(lead, WHITE, 0.1), mixed(lead, WHITE, 0.15))


def mixed(one: str, other: str, share: float) -> str:
    """Return `share` (0 to 1) of one colour with the rest of another."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02x}" for first, second in pairs)


def _parts(colour: str) -> list[int]:
    """Return red, green and blue, each 0 to 255."""
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour."""
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else float((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
