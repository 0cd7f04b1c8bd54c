# SPDX-License-Identifier: Apache-2.0
"""What the frame of every page shows. Nothing is read before the template asks for it."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from sidan.base.errors import Words
from sidan.notify.queries import unread_count
from sidan.orders.platforms import Branding
from sidan.people.actors import Actor
from sidan.people.models import User
from sidan.people.posts import POST_ROLES
from sidan.web import navigation
from sidan.web.brand import HOUSE_COLOUR, CountyOption, branding_for, counties_to_choose, stylesheet_url
from sidan.web.language import is_elder
from sidan.web.visitor import actor_for


class Shell:
    """The frame around one request: brand, language, elder mode, demo flag and the places to go."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request; every other fact is found when it is asked for."""
        self._request = request

    @property
    def language(self) -> str:
        """Return the language of the page, as the `lang` attribute wants it."""
        return "en" if get_language() == "en" else "zh-Hans"

    @property
    def is_chinese(self) -> bool:
        """Say whether the page is in Chinese."""
        return get_language() != "en"

    @cached_property
    def platform(self) -> Branding:
        """Return how the platform of the page's county calls itself. No query."""
        return branding_for(self._request)

    @property
    def brand(self) -> str:
        """Return the name of the service: the county's platform, else the city's own, where they have set one."""
        language = get_language() or ""
        own: Words = settings.BRAND
        name = self.platform.brand.in_language(language) or own.in_language(language)
        return name or gettext("Sidan, the city's service loop")

    @property
    def slogan(self) -> str:
        """Return what the county's platform says of itself, empty where it says nothing."""
        return self.platform.slogan.in_language(get_language() or "")

    @property
    def colour(self) -> str:
        """Return the colour of the browser's frame around the page."""
        return self.platform.shades.lead if self.platform.shades else HOUSE_COLOUR

    @property
    def brand_css(self) -> str:
        """Return the address of the stylesheet with the platform's colour, empty for the house's own."""
        return stylesheet_url(self.platform)

    @property
    def counties(self) -> tuple[CountyOption, ...]:
        """Return the counties whose platforms there are to choose from; empty where there is nothing to choose."""
        return counties_to_choose(self._request)

    @property
    def city(self) -> str:
        """Return the city's name, empty where it has set none."""
        name: Words = settings.CITY_NAME
        return name.in_language(get_language() or "")

    @property
    def hotline(self) -> str:
        """Return the number to call instead of writing."""
        return self.platform.phone or str(settings.HOTLINE)

    @property
    def map_tiles(self) -> str:
        """Return the address of an operator's own raster tiles or vector style, empty for the plain map."""
        return str(settings.MAP_TILES)

    @property
    def map_credit(self) -> str:
        """Return who made those tiles, as their licence wants it said."""
        return str(settings.MAP_CREDIT)

    @property
    def map_system(self) -> str:
        """Return the coordinates those tiles are in; pages keep true points and shift them for the map alone."""
        return str(settings.MAP_SYSTEM)

    @property
    def is_elder(self) -> bool:
        """Say whether the page is shown in 长辈版."""
        return is_elder(self._request)

    @property
    def is_demo(self) -> bool:
        """Say whether this is the demo city, which says so on every page."""
        return bool(settings.DEMO)

    @cached_property
    def actor(self) -> Actor:
        """Return who is asking; one query for staff."""
        return actor_for(self._request)

    @cached_property
    def person(self) -> User | None:
        """Return the signed-in user, if any."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def titles(self) -> tuple[Words, ...]:
        """Return the roles the signed-in person holds today, each once."""
        return tuple(POST_ROLES[role].words for role in dict.fromkeys(post.role for post in self.actor.posts))

    @cached_property
    def unread(self) -> int:
        """Return how many messages the signed-in person has not read; one query."""
        return unread_count(self.person.pk) if self.person else 0

    @property
    def desk_url(self) -> str:
        """Return where staff begin."""
        return str(settings.LOGIN_REDIRECT_URL)

    @property
    def bell_url(self) -> str:
        """Return the page of messages."""
        return navigation.address("desk:messages")

    @property
    def search_url(self) -> str:
        """Return the page that searches orders."""
        return navigation.address("desk:inbox")

    @cached_property
    def desk(self) -> tuple[navigation.Place, ...]:
        """Return the places of the desk that the actor may enter."""
        return navigation.places(navigation.DESK, path=self._request.path, actor=self.actor)

    @cached_property
    def tabs(self) -> tuple[navigation.Place, ...]:
        """Return the places that stand in the phone's bottom bar."""
        return tuple(place for place in self.desk if place.entry.in_tabs)

    @cached_property
    def more(self) -> tuple[navigation.Place, ...]:
        """Return the places behind the phone's last tab."""
        return tuple(place for place in self.desk if not place.entry.in_tabs)

    @cached_property
    def public(self) -> tuple[navigation.Place, ...]:
        """Return the places of the public foot."""
        return navigation.places(navigation.PUBLIC, path=self._request.path)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Return the frame for the templates."""
    return {"shell": Shell(request)}
