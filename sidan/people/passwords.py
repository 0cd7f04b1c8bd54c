# SPDX-License-Identifier: Apache-2.0
"""Passwords: handed out once by the security administrator, then each person's own."""

import secrets

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_staff
from sidan.people.models import User

# Letters and digits that nobody mistakes for one another when they are read out; 12 of 30 are 58 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz2346789"
_GROUPS, _GROUP_LENGTH = 3, 4


def one_time_password() -> str:
    """Return a new password fit to be read out, such as `k7qf-2mxp-9awd`."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


def issue(user: User, *, by: Actor) -> str:
    """Give a person a one-time password in place of the old one and return it; they must change it at once."""
    require_may_staff(by)
    if user.is_superuser and not by.system:
        raise Refused("The operator's own password is set on the command line.")
    if not user.is_active:
        raise Refused("%(name)s no longer works here.", name=user.display_name)
    password = one_time_password()
    user.set_password(password)  # takes a quarter of a second, so outside the transaction
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(password=user.password, must_change_password=True)
        record(by, "password.issued", f"user:{user.username}")
    return password


def issue_first(*, by: Actor, most: int | None = None) -> list[tuple[User, str]]:
    """Give those who work here and have no password yet a one-time one, as after an import; may be run again."""
    return [(user, issue(user, by=by)) for user in without_password(but=by)[:most]]


def without_password(*, but: Actor) -> QuerySet[User]:
    """Return the people who work here and cannot sign in yet, but not whoever asks: they are here already."""
    waiting = User.objects.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return waiting if but.user_id is None else waiting.exclude(pk=but.user_id)


def change(user: User, password: str, *, by: Actor) -> None:
    """Set a person's own new password, which only they may do.

    Raises Django's ValidationError, in the language of the page, for a password that is too weak.
    """
    if by.user_id != user.pk:
        raise Refused("A password is changed only by the person it belongs to.")
    if user.check_password(password):
        raise Refused("Please choose a password other than the present one.")
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        record(by, "password.changed", f"user:{user.username}")
