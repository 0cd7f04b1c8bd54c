# SPDX-License-Identifier: Apache-2.0
"""Who is asking: the actor behind a request, and the address it comes from."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from sidan.people.actors import Actor, actor_of
from sidan.people.models import User

# A household's or a phone's connection is one /64; single IPv6 addresses change by the hour.
IPV6_PREFIX = 64


def actor_for(request: HttpRequest) -> Actor:
    """Return the actor behind a request, read once for each request; one query for staff, none for anybody else.

    The reporter of an order is not known here: the page that checks the query code makes that actor.
    """
    known: Actor | None = getattr(request, "_sidan_actor", None)
    if known is None:
        known = _read_actor(request)
        request._sidan_actor = known  # type: ignore[attr-defined]  # kept for the rest of this request
    return known


def _read_actor(request: HttpRequest) -> Actor:
    """Return the actor of the signed-in user, or anyone."""
    user = getattr(request, "user", None)
    ip = client_address(request)
    if not isinstance(user, User | AnonymousUser) or not user.is_authenticated:
        return Actor.anyone(ip=ip)
    return actor_of(user, ip=ip)


def client_address(request: HttpRequest) -> str:
    """Return the address of the visitor, empty when it cannot be told.

    Behind `settings.PROXIES` proxies of our own the last that many entries of X-Forwarded-For are theirs to vouch for;
    anything further left was written by the visitor and is not believed. Without proxies the header is not read.
    """
    proxies = int(settings.PROXIES)
    address = str(request.META.get("REMOTE_ADDR") or "")
    if proxies > 0:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    return plain_address(address)


def plain_address(address: str) -> str:
    """Return an IP address in its one form, IPv4 inside IPv6 as IPv4; empty for what is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(found)


def client_network(request: HttpRequest) -> str:
    """Return what limits count by: the IPv4 address, or the /64 of an IPv6 one."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/{IPV6_PREFIX}", strict=False))
