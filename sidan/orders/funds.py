# SPDX-License-Identifier: Apache-2.0
"""The verbs of money: allot, promise, reserve, spend, release and close the year. Nothing else writes purses.

Each verb locks its purses in the order of their keys, so that two of them wait for each other and never in a ring, and
posts what it moves. That nothing is overdrawn is, besides, a constraint of the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.orders.purses import ACCOUNTS, CARRIED, YEARLY, Contribution, Posting, Purse
from sidan.orders.value_fields import yuan
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today, held_on
from sidan.people.models import Post, User
from sidan.places.calendars import calendar_for
from sidan.places.codes import county_of

HOLDER = "member"


@transaction.atomic
def allot(user: User, *, year: int, amount_fen: int, area_code: str, by_id: int | None = None) -> bool:
    """Give somebody the year's money and say so; False, and nothing changes, when they have it already."""
    if amount_fen <= 0:
        raise Refused("The amount must be more than nothing.")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two counties' lists may name one person at once
    if Posting.objects.filter(purse__user=user, purse__year=year, reason=YEARLY).exists():
        return False
    purse = _purse(user.pk, year, area_code=area_code)
    if purse.closed_at is not None:
        raise Refused("The purses of %(year)s are closed.", year=str(year))
    _post(purse, "allot", amount_fen, by_id=by_id, at=now(), reason=YEARLY)
    return True


@transaction.atomic
def allot_area(area_code: str, *, year: int, amount_fen: int, by: Actor) -> int:
    """Give the year's money to everybody who is a member over the area or a part of it; return how many got it now.

    Whoever is a member in two places has one purse, in the first of them by code.
    """
    posts = Post.objects.filter(held_on(city_today()), role=HOLDER, area_code__startswith=area_code)
    posts = posts.filter(user__is_active=True).select_related("user").order_by("user_id", "area_code")
    first: dict[int, Post] = {}
    for post in posts:
        if county_of(post.area_code):
            first.setdefault(post.user_id, post)
    given = sum(
        allot(post.user, year=year, amount_fen=amount_fen, area_code=post.area_code, by_id=by.user_id)
        for post in first.values()
    )
    record(by, "funds.allotted", f"area:{area_code}", year=year, amount_fen=amount_fen, count=given)
    return given


def purse_of(user: User, *, county: str, year: int) -> Purse | None:
    """Return somebody's purse of a year in a county, or None. One query."""
    return Purse.objects.filter(user=user, county=county, year=year).first()


def year_at(county: str, moment: datetime) -> int:
    """Return the year whose purses pay for what is declared at a moment."""
    return calendar_for(county).local(moment).year


def promise(order: Order, shares: Sequence[tuple[Purse, int]], *, confirmed_by: int | None, at: datetime) -> None:
    """Write who gives how much to an order in place of what was promised before; one's own share is confirmed."""
    Contribution.objects.filter(order=order).delete()
    Contribution.objects.bulk_create(
        Contribution(
            order=order, purse=purse, amount_fen=fen, confirmed_at=at if purse.user_id == confirmed_by else None
        )
        for purse, fen in shares
    )


def contributions_of(order: Order) -> list[Contribution]:
    """Return what was promised to an order, with purses and people. One query."""
    found = Contribution.objects.filter(order=order).select_related("purse__user")
    return list(found.order_by("-amount_fen", "purse_id"))


def confirm(order: Order, *, user_id: int | None, at: datetime) -> None:
    """Confirm what one person promised; a second time changes nothing. One query."""
    Contribution.objects.filter(order=order, purse__user_id=user_id or 0, confirmed_at__isnull=True).update(
        confirmed_at=at
    )


@transaction.atomic
def reserve(order: Order, *, by_id: int | None, at: datetime) -> int:
    """Set aside what was promised to an order and return the sum; Refused when a purse has less or is closed."""
    promised = {each.purse_id: each.amount_fen for each in Contribution.objects.filter(order=order)}
    if not promised:
        raise Refused("Nobody has promised anything for it.")
    purses = _locked(promised)
    for purse in purses:
        require_available(purse, promised[purse.pk])
    for purse in purses:
        _post(purse, "reserve", promised[purse.pk], order=order, by_id=by_id, at=at)
    return sum(promised.values())


def require_available(purse: Purse, amount_fen: int) -> None:
    """Refuse to promise more than a purse has left, or anything from one whose year is closed."""
    name = purse.user.display_name
    if purse.closed_at is not None:
        raise Refused("The purse of %(name)s for %(year)s is closed.", name=name, year=str(purse.year))
    if amount_fen > purse.available_fen:
        raise Refused("The purse of %(name)s has %(left)s yuan left.", name=name, left=yuan(purse.available_fen))


def reserved_for(order: Order) -> dict[int, int]:
    """Return by purse what is set aside for an order now. One query."""
    left: dict[int, int] = {}
    sums = Posting.objects.filter(order=order).values("purse_id", "debit", "credit").annotate(fen=Sum("amount_fen"))
    for row in sums:
        sign = (row["debit"] == "reserved") - (row["credit"] == "reserved")
        left[row["purse_id"]] = left.get(row["purse_id"], 0) + sign * row["fen"]
    return {purse: fen for purse, fen in left.items() if fen}


@transaction.atomic
def spend(order: Order, amount_fen: int, *, by_id: int | None, at: datetime) -> None:
    """Spend from what is set aside for an order, by the shares of the purses to the fen, and release the rest."""
    purses = _locked(reserved_for(order))
    reserved = reserved_for(order)  # asked again under the locks
    total = sum(reserved.values())
    if not 0 < amount_fen <= total:
        raise Refused("%(left)s yuan are set aside for this order; no more can be spent.", left=yuan(total))
    parts = divided(amount_fen, reserved)
    for purse in purses:
        if parts[purse.pk]:
            _post(purse, "spend", parts[purse.pk], order=order, by_id=by_id, at=at)
    release(order, by_id=by_id, at=at)


@transaction.atomic
def release(order: Order, *, by_id: int | None, at: datetime) -> None:
    """Free what is still set aside for an order; in a purse whose year is closed it goes back at once."""
    purses = _locked(reserved_for(order))
    reserved = reserved_for(order)
    for purse in purses:
        amount_fen = reserved.get(purse.pk, 0)
        if amount_fen:
            _post(purse, "release", amount_fen, order=order, by_id=by_id, at=at)
            if purse.closed_at is not None:
                _post(purse, "return", amount_fen, order=order, by_id=by_id, at=at)


def divided(amount_fen: int, shares: Mapping[int, int]) -> dict[int, int]:
    """Return an amount divided by shares, whole fen each; the largest remainders get the fen that are left over."""
    total = sum(shares.values())
    parts = {key: amount_fen * share // total for key, share in shares.items()}
    rest = amount_fen - sum(parts.values())
    for key in sorted(shares, key=lambda each: (-(amount_fen * shares[each] % total), each))[:rest]:
        parts[key] += 1
    return parts


@transaction.atomic
def close_year(year: int, *, area_code: str, by: Actor, carry_over: bool = False) -> tuple[int, int]:
    """Take back what the purses of a year have left, and return how many were closed and how many fen came back.

    With `carry_over` the same amount is allotted to the purse of the next year. What is set aside for open orders stays
    until they end.
    """
    at = now()
    open_purses = Purse.objects.filter(year=year, area_code__startswith=area_code, closed_at__isnull=True)
    purses = list(open_purses.select_for_update(of=("self",)).select_related("user").order_by("pk"))
    returned = 0
    for purse in purses:
        left = purse.available_fen
        purse.closed_at = at
        purse.save(update_fields=["closed_at"])
        if left:
            _post(purse, "return", left, by_id=by.user_id, at=at)
            returned += left
            if carry_over:
                following = _purse(purse.user_id, year + 1, area_code=purse.area_code)
                _post(following, "allot", left, by_id=by.user_id, at=at, reason=CARRIED)
    record(
        by,
        "funds.closed",
        f"area:{area_code}",
        year=year,
        count=len(purses),
        amount_fen=returned,
        carry_over=carry_over,
    )
    return len(purses), returned


def _purse(user_id: int, year: int, *, area_code: str) -> Purse:
    """Return somebody's purse of a year, locked, made where there is none."""
    county = county_of(area_code)
    if not county:
        raise Refused("A purse belongs to a county.")
    Purse.objects.get_or_create(user_id=user_id, year=year, county=county, defaults={"area_code": area_code})
    purse: Purse = Purse.objects.select_for_update().get(user_id=user_id, year=year, county=county)
    return purse


def _locked(purse_ids: Iterable[int]) -> list[Purse]:
    """Return purses with their people, locked in the order of their keys."""
    found = Purse.objects.filter(pk__in=list(purse_ids)).select_related("user")
    return list(found.select_for_update(of=("self",)).order_by("pk"))


# Which column an account is kept in, and the sign with which money debited to it counts.
_COLUMNS = {"treasury": ("allotted_fen", -1), "reserved": ("reserved_fen", 1), "spent": ("spent_fen", 1)}


def _post(
    purse: Purse,
    kind: str,
    amount_fen: int,
    *,
    by_id: int | None,
    at: datetime,
    order: Order | None = None,
    reason: str = "",
) -> None:
    """Write one posting and what it makes of its purse, which must be locked. Two queries."""
    debit, credit = ACCOUNTS[kind]
    Posting.objects.create(
        kind=kind,
        debit=debit,
        credit=credit,
        amount_fen=amount_fen,
        purse=purse,
        order=order,
        by_id=by_id,
        made_at=at,
        reason=reason,
    )
    for account, direction in ((debit, 1), (credit, -1)):
        if account in _COLUMNS:
            column, sign = _COLUMNS[account]
            setattr(purse, column, getattr(purse, column) + sign * direction * amount_fen)
    purse.save(update_fields=["allotted_fen", "reserved_fen", "spent_fen"])
