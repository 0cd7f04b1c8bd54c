# SPDX-License-Identifier: Apache-2.0
"""People's accounts: mended, closed when somebody leaves, opened again; never removed, as history names them."""

from datetime import date, timedelta

from django.db import transaction

from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_staff
from sidan.people.contact_details import normal_phone
from sidan.people.days import city_today, held_between
from sidan.people.fitting import name_fitting
from sidan.people.models import Absence, User
from sidan.people.staffing import cut_short


def find_user(username: str) -> User:
    """Return the person who signs in by a name, whatever its case or width."""
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        raise NotFound("Nobody signs in as %(name)s.", name=username) from None


@transaction.atomic
def change_user(user: User, *, by: Actor, display_name: str, phone: str) -> None:
    """Set the name colleagues see and the phone they call."""
    require_may_staff(by)
    name = name_fitting(User, "display_name", display_name)
    User.objects.filter(pk=user.pk).update(display_name=name, phone=normal_phone(phone))
    record(by, "user.changed", f"user:{user.username}", name=name)


@transaction.atomic
def deactivate(user: User, *, by: Actor) -> None:
    """Close the account of somebody who leaves: posts end today, and nobody may sign in as them from now on.

    Colleagues they would have stood in for are still away, and from tomorrow without a substitute.
    """
    require_may_staff(by)
    if by.user_id == user.pk:
        raise Refused("Nobody closes their own account; please ask the other administrator.")
    today = city_today()
    for post in user.posts.select_for_update().filter(held_between(today, None)):
        cut_short(post, last=today)
    _stand_in_no_more(user, last=today)
    User.objects.filter(pk=user.pk).update(is_active=False)
    record(by, "user.deactivated", f"user:{user.username}")


def _stand_in_no_more(user: User, *, last: date) -> None:
    """Let a person's standing in for others end, and tell the rest of those absences as days without a substitute."""
    running = user.substitutions.filter(from_on__lte=last, until_on__gt=last)
    tomorrow = last + timedelta(days=1)
    rest = [
        Absence(post_id=post, from_on=tomorrow, until_on=end) for post, end in running.values_list("post", "until_on")
    ]
    running.update(until_on=last)
    Absence.objects.bulk_create(rest)
    user.substitutions.filter(from_on__gt=last).update(substitute=None)


@transaction.atomic
def reactivate(user: User, *, by: Actor) -> None:
    """Open a closed account again, without posts; the old password does not work any more."""
    require_may_staff(by)
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(is_active=True, password=user.password, must_change_password=True)
    record(by, "user.reactivated", f"user:{user.username}")
