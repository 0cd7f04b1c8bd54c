# SPDX-License-Identifier: Apache-2.0
"""What a company sees of itself: its liaison, visits and contacts of the month, and its open orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from sidan.matching.models import Company, Pairing
from sidan.orders.declare import Programme
from sidan.orders.models import Order
from sidan.orders.platforms import offered
from sidan.orders.registry import served
from sidan.people.actors import Actor
from sidan.people.days import city_today, held_on
from sidan.people.models import Unit
from sidan.places.codes import county_of

# Who visits whom and when, as programmes of visits keep it, and the cap they set.
COMPANY, PLANNED_ON, CAP = "company", "planned_on", "visits_per_month"
# What ends a visit without anybody having come.
NOT_MADE = ("not_accepted", "withdrawn", "refused")
MOST_VISITS = 80
MOST_SHOWN = 8
MOST_ORDERS = 20


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit: its order, its day, who comes, and whether the company has to answer or may still decline."""

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
    """Return what a company's contact sees of it; `unit` is one of the actor's own. Four queries."""
    company = getattr(unit, "company", None)
    today = city_today()
    pairings = Pairing.objects.filter(held_on(today), company=company) if company else Pairing.objects.none()
    visits = _visits(unit, by)
    own = Order.objects.open().filter(opener_unit=unit).select_related("unit", "matter", "member")
    county = county_of(unit.area.code) if unit.area is not None else ""
    return OwnPage(
        unit=unit,
        company=company,
        liaisons=tuple(pairings.select_related("adviser__unit").order_by("seat")),
        ahead=tuple(sorted((v for v in visits if _is_ahead(v, today)), key=lambda v: v.on))[:MOST_SHOWN],
        past=tuple(v for v in visits if v.was_made or (v.order.is_closed and v.on <= today))[:MOST_SHOWN],
        contacts=_contacts(visits, today),
        orders=tuple(own.order_by("-pk")[:MOST_ORDERS]),
        opens=tuple(each for each in offered(county) if "company" in each.opening.by),
    )


def _is_ahead(visit: OwnVisit, today: date) -> bool:
    """Say whether a visit is still to come, or waits for the company."""
    return not visit.order.is_closed and (visit.on >= today or visit.is_asked)


def _contacts(visits: Sequence[OwnVisit], today: date) -> Contacts:
    """Return how many visits of this month count, as the programme's own cap counts them."""
    counted = [
        visit
        for visit in visits
        if (visit.on.year, visit.on.month) == (today.year, today.month)
        and not (visit.order.is_closed and visit.order.outcome in NOT_MADE)
    ]
    caps = [int(each.limits[CAP]) for each in _programmes() if CAP in each.limits]
    return Contacts(len(counted), min(caps, default=None))


def _programmes() -> list[Programme]:
    """Return the programmes that keep which company is visited and on which day."""
    return [
        each
        for each in served()
        if all(code in each.fields and each.fields[code].keep for code in (COMPANY, PLANNED_ON))
    ]


def _visits(unit: Unit, by: Actor) -> list[OwnVisit]:
    """Return the latest visits of a company, over all units and programmes, the last day first. One query."""
    # Said twice, so that the partial index over kept answers is used.
    rows = Order.objects.exclude(facts={}).filter(
        programme__in=[each.code for each in _programmes()], facts__contains={COMPANY: unit.code}
    )
    seen = Order.objects.visible_to(by).filter(pk=OuterRef("pk"))
    rows = rows.annotate(is_seen=Exists(seen)).select_related("opener")
    rows = rows.order_by("-facts__planned_on", "-pk")[:MOST_VISITS]
    return [
        OwnVisit(
            order=order,
            on=date.fromisoformat(order.facts[PLANNED_ON]),
            visitor=order.opener.display_name if order.opener is not None else "",
            is_asked=not order.is_closed and order.holder == "party",
            was_made=order.is_closed and order.outcome not in NOT_MADE,
            is_seen=order.is_seen,
        )
        for order in rows
    ]
