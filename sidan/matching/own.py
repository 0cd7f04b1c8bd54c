# SPDX-License-Identifier: Apache-2.0
"""What a company sees of itself: its liaison, visits and contacts of the month, and its open orders."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from sidan.base.errors import NotFound
from sidan.matching.burden import contacts_in_month, visits_per_month
from sidan.matching.expert_rows import offers_experts
from sidan.matching.models import Company, Pairing
from sidan.matching.pairings import pairings_of_company
from sidan.orders.declare import Programme
from sidan.orders.models import Order
from sidan.orders.platforms import offered
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.people.models import Unit
from sidan.places.codes import county_of
from sidan.programmes.claim_rules import visits_to

MOST_VISITS = 80
MOST_SHOWN = 8
MOST_ORDERS = 20
# Ends of a visit after which somebody had come.
MADE = ("done", "solved", "partly", "explained", "unrated")
# Stages of an open visit to which somebody has come: its problems are being solved, or the company is to confirm.
FOLLOWING = ("following", "confirming")


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit: its order, its day, who comes, and whether it awaits the company's answer or has been made."""

    order: Order
    on: date
    visitor: str
    is_asked: bool
    was_made: bool
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Contacts:
    """How often a company is visited in this month, by all units together; `cap` is None where nothing caps it."""

    count: int
    cap: int | None

    @property
    def is_full(self) -> bool:
        """Say whether nobody else may come in this month."""
        return self.cap is not None and self.count >= self.cap


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Everything the page of one company shows."""

    unit: Unit
    company: Company | None
    liaisons: tuple[Pairing, ...]
    ahead: tuple[OwnVisit, ...]
    past: tuple[OwnVisit, ...]
    contacts: Contacts
    orders: tuple[Order, ...]
    opens: tuple[Programme, ...]


def own_page(unit: Unit, *, by: Actor) -> OwnPage:
    """Return what a company's contact sees of it; `unit` is one of the actor's own. Six queries."""
    company = getattr(unit, "company", None)
    today = city_today()
    visits = _visits(unit, by)
    ahead = [
        each for each in visits if not (each.order.is_closed or each.was_made) and (each.on >= today or each.is_asked)
    ]
    own = Order.objects.open().filter(opener_unit=unit).select_related("unit", "matter", "member")
    return OwnPage(
        unit=unit,
        company=company,
        liaisons=tuple(pairings_of_company(company, today)) if company is not None else (),
        ahead=tuple(sorted(ahead, key=lambda each: each.on))[:MOST_SHOWN],
        past=tuple(each for each in visits if each.was_made)[:MOST_SHOWN],
        contacts=Contacts(len(contacts_in_month([unit.code], today)[unit.code]), _cap()),
        orders=tuple(own.order_by("-pk")[:MOST_ORDERS]),
        opens=_opens(county_of(unit.area.code) if unit.area is not None else ""),
    )


def _cap() -> int | None:
    """Return how often a company may be visited in a month, None where no visits are planned here."""
    try:
        return visits_per_month()
    except NotFound:
        return None


def _opens(county: str) -> tuple[Programme, ...]:
    """Return what companies open themselves, that for needs first."""
    found = [each for each in offered(county) if "company" in each.opening.by]
    return tuple(sorted(found, key=lambda each: not offers_experts(each)))


def _visits(unit: Unit, by: Actor) -> list[OwnVisit]:
    """Return the latest visits of a company, over all units and programmes, the last day first. One query."""
    seen = Order.objects.visible_to(by).filter(pk=OuterRef("pk"))
    rows = visits_to([unit.code]).annotate(is_seen=Exists(seen)).select_related("opener")
    return [
        OwnVisit(
            order=order,
            on=date.fromisoformat(order.facts["planned_on"]),
            visitor=order.opener.display_name if order.opener is not None else "",
            is_asked=not order.is_closed and order.holder == "party",
            was_made=order.outcome in MADE if order.is_closed else order.stage in FOLLOWING,
            is_seen=bool(getattr(order, "is_seen", False)),
        )
        for order in rows.order_by("-facts__planned_on", "-pk")[:MOST_VISITS]
    ]
