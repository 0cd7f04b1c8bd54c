# SPDX-License-Identifier: Apache-2.0
"""Which county's platform a page is shown for, and the small stylesheet with its colour.

A page that is about a place says so by `mark_county`; otherwise the desk shows the county of whoever is signed in, and
public pages the one chosen on the home page, kept in a cookie.
"""

from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sidan.base.colours import shades_of
from sidan.base.errors import NotFound, Words
from sidan.orders import platforms
from sidan.orders.platforms import Branding
from sidan.people.actors import Actor
from sidan.places.codes import county_of
from sidan.places.names import name_of
from sidan.web.language import COUNTY_COOKIE, county_asked_for

# --sd-primary of tokens.css.
HOUSE_COLOUR = "#0f5566"
_MARK, _REMEMBERED = "_sidan_county", "_sidan_remembered"
# The colour is part of the address, so that a new one is fetched at once.
STYLESHEET_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class CountyOption:
    """A county whose platform may be chosen."""

    code: str
    name: Words
    brand: Words
    is_chosen: bool


def mark_county(request: HttpRequest, area_code: str) -> None:
    """Let the page be shown for the county of an area; nothing changes for one above the counties."""
    if county := county_of(area_code):
        setattr(request, _MARK, county)


def county_for(request: HttpRequest) -> str:
    """Return the county the page is shown for, "" for the whole city. No query.

    Who is signed in counts where the page has asked for it already, as every page of the desk does; a public page
    does not read the session for it.
    """
    marked = getattr(request, _MARK, "")
    if marked:
        return str(marked)
    actor: Actor | None = getattr(request, "_sidan_actor", None)
    if actor is not None and actor.county:
        return actor.county
    return county_asked_for(request) or request.COOKIES.get(COUNTY_COOKIE, "")


def show_as_remembered(request: HttpRequest) -> None:
    """Let the frame of the page ask no database: it tells what went wrong, and that may be the database."""
    setattr(request, _REMEMBERED, True)


def branding_for(request: HttpRequest) -> Branding:
    """Return how the platform of the page's county calls itself, as last known where the database is away."""
    county = county_for(request)
    if hasattr(request, _REMEMBERED):
        return platforms.remembered_branding(county)
    try:
        return platforms.branding_of(county)
    except DatabaseError:
        return platforms.remembered_branding(county)


def counties_to_choose(request: HttpRequest) -> tuple[CountyOption, ...]:
    """Return the counties with a platform of their own, to choose from on the home page; none where one is all."""
    try:
        branded = platforms.branded_counties()
    except DatabaseError:
        return ()
    here = county_for(request)
    options = (CountyOption(code, name_of(code), each.brand, code == here) for code, each in branded.items())
    return tuple(options) if len(branded) > 1 else ()


def stylesheet_url(branding: Branding) -> str:
    """Return the address of the stylesheet with a platform's colour, "" where it has none of its own."""
    if not branding.colour:
        return ""
    return f"{reverse('brand_css', args=[branding.county or 'city'])}?{branding.colour.removeprefix('#')}"


@require_safe
@cache_control(public=True, max_age=STYLESHEET_SECONDS)
def brand_css(request: HttpRequest, county: str) -> HttpResponse:
    """Return the colour of a county's platform as the variables of tokens.css; no page holds a style of its own."""
    branding = platforms.branding_of("" if county == "city" else county)
    if not branding.colour or (branding.county or "city") != county:
        raise NotFound("There is nothing here.")
    shades = shades_of(branding.colour)
    lines = (
        f"  --sd-primary: {shades.lead};",
        f"  --sd-primary-deep: {shades.deep};",
        f"  --sd-primary-soft: {shades.soft};",
        f"  --sd-on-primary-quiet: {shades.quiet};",
    )
    return HttpResponse("\n".join((":root {", *lines, "}", "")), content_type="text/css")
