# SPDX-License-Identifier: Apache-2.0
"""API keys: issued to a person, shown once, used in that person's name with the posts held today, and ended."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q, QuerySet

from sidan.base import clock
from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_staff
from sidan.people.fitting import name_fitting
from sidan.people.key_rows import ApiKey
from sidan.people.models import User

PREFIX = "sidan_"
_BYTES = 32
# So that a machine asking all day writes a row an hour.
_USE_NOTED_EVERY = timedelta(hours=1)
# A key that was forgotten with the machine it was for must not open anything for ever.
_UNUSED = timedelta(days=365)


@transaction.atomic
def issue_key(user: User, name: str, *, by: Actor) -> str:
    """Give a person a new key and return it; nobody can read it again."""
    require_may_staff(by)
    if not user.is_active:
        raise Refused("%(name)s no longer works here.", name=user.display_name)
    name = name_fitting(ApiKey, "name", name)
    User.objects.select_for_update().get(pk=user.pk)  # two who issue at once
    if living_keys().filter(user=user, name=name).exists():
        raise Refused("%(name)s has a key of that name already.", name=user.display_name)
    # One that nobody used for a year leaves its name to the new one.
    ApiKey.objects.filter(user=user, name=name, ended_at__isnull=True).update(ended_at=clock.now())
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    key = ApiKey.objects.create(user=user, name=name, digest=_digest(secret))
    record(by, "key.issued", f"user:{user.username}", key=key.pk, name=name)
    return secret


@transaction.atomic
def end_key(number: int, *, by: Actor) -> ApiKey:
    """Let a key open nothing from now on."""
    require_may_staff(by)
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("user").filter(pk=number).first()
    if key is None:
        raise NotFound("There is no key %(number)d.", number=number)
    if key.ended_at is not None:
        raise Refused("This key has ended already.")
    key.ended_at = clock.now()
    key.save(update_fields=["ended_at"])
    record(by, "key.ended", f"user:{key.user.username}", key=key.pk, name=key.name)
    return key


def living_keys() -> "QuerySet[ApiKey]":
    """Return the keys that have not ended and were issued or used within a year, with whose they are."""
    used = Q(last_used_at__gte=clock.now() - _UNUSED) | Q(made_at__gte=clock.now() - _UNUSED)
    return ApiKey.objects.filter(used, ended_at__isnull=True).select_related("user")


def user_of_key(secret: str) -> User | None:
    """Return whose living key this is, or None; its use is noted once an hour. One query, or two."""
    key = living_keys().filter(digest=_digest(secret), user__is_active=True).first()
    if key is None:
        return None
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at >= _USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key.user


def _digest(secret: str) -> bytes:
    """Return what is kept of a key: it has 256 random bits, so that no slow digest is needed."""
    return sha256(secret.encode()).digest()
