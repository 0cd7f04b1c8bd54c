# SPDX-License-Identifier: Apache-2.0
"""Who works where: people, the posts they hold and who stands in; each change audited, each refusal said.

People and rights are the security administrator's; nobody gives a post to themselves. Days are the city's, both ends
counted. A person's row is locked while their posts change, so that two changes at once cannot pass the same check.
"""

import re
from datetime import date, timedelta
from typing import Unpack

from django.db import transaction
from django.db.models import Q

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_arrange, require_may_staff, require_not_oneself
from sidan.people.contact_details import normal_phone
from sidan.people.crew_facts import CrewFacts, crew_columns
from sidan.people.days import city_today, held_between, held_until
from sidan.people.fitting import fitting, name_fitting
from sidan.people.models import Absence, Post, Unit, User
from sidan.people.passwords import one_time_password
from sidan.people.posts import GIVEN_ROLES, POST_ROLES, may_be_held_together
from sidan.places.models import Area

_USERNAME = re.compile(r"[\w][\w.@+-]{1,59}")


@transaction.atomic
def add_user(
    username: str,
    display_name: str,
    *,
    by: Actor,
    phone: str = "",
    language: str = "zh-hans",
    with_password: bool = True,
) -> tuple[User, str]:
    """Add a person and return them with a one-time password, which they must change when they first sign in.

    Without a password nobody can sign in as them until `passwords.issue` gives one.
    """
    require_may_staff(by)
    username = User.objects.normal_username(username)
    if not _USERNAME.fullmatch(username):
        raise Refused("A user name has 2 to 60 letters, digits, dots and hyphens, and %(name)s has not.", name=username)
    display_name = name_fitting(User, "display_name", display_name)
    if User.objects.filter(username=username).exists():
        raise Refused("Somebody already signs in as %(name)s.", name=username)
    password = one_time_password() if with_password else ""
    user = User.objects.create_user(
        username,
        password or None,
        display_name=display_name,
        phone=normal_phone(phone),
        language=language,
        must_change_password=True,
    )
    record(by, "user.added", f"user:{username}", name=user.display_name)
    return user, password


@transaction.atomic
def hold_post(
    user: User,
    role: str,
    *,
    by: Actor,
    unit: Unit | None = None,
    area: Area | None = None,
    title: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    **crew: Unpack[CrewFacts],
) -> Post:
    """Give a person a post from `from_on`, today unless said, to `until_on`, for good unless said.

    `crew` says what only crew and volunteers have; see people/crew_facts.py.
    """
    require_may_staff(by)
    require_not_oneself(by, user)
    first = from_on or city_today()
    _require_scope(role, unit=unit, area=area)
    if until_on is not None and until_on < first:
        raise Refused("The post would end on %(until)s, before it begins on %(first)s.", until=until_on, first=first)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refused("%(name)s no longer works here.", name=user.display_name)
    _require_not_held(user, role, unit=unit, area=area, first=first, last=until_on)
    _require_separation(user, role, first=first, last=until_on)
    post = Post(user=user, role=role, unit=unit, area=area, area_code=area.code if area else "")
    post.title, post.from_on, post.until_on = fitting(Post, "title", title), first, until_on
    for name, value in crew_columns(post, crew).items():
        setattr(post, name, value)
    post.save(force_insert=True)
    record(by, "post.held", f"user:{user.username}", **_told(post))
    return post


def _require_scope(role: str, *, unit: Unit | None, area: Area | None) -> None:
    """Refuse a role that is not on the list, or one that is not held over what it is meant for."""
    if role not in GIVEN_ROLES:
        raise Refused("There is no post called %(role)s.", role=role)
    declared = POST_ROLES[role]
    if declared.scope == "area" and area is None:
        raise Refused("Please say over which area: %(role)s.", role=declared.words)
    if declared.scope == "unit" and unit is None:
        raise Refused("Please say at which unit: %(role)s.", role=declared.words)
    if declared.scope == "city" and (unit or area):
        raise Refused("This post is held for the whole city, without unit or area: %(role)s.", role=declared.words)
    if unit is not None and not unit.is_active:
        raise Refused("%(unit)s has been closed.", unit=unit.name)
    if area is not None and area.void_on is not None:
        raise Refused("The area %(code)s is void.", code=area.code)


def _require_not_held(
    user: User, role: str, *, unit: Unit | None, area: Area | None, first: date, last: date | None
) -> None:
    """Refuse a post that the person holds already on any of the days."""
    if user.posts.filter(held_between(first, last), role=role, unit=unit, area=area).exists():
        raise Refused("%(name)s already holds this post on some of these days.", name=user.display_name)


def _require_separation(user: User, role: str, *, first: date, last: date | None) -> None:
    """Refuse a role that the person may not hold beside what they hold or stand in for on any of the days."""
    lent = Q(
        absences__substitute=user,
        absences__until_on__gte=first,
        absences__from_on__lte=last or date.max,
    )
    held = set(user.posts.filter(held_between(first, last)).values_list("role", flat=True))
    held |= set(Post.objects.filter(lent).values_list("role", flat=True))
    for other in sorted(held):
        if not may_be_held_together(role, other):
            raise Refused(
                "%(name)s cannot be %(role)s and %(other)s at once: these are kept in different hands.",
                name=user.display_name,
                role=POST_ROLES[role].words,
                other=POST_ROLES[other].words,
            )


@transaction.atomic
def change_post(post: Post, *, by: Actor, title: str, until_on: date | None, **crew: Unpack[CrewFacts]) -> None:
    """Set the title and the last day of a post that has not ended; None lets it go on for good.

    What `crew` does not name of a crew's facts stays.
    """
    require_may_staff(by)
    require_not_oneself(by, post.user)
    User.objects.select_for_update().get(pk=post.user_id)
    post = _living(post)
    if until_on is not None and until_on < city_today():
        raise Refused("The last day of a post is today or later; end the post to end it sooner.")
    if until_on is not None and until_on < post.from_on:
        raise Refused(
            "The post would end on %(until)s, before it begins on %(first)s.", until=until_on, first=post.from_on
        )
    if post.until_on is not None and (until_on is None or until_on > post.until_on):
        added = post.until_on + timedelta(days=1)
        _require_not_held(post.user, post.role, unit=post.unit, area=post.area, first=added, last=until_on)
        _require_separation(post.user, post.role, first=added, last=until_on)
    facts = crew_columns(post, crew)
    if until_on is not None:
        cut_short(post, last=until_on)
    Post.objects.filter(pk=post.pk).update(title=fitting(Post, "title", title), until_on=until_on, **facts)
    last_day = until_on.isoformat() if until_on else ""
    record(by, "post.changed", f"user:{post.user.username}", last_day=last_day, **_told(post))


@transaction.atomic
def end_post(post: Post, *, by: Actor, on: date | None = None) -> None:
    """Let a post end on `on`, its last day, today unless said; a post that would end before it begins is taken away.

    What somebody did in a post stays done, so a post ends yesterday at the earliest.
    """
    require_may_staff(by)
    last = on or city_today()
    if last < city_today() - timedelta(days=1):
        raise Refused("A post can end yesterday at the earliest; what was done in it stays done.")
    post = _living(post)
    if post.until_on is not None and post.until_on < last:
        raise Refused("This post ends on %(day)s already.", day=post.until_on)
    cut_short(post, last=last)
    record(by, "post.ended", f"user:{post.user.username}", last_day=last.isoformat(), **_told(post))


def _living(post: Post) -> Post:
    """Return the post as it stands now, locked; refuse one that has ended, because the past stays as it was."""
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "unit", "area").get(pk=post.pk)
    if post.until_on is not None and post.until_on < city_today():
        raise Refused("This post ended on %(day)s.", day=post.until_on)
    return post


def cut_short(post: Post, *, last: date) -> None:
    """Shorten a post and its absences to a last day, or take it away when it would not have begun."""
    if last < post.from_on:
        post.delete()
        return
    post.absences.filter(from_on__gt=last).delete()
    post.absences.filter(until_on__gt=last).update(until_on=last)
    Post.objects.filter(pk=post.pk).update(until_on=last)


@transaction.atomic
def be_away(post: Post, *, substitute: User | None, from_on: date, until_on: date, by: Actor) -> Absence:
    """Let a colleague act in a post as well while its holder is away; the holder keeps the post.

    The holder says so, or the head of the post's unit, or the security administrator. Without a substitute nobody
    stands in, and the days are told as a gap; who is found later takes the place of that absence once it is ended.
    """
    require_may_arrange(by, post)
    # The head of a unit may stand in for its people; an administrator would give away a right to themselves.
    if substitute is not None and post.unit_id not in by.units("unit_head"):
        require_not_oneself(by, substitute)
    if until_on < from_on:
        raise Refused("The last day %(until)s is before the first, %(first)s.", until=until_on, first=from_on)
    both = [post.user_id] if substitute is None else [post.user_id, substitute.pk]
    people = User.objects.select_for_update().order_by("pk").in_bulk(both)
    holder, colleague = people[post.user_id], people[substitute.pk] if substitute is not None else None
    if colleague is not None:
        _require_colleague(colleague, holder=holder)
    _require_free(post, holder=holder, colleague=colleague, from_on=from_on, until_on=until_on)
    if colleague is not None:
        _require_separation(colleague, post.role, first=from_on, last=until_on)
    absence = Absence.objects.create(post=post, substitute=colleague, from_on=from_on, until_on=until_on)
    days = {"from_on": from_on.isoformat(), "until_on": until_on.isoformat()}
    name = colleague.username if colleague is not None else ""
    record(by, "absence.declared", f"user:{holder.username}", role=post.role, substitute=name, **days)
    return absence


def _require_colleague(colleague: User, *, holder: User) -> None:
    """Refuse the holder, and whoever has left, as a substitute."""
    if holder == colleague:
        raise Refused("Nobody stands in for themselves.")
    if not colleague.is_active:
        raise Refused("%(name)s no longer works here.", name=colleague.display_name)


def _require_free(post: Post, *, holder: User, colleague: User | None, from_on: date, until_on: date) -> None:
    """Refuse days on which the post is not held or its holder is away already, or either person is spoken for."""
    if not Post.objects.filter(held_until(until_on), pk=post.pk, from_on__lte=from_on).exists():
        raise Refused("The post is not held on all of these days.")
    meanwhile = Absence.objects.filter(from_on__lte=until_on, until_on__gte=from_on).select_related("post__user")
    told = meanwhile.filter(post=post).first()
    if told is not None and told.substitute_id is None:
        raise Refused("An absence without a substitute is already told for some of these days; end it first.")
    if told is not None:
        raise Refused("Somebody already stands in on some of these days.")
    if colleague is not None and meanwhile.filter(post__user=colleague).exists():
        raise Refused("%(name)s is away too on some of these days.", name=colleague.display_name)
    promised = meanwhile.filter(substitute=holder).first()
    if promised:
        raise Refused(
            "%(name)s stands in for %(other)s on some of these days.",
            name=holder.display_name,
            other=promised.post.user.display_name,
        )


@transaction.atomic
def come_back(absence: Absence, *, by: Actor) -> None:
    """End an absence before its time: yesterday was its last day, or it never was."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("post__user").get(pk=absence.pk)
    require_may_arrange(by, absence.post)
    yesterday = city_today() - timedelta(days=1)
    if absence.until_on <= yesterday:
        raise Refused("This absence is already over.")
    if absence.from_on > yesterday:
        absence.delete()
    else:
        Absence.objects.filter(pk=absence.pk).update(until_on=yesterday)
    record(by, "absence.ended", f"user:{absence.post.user.username}", role=absence.post.role)


def _told(post: Post) -> dict[str, str]:
    """Return what the audit log says of a post."""
    kind = {"kind": post.kind} if post.kind else {}
    return {"role": post.role, "unit": post.unit.code if post.unit else "", "area": post.area_code, **kind}
