# SPDX-License-Identifier: Apache-2.0
"""Who asks the API: the person whose key or session it is, with the posts held today."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from sidan.base.clock import now
from sidan.matching.authority import areas_kept, areas_read
from sidan.people.actors import Actor, actor_of
from sidan.people.keys import user_of_key
from sidan.web.limits import window_of
from sidan.web.visitor import actor_for, client_address, client_network

SAFE = ("GET", "HEAD", "OPTIONS")
PER_MINUTE, PER_HOUR = 300, 6000
_TAKES_BODY = ("POST", "PUT")
_BEARER = "bearer "


class Door(HttpBearer):
    """Lets in whom a question about the actor lets in; others learn whether they are unknown (401) or not meant (403).

    A key stands in `Authorization: Bearer …`. A session does too, and then a write needs the token against forgery,
    as a form does; a request with a key needs none, because no browser sends one by itself.
    """

    def __init__(self, is_open: Callable[[Actor], bool]) -> None:
        """Remember whom the door is for."""
        super().__init__()
        self.is_open = is_open

    def __call__(self, request: HttpRequest) -> Any:
        """Return the actor, or None for somebody unknown."""
        self._count(request)
        actor = self._actor(request)
        if actor is None:
            return None
        if not self.is_open(actor):
            raise PermissionDenied
        if request.method in _TAKES_BODY and request.content_type != "application/json":
            raise HttpError(415, "json")
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the actor whose key this is, or None."""
        user = user_of_key(token)
        return actor_of(user, ip=client_address(request)) if user is not None else None

    def _actor(self, request: HttpRequest) -> Actor | None:
        """Return who asks, by key before session."""
        header = request.headers.get("Authorization", "")
        if header:
            is_key = header.lower().startswith(_BEARER)
            actor = self.authenticate(request, header[len(_BEARER) :].strip()) if is_key else None
            return actor if isinstance(actor, Actor) else None
        if request.method not in SAFE and check_csrf(request) is not None:
            raise PermissionDenied
        actor = actor_for(request)
        return actor if actor.user_id is not None else None

    def _count(self, request: HttpRequest) -> None:
        """Refuse an address that asks very often, so that nobody tries keys or empties a register by the minute."""
        if not settings.RATE_LIMITS:
            return
        window = window_of("api", per_minute=PER_MINUTE, per_hour=PER_HOUR)
        if wait := window.wait_seconds(client_network(request), at=now().timestamp()):
            raise HttpError(429, str(wait))


READERS = Door(lambda actor: bool(areas_read(actor)))
KEEPERS = Door(lambda actor: bool(areas_kept(actor)))


def actor_in(request: HttpRequest) -> Actor:
    """Return the actor a door let in."""
    actor: Any = request.auth  # type: ignore[attr-defined]  # ninja puts there what the door answered
    assert isinstance(actor, Actor)
    return actor
