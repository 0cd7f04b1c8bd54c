# SPDX-License-Identifier: Apache-2.0
"""Sheets of posters: a place's QR code with what to do, the number to call and its short code; nothing personal."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.orders.declare import Programme
from sidan.orders.openings import find_public, is_front, public_programmes
from sidan.people.audit import record
from sidan.people.authority import require_may_print_codes
from sidan.places.areas import find_area
from sidan.places.codes import level_of
from sidan.places.descent import living
from sidan.places.models import Area, Site
from sidan.places.names import name_of
from sidan.places.queries import MOST_SITES, sites_in
from sidan.web.brand import mark_county
from sidan.web.entrances import grid_address, scan_address
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

# How many posters stand on a page of A4, and what that is good for.
SIZES = {
    1: _("A4, for notice boards"),
    2: _("A5, for stairwells"),
    4: _("A6, for doors and lifts"),
    8: _("stickers"),
}
_PRINTED = frozenset({"grid", "community"})
# Of modules, as ISO/IEC 18004 asks for around a code.
QUIET_ZONE = 4
# Widths of names count two for a Chinese character and one for a Latin letter.
LONG_NAME = 24


@dataclass(frozen=True, slots=True)
class Poster:
    """What one poster says."""

    name: str
    area: Words
    community: Words
    code: str
    qr: SafeString

    @property
    def is_long(self) -> bool:
        """Say whether the name is too long for the usual size of type."""
        return sum(2 if sign > "\u2e7f" else 1 for sign in self.name) > LONG_NAME


@require_safe
@login_required
def posters(request: Request, area: str) -> HttpResponse:
    """Show the posters of a grid's places, or of some of them (`?site=`), ready for the browser to print.

    With `?of=grid` it is one poster of the grid itself, whose code opens the page of who looks after it.
    """
    actor = administrator_for(request)
    around = find_area(area)
    today = living(around.code) if around.is_void else around.code
    if today != around.code and level_of(today) in _PRINTED:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{reverse('codes:posters', args=[today])}{'?' if query else ''}{query}")
    _require_printable(around)
    require_may_print_codes(actor, around.code)
    mark_county(request, around.code)
    sites = sorted(sites_in(around.code), key=_reading_order)
    asked = set(request.GET.getlist("site"))
    chosen = [site for site in sites if not asked or site.code in asked]
    per_page = _size(request.GET.get("size", ""))
    programme = find_public(request.GET.get("programme", ""))
    of_grid = request.GET.get("of") == "grid" and level_of(around.code) == "grid"
    if of_grid:
        record(actor, "codes.printed", f"area:{around.code}", count=1)
    elif chosen:
        record(actor, "codes.printed", f"area:{around.code}", count=len(chosen))
    context = {
        "area": around,
        "sites": sites,
        "chosen": {site.code for site in chosen},
        "count": len(chosen),
        "is_cut": len(sites) == MOST_SITES,
        "pages": [[_grid_poster(around)]]
        if of_grid
        else _pages([_poster(site, programme) for site in chosen], per_page),
        "of_grid": of_grid,
        "is_grid": level_of(around.code) == "grid",
        "programme": programme,
        "programmes": public_programmes(),
        "is_front": is_front(programme.code),
        "size": per_page,
        "sizes": SIZES,
    }
    return render(request, "codes/posters.html", context)


def _require_printable(area: Area) -> None:
    """Answer NotFound for anything but a grid or community that is not given up."""
    if area.is_void or level_of(area.code) not in _PRINTED:
        raise NotFound("Posters are printed for one grid or community at a time.")


def _reading_order(site: Site) -> tuple[object, ...]:
    """Return what sites are sorted by, so that stair 2 comes before stair 10 in the pile of paper."""
    parts = re.split(r"(\d+)", site.name)
    return site.area.code, site.kind, [(part.isdecimal(), int(part) if part.isdecimal() else part) for part in parts]


def _size(asked: str) -> int:
    """Return how many posters stand on a page."""
    return int(asked) if asked in {str(size) for size in SIZES} else 2


def _pages(posters: Sequence[Poster], per_page: int) -> list[Sequence[Poster]]:
    """Return the posters page by page."""
    return [posters[first : first + per_page] for first in range(0, len(posters), per_page)]


def _poster(site: Site, programme: Programme) -> Poster:
    """Return the poster of a place, which leads to the page of a programme."""
    return Poster(
        name=site.name,
        area=name_of(site.area.code),
        community=name_of(site.area.code[:12]),
        code=f"{site.code[:4]} {site.code[4:]}".upper(),
        qr=qr_drawing(f"{settings.SITE_URL}{scan_address(site.code, programme)}"),
    )


def _grid_poster(grid: Area) -> Poster:
    """Return the poster of a grid, which leads to the page of who looks after it; an old one leads on from there."""
    return Poster(
        name=name_of(grid.code).in_language(get_language() or "zh"),
        area=name_of(grid.code),
        community=name_of(grid.code[:12]),
        code=grid.code,
        qr=qr_drawing(f"{settings.SITE_URL}{grid_address(grid.code)}"),
    )


def qr_drawing(address: str) -> SafeString:
    """Return an address as an SVG drawing that is still read with a third of it worn off or covered."""
    drawn = io.BytesIO()
    code = segno.make(address, error="h", micro=False)
    code.save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=QUIET_ZONE, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  drawn here from our own address
