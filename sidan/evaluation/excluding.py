# SPDX-License-Identifier: Apache-2.0
"""Exclusions (剔除): an order leaves a unit's denominators on a named ground, with evidence, and by two persons.

The unit's head or an evaluator proposes; an evaluator who did not propose decides. Every exclusion is counted and
published as a rate, and a ranking may be shown with the excluded back.
"""

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.evaluation.authority import areas_evaluated, may_evaluate, require_may_evaluate
from sidan.evaluation.facts import recount
from sidan.evaluation.input_rows import GROUNDS, Exclusion
from sidan.orders.models import Order
from sidan.orders.models import Share as Part
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit

LONGEST = 2000


@transaction.atomic
def propose(order: Order, unit: Unit | None, *, ground: str, evidence: str, by: Actor) -> Exclusion:
    """Propose that an order leaves what is counted of a unit, or of the area itself. Three queries."""
    _require_may_propose(order, unit, by=by)
    if ground not in GROUNDS:
        raise Refused("An exclusion needs one of the named grounds.")
    evidence = clean(evidence, LONGEST)
    if not evidence:
        raise Refused("Name the evidence for the exclusion.")
    if unit is not None and not Part.objects.filter(order=order, unit=unit).exists() and order.opener_unit != unit:
        raise Refused("%(unit)s had no part in order %(number)s.", unit=unit.name, number=order.number)
    assert by.user_id is not None
    try:
        with transaction.atomic():
            found = Exclusion.objects.create(
                order=order, unit=unit, ground=ground, evidence=evidence, proposed_at=now(), proposed_by_id=by.user_id
            )
    except IntegrityError:
        raise Refused("An exclusion of this order was proposed or agreed already.") from None
    record(by, "exclusion.proposed", f"exclusion:{found.pk}", order=order.number, ground=ground)
    return found


def agree(found: Exclusion, *, by: Actor) -> Exclusion:
    """Agree to an exclusion as a second person; the order is counted anew at once."""
    return _decide(found, is_agreed=True, reason="", by=by)


def refuse(found: Exclusion, *, reason: str, by: Actor) -> Exclusion:
    """Refuse an exclusion as a second person, with a reason; nothing changes in what is counted."""
    return _decide(found, is_agreed=False, reason=reason, by=by)


@transaction.atomic
def end(found: Exclusion, *, reason: str, by: Actor) -> Exclusion:
    """Take an agreed exclusion back, with a reason; the order is counted again."""
    found = _locked(found, by=by)
    if not found.is_agreed:
        raise Refused("Only an agreed exclusion can be taken back.")
    found.reason = clean(reason, LONGEST)
    if not found.reason:
        raise Refused("Say why.")
    found.ended_at = now()
    found.save(update_fields=["reason", "ended_at"])
    recount([found.order_id])
    record(by, "exclusion.ended", f"exclusion:{found.pk}")
    return found


def exclusions_for(by: Actor) -> QuerySet[Exclusion]:
    """Return the exclusions the actor reads: of the areas they evaluate, and of the units they head; one query."""
    reach = Q(unit_id__in=by.units("unit_head"))
    for area in areas_evaluated(by):
        reach |= Q(order__area_code__startswith=area)
    rows = Exclusion.objects.filter(reach).select_related("order", "unit", "proposed_by", "decided_by")
    # PostgreSQL puts what is not decided last unless it is told otherwise.
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-proposed_at", "-pk")


def counts_by_ground(by: Actor) -> list[tuple[str, int]]:
    """Return how many living exclusions the actor reads on each ground, the most frequent first. One query."""
    living = exclusions_for(by).filter(is_agreed=True, ended_at__isnull=True).order_by()
    counted = living.values_list("ground").annotate(many=Count("pk"))
    return sorted(counted, key=lambda each: (-each[1], each[0]))


def find_order_to_exclude(number: str, *, by: Actor) -> Order:
    """Return an order the actor sees, or one of an area they evaluate; Refused alike for any other."""
    order = Order.objects.visible_to(by).filter(number=number).first()
    if order is None:
        order = Order.objects.filter(number=number).first()
        if order is None or not may_evaluate(by, order.area_code):
            raise Refused("There is no order %(number)s that you could exclude.", number=number)
    return order


def find_unit_to_exclude(code: str) -> Unit | None:
    """Return the unit of that code, None for the area's own part; Refused when there is no such unit."""
    if not code:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused("There is no unit %(code)s.", code=code)
    return unit


def find_exclusion(number: int, *, by: Actor) -> Exclusion:
    """Return an exclusion the actor may read; NotFound alike for any other."""
    found = exclusions_for(by).filter(pk=number).first()
    if found is None:
        raise NotFound("There is nothing here.")
    return found


def may_decide(found: Exclusion, *, by: Actor) -> bool:
    """Say whether the actor may decide on an exclusion: an evaluator of its area who did not propose it. No query."""
    is_open = found.is_agreed is None and found.ended_at is None
    return is_open and found.proposed_by_id != by.user_id and may_evaluate(by, found.order.area_code)


def _require_may_propose(order: Order, unit: Unit | None, *, by: Actor) -> None:
    """Refuse anybody who is neither an evaluator of the order's area nor the head of the unit."""
    if unit is not None and unit.pk in by.units("unit_head"):
        return
    require_may_evaluate(by, order.area_code)


@transaction.atomic
def _decide(found: Exclusion, *, is_agreed: bool, reason: str, by: Actor) -> Exclusion:
    """Write the decision of a second person."""
    found = _locked(found, by=by)
    if found.is_agreed is not None:
        raise Refused("This exclusion was decided already.")
    if found.proposed_by_id == by.user_id:
        raise Refused("Whoever proposed an exclusion does not decide on it; please ask another evaluator.")
    found.reason = clean(reason, LONGEST)
    if not is_agreed and not found.reason:
        raise Refused("Say why it is refused.")
    found.is_agreed, found.decided_at, found.decided_by_id = is_agreed, now(), by.user_id
    found.save(update_fields=["is_agreed", "decided_at", "decided_by", "reason"])
    if is_agreed:
        recount([found.order_id])
    record(by, "exclusion.agreed" if is_agreed else "exclusion.refused", f"exclusion:{found.pk}")
    return found


def _locked(found: Exclusion, *, by: Actor) -> Exclusion:
    """Return a living exclusion, locked, for an evaluator of its order's area."""
    row = Exclusion.objects.select_for_update(of=("self",)).select_related("order").filter(pk=found.pk).first()
    if row is None or row.ended_at is not None:
        raise NotFound("There is nothing here.")
    require_may_evaluate(by, row.order.area_code)
    return row
