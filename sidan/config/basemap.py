# SPDX-License-Identifier: Apache-2.0
"""The operator's own map under everything Sidan draws: whom the browser may ask for it, and what is wrong with it.

Without a setting maps are drawn on plain paper and nothing leaves the network of the office.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

# The coordinates that tiles in China come in; sidan/places/outlines.py names the same three.
SYSTEMS = ("wgs84", "gcj02", "bd09")
_PLACES = ("{z}", "{x}", "{y}")


def hosts_of(tiles: str) -> list[str]:
    """Return the origin that the browser must be let ask for tiles, as the content policy names it.

    None for tiles of Sidan's own address ("/tiles/…"), and none for an address the policy could not name: the check
    below tells of it, and the maps stay plain.
    """
    return [] if _fault_of(tiles) or tiles.startswith("/") or not tiles else ["/".join(tiles.split("/")[:3])]


def _fault_of(tiles: str) -> str:
    """Return what is wrong with the address of a basemap, empty when nothing is."""
    if not tiles or (tiles.startswith("/") and not tiles.startswith("//")):
        return ""
    parts = urlsplit(tiles)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return "it must begin with https://, or with / for tiles under Sidan's own address"
    if set("{}*;, '\"") & set(parts.netloc):
        return (
            "its host must be one plain name: no {s}, no * and no list, because the browser is let ask that host alone"
        )
    return ""


@checks.register("sidan")
def check_basemap(**_: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with the settings of the basemap, each with what to do."""
    return list(_faults(settings.MAP_TILES, settings.MAP_CREDIT, settings.MAP_SYSTEM))


def _faults(tiles: str, credit: str, system: str) -> Iterator[checks.CheckMessage]:
    """Yield the faults of the three settings."""
    if fault := _fault_of(tiles):
        yield checks.Error(f"SIDAN_MAP_TILES cannot be used: {fault}.", id="sidan.E001")
    given = [place for place in _PLACES if place in tiles]
    if given and len(given) < len(_PLACES):
        missing = ", ".join(sorted(set(_PLACES) - set(given)))
        yield checks.Error(
            f"SIDAN_MAP_TILES lacks {missing}.",
            hint="Raster tiles are https://host/{z}/{x}/{y}.png; the address of a vector style has no braces at all.",
            id="sidan.E002",
        )
    if system not in SYSTEMS:
        yield checks.Error(
            f"SIDAN_MAP_SYSTEM is {system!r}, which is no coordinate system of maps.",
            hint=f"It is one of {', '.join(SYSTEMS)}: what the tiles are drawn in.",
            id="sidan.E003",
        )
    if tiles and not credit:
        yield checks.Warning(
            "SIDAN_MAP_TILES is set without SIDAN_MAP_CREDIT.",
            hint="Say whose map it is, in China with the number of its approval (审图号); licences ask for it.",
            id="sidan.W001",
        )
    if tiles.startswith("http://") and settings.HTTPS:
        yield checks.Warning(
            "SIDAN_MAP_TILES begins with http://, which browsers refuse on a page of https://.",
            hint="Serve the tiles by https, or under Sidan's own address.",
            id="sidan.W002",
        )
