# SPDX-License-Identifier: Apache-2.0
"""Re-checks (满意件复核): satisfied answers are drawn by chance and asked again by somebody who did not handle them.

Satisfaction can be bought or faked (DOMAIN 4.3); the rate found wrong is published. What is listed is orders, never
residents, and a contact is seen on the order's own page, with its reason and its entry in the log.
"""

from collections.abc import Iterable
from random import Random

from django.db import transaction
from django.db.models import QuerySet

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.share import Share
from sidan.base.text import clean
from sidan.evaluation.declare import Ranking
from sidan.evaluation.fact_rows import Fact
from sidan.evaluation.input_rows import Recheck
from sidan.evaluation.round_rows import Round
from sidan.evaluation.subjects import Subject
from sidan.orders.models import Step
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.places.codes import is_inside

RESULTS = ("right", "wrong", "unreached")
# From this mark on an answer is a satisfied one.
SATISFIED = 4
LONGEST_NOTE = 1000
ASKING = ("revisitor",)


def draw(found: Round, ranking: Ranking, subjects: Iterable[Subject]) -> int:
    """Draw up to `ranking.recheck` satisfied orders of each subject, by the round's seed; once for a round.

    Returns how many were drawn. Two queries and one to write them. A subject that is an area has its orders drawn with
    whatever unit answered them.
    """
    if not ranking.recheck or Recheck.objects.filter(round=found).exists():
        return 0
    by_unit = {each.unit_id: each.code for each in subjects if each.unit_id is not None}
    areas = {each.area_code: each.code for each in subjects if each.unit_id is None}
    length = max((len(code) for code in areas), default=0)
    rows = Fact.objects.filter(bears=True, closed_on__range=(found.since, found.until), mark__gte=SATISFIED)
    satisfied: dict[str, list[tuple[int, int]]] = {}
    for order_id, unit_id, area in rows.order_by("order_id").values_list("order_id", "unit_id", "area_code"):
        subject = by_unit.get(unit_id) or areas.get(area[:length])
        if subject is not None:
            satisfied.setdefault(subject, []).append((order_id, unit_id))
    drawn = [
        Recheck(round=found, order_id=order_id, unit_id=unit_id or None, drawn_at=now())
        for subject, orders in sorted(satisfied.items())
        for order_id, unit_id in Random(f"{found.seed}/{subject}").sample(orders, min(ranking.recheck, len(orders)))
    ]
    Recheck.objects.bulk_create(drawn)
    return len(drawn)


@transaction.atomic
def answer(found: Recheck, *, result: str, note: str, by: Actor) -> Recheck:
    """Keep what the resident said when asked again; refused for whoever had a part in handling the order."""
    row = Recheck.objects.select_for_update(of=("self",)).select_related("order").filter(pk=found.pk).first()
    if row is None or not _is_in_reach(row, by):
        raise NotFound("There is nothing here.")
    if row.result:
        raise Refused("This answer was checked already.")
    if result not in RESULTS:
        raise Refused("Say whether the resident says the same, says otherwise, or was not reached.")
    _require_did_not_handle(row, by)
    row.result, row.note = result, clean(note, LONGEST_NOTE)
    if result == "wrong" and not row.note:
        raise Refused("Say what the resident says now.")
    row.asked_at, row.asked_by_id = now(), by.user_id
    row.save(update_fields=["result", "note", "asked_at", "asked_by"])
    record(by, "recheck.answered", f"recheck:{row.pk}", order=row.order.number, result=result)
    return row


def waiting_for(by: Actor) -> QuerySet[Recheck]:
    """Return the re-checks that wait in the areas where the actor revisits, by order; one query."""
    rows = Recheck.objects.none()
    for area in by.areas("revisitor"):
        rows = rows | Recheck.objects.filter(order__area_code__startswith=area, result="")
    return rows.select_related("order", "unit", "round").order_by("order__number")


def find_recheck(number: int, *, by: Actor) -> Recheck:
    """Return a re-check in the actor's areas; NotFound alike for any other."""
    found = Recheck.objects.select_related("order", "unit", "round").filter(pk=number).first()
    if found is None or not _is_in_reach(found, by):
        raise NotFound("There is nothing here.")
    return found


def wrong_share(found: Round, unit_id: int | None = None) -> Share:
    """Return how many answers were found wrong of those reached, of one unit or of all; one query."""
    rows = Recheck.objects.filter(round=found, result__in=("right", "wrong"))
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    results = list(rows.values_list("result", flat=True))
    return Share(results.count("wrong"), len(results))


def _is_in_reach(found: Recheck, by: Actor) -> bool:
    """Say whether the actor revisits where the order lies."""
    return any(is_inside(found.order.area_code, area) for area in by.areas("revisitor"))


def _require_did_not_handle(found: Recheck, by: Actor) -> None:
    """Refuse whoever works at the unit, or made a step of the order, its verdict too."""
    if found.unit_id is not None and found.unit_id in by.all_units:
        raise Refused("Whoever works at the unit does not re-check its answers.")
    if Step.objects.filter(order_id=found.order_id, by_id=by.user_id).exists():
        raise Refused("You had a part in this order; somebody else asks again.")
