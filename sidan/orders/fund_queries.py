# SPDX-License-Identifier: Apache-2.0
"""Who reads which purses, and what stands in them: one's own, or those of an area for treasurers and auditors."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from sidan.base.errors import NotFound
from sidan.orders.funds import contributions_of, reserved_for
from sidan.orders.models import Order
from sidan.orders.purses import Contribution, Posting, Purse, Receipt
from sidan.orders.receipts import receipts_of
from sidan.orders.registry import programme_of
from sidan.orders.roles import inside
from sidan.people.actors import Actor, outermost

READERS = ("treasurer", "auditor")
MOST_SHOWN = 200


@dataclass(frozen=True)
class Totals:
    """What the purses of a year come to, in fen."""

    count: int
    allotted_fen: int
    reserved_fen: int
    spent_fen: int

    @property
    def available_fen(self) -> int:
        """Return what may still be promised."""
        return self.allotted_fen - self.reserved_fen - self.spent_fen


@dataclass(frozen=True)
class OrderFunds:
    """The money of one order: what was promised to it, what moved for it, and its receipts."""

    contributions: list[Contribution]
    receipts: list[Receipt]
    reserved_fen: int
    spent_fen: int

    @property
    def promised_fen(self) -> int:
        """Return the sum of what was promised."""
        return sum(each.amount_fen for each in self.contributions)

    @property
    def receipts_fen(self) -> int:
        """Return the sum of the receipts."""
        return sum(each.amount_fen for each in self.receipts)


def funds_of(order: Order) -> OrderFunds | None:
    """Return the money of an order, None where nobody gives to it. No query then, four otherwise."""
    if not order.participants or not any(field.type == "purse_shares" for field in programme_of(order).fields.values()):
        return None
    contributions = contributions_of(order)
    if not contributions:
        return None
    spent = Posting.objects.filter(order=order, kind="spend").aggregate(fen=Sum("amount_fen"))["fen"]
    return OrderFunds(contributions, receipts_of(order), sum(reserved_for(order).values()), spent or 0)


def own_purses(actor: Actor) -> list[Purse]:
    """Return the actor's own purses, the newest year first. One query."""
    return list(Purse.objects.filter(user_id=actor.user_id or 0).order_by("-year", "county"))


def own_postings(actor: Actor) -> list[Posting]:
    """Return what moved in the actor's own purses, newest first, at most MOST_SHOWN. One query."""
    found = Posting.objects.filter(purse__user_id=actor.user_id or 0).select_related("purse", "order")
    return list(found.order_by("-pk")[:MOST_SHOWN])


def areas_read(actor: Actor) -> tuple[str, ...]:
    """Return the areas whose purses the actor may read."""
    return outermost(area for role in READERS for area in actor.areas(role))


def require_reader(actor: Actor) -> None:
    """Raise NotFound for whoever keeps or audits no funds: to them there is no such page."""
    if not areas_read(actor):
        raise NotFound("There is no such page.")


def purses_read(actor: Actor, *, year: int) -> QuerySet[Purse]:
    """Return the purses of a year that the actor may read, by area and person."""
    found = Purse.objects.filter(inside(areas_read(actor)), year=year).select_related("user")
    return found.order_by("area_code", "user__display_name", "pk")


def totals_of(purses: QuerySet[Purse]) -> Totals:
    """Return what purses come to. One query."""
    sums = purses.order_by().aggregate(
        count=Count("pk"), allotted=Sum("allotted_fen"), reserved=Sum("reserved_fen"), spent=Sum("spent_fen")
    )
    return Totals(sums["count"], sums["allotted"] or 0, sums["reserved"] or 0, sums["spent"] or 0)


def postings_read(actor: Actor, *, year: int) -> QuerySet[Posting]:
    """Return the ledger of the purses of a year that the actor may read, in the order in which it was written."""
    found = Posting.objects.filter(Q(purse__in=purses_read(actor, year=year).order_by().values("pk")))
    return found.select_related("purse__user", "order", "by").order_by("pk")


def receipt_numbers(postings: QuerySet[Posting]) -> dict[int, str]:
    """Return by order the numbers of the receipts behind postings. One query."""
    orders = postings.order_by().filter(kind="spend").values("order_id")
    found: dict[int, list[str]] = {}
    for order_id, number in (
        Receipt.objects.filter(order_id__in=orders).order_by("pk").values_list("order_id", "number")
    ):
        found.setdefault(order_id, []).append(number)
    return {order_id: "、".join(numbers) for order_id, numbers in found.items()}
