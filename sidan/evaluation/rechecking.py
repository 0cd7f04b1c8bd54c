# SPDX-License-Identifier: Apache-2.0
"""Re-checks (满意件复核): satisfied answers are drawn by chance and asked again by somebody who did not handle them.

Satisfaction can be bought or faked (DOMAIN 4.3); the rate found wrong is published. What is listed is orders, never
residents, and a contact is seen on the order's own page, with its reason and its entry in the log.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import MD5, Concat, Left, RowNumber

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.share import Share
from sidan.base.text import clean
from sidan.evaluation.authority import areas_seen
from sidan.evaluation.collect import scope_of
from sidan.evaluation.declare import Ranking
from sidan.evaluation.fact_rows import Fact
from sidan.evaluation.input_rows import Recheck
from sidan.evaluation.measures import SPECIAL
from sidan.evaluation.round_rows import Round
from sidan.evaluation.subjects import Subject
from sidan.orders.models import Order, Step
from sidan.orders.moves import declared_move
from sidan.orders.originals import veil_of
from sidan.orders.registry import programme_of
from sidan.orders.sharing import FOR_A_UNIT
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit
from sidan.places.codes import is_inside

RESULTS = ("right", "wrong", "unreached")
# From this mark on an answer is a satisfied one.
SATISFIED = 4
LONGEST_NOTE = 1000
# A settled round is never changed, nor what is published beside it.
OVER = ("settled", "cancelled")


def draw(found: Round, ranking: Ranking, subjects: Iterable[Subject]) -> int:
    """Draw up to `ranking.recheck` satisfied orders of each subject, by the round's seed; once for a round.

    Returns how many were drawn. Two queries and one to write them. A subject that is an area has its orders drawn with
    whatever unit answered them. Only of the programmes whose orders the ranking counts.
    """
    programmes = {
        code
        for indicator in ranking.indicators
        if indicator.measure not in SPECIAL and indicator.measure != "outside"
        for code in scope_of(ranking, indicator)[0]
    }
    if not ranking.recheck or not programmes or Recheck.objects.filter(round=found).exists():
        return 0
    satisfied = Fact.objects.filter(
        bears=True, closed_on__range=(found.since, found.until), mark__gte=SATISFIED, programme__in=programmes
    )
    chance = MD5(Concat(Value(f"{found.seed}/"), F("order__number"), output_field=CharField()))
    rows = _of_subjects(satisfied, list(subjects)).annotate(
        turn=Window(RowNumber(), partition_by=F("subject"), order_by=[chance, "order_id"])
    )
    drawn = [
        Recheck(round=found, order_id=order_id, unit_id=unit_id or None, drawn_at=now())
        for order_id, unit_id in rows.filter(turn__lte=ranking.recheck).values_list("order_id", "unit_id")
    ]
    Recheck.objects.bulk_create(drawn, batch_size=1000)
    return len(drawn)


@transaction.atomic
def answer(found: Recheck, *, result: str, note: str, by: Actor) -> Recheck:
    """Keep what the resident said when asked again; refused for whoever had a part in handling the order."""
    row = Recheck.objects.select_for_update(of=("self",)).select_related("order", "round").filter(pk=found.pk).first()
    if row is None or not _is_in_reach(row, by):
        raise NotFound("There is nothing here.")
    if row.result:
        raise Refused("This answer was checked already.")
    if row.round.state in OVER:
        raise Refused("This round is settled; nothing is added to it.")
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
    """Return the re-checks that wait for the actor, by order: where they revisit, and had no part. One query."""
    reach = Q(pk__in=())
    for area in by.areas("revisitor"):
        reach |= Q(order__area_code__startswith=area)
    rows = Recheck.objects.filter(reach, result="").exclude(round__state__in=OVER)
    rows = rows.exclude(Exists(Step.objects.filter(order_id=OuterRef("order_id"), by_id=by.user_id)))
    if by.all_units:
        rows = rows.exclude(unit_id__in=by.all_units).exclude(order__about_unit_id__in=by.all_units)
    return rows.select_related("order", "unit", "round").order_by("order__number", "pk")


def find_recheck(number: int, *, by: Actor) -> Recheck:
    """Return a re-check in the actor's areas; NotFound alike for any other."""
    found = Recheck.objects.select_related("order", "unit", "round").filter(pk=number).first()
    if found is None or not _is_in_reach(found, by):
        raise NotFound("There is nothing here.")
    return found


def answers_given(orders: Sequence[Order], *, by: Actor, language: str) -> dict[int, str]:
    """Return what the unit last told the reporter of each order, as the actor may read it. One query."""
    found: dict[int, str] = {}
    known = {order.pk: order for order in orders}
    steps = Step.objects.filter(order_id__in=known, role__in=FOR_A_UNIT).order_by("order_id", "seq")
    for step in steps.only("order_id", "move", "answers"):
        order = known[step.order_id]
        programme = programme_of(order)
        if declared_move(programme, step.move).told is None:
            continue
        fields = programme.fields
        texts = [
            value
            for code, value in step.answers.items()
            if isinstance(value, str) and code in fields and fields[code].type == "text" and not fields[code].personal
        ]
        if texts:
            found[order.pk] = veil_of(by, order, language=language).text(texts[0], of_office=True)
    return found


def wrong_share(found: Round, unit_id: int | None = None) -> Share:
    """Return how many answers were found wrong of those reached, of one unit or of all; one query."""
    shares = wrong_by_unit([found.pk])
    if unit_id is not None:
        return shares.get((found.pk, unit_id), Share(0, 0))
    return sum(shares.values(), Share(0, 0))


def rounds_rechecked(by: Actor, *, most: int) -> list[Round]:
    """Return the newest rounds the actor evaluates or oversees of which answers were drawn. One query."""
    drawn = Exists(Recheck.objects.filter(round_id=OuterRef("pk")))
    reach = Q(pk__in=())
    for area in areas_seen(by):
        reach |= Q(area_code__startswith=area)
    return list(Round.objects.filter(reach, drawn).exclude(state="cancelled")[:most])


def wrong_by_unit(rounds: Sequence[int]) -> dict[tuple[int, int | None], Share]:
    """Return by round and unit how many answers were found wrong of those reached; one query.

    A share carries its own 95 % interval.
    """
    counted = (
        Recheck.objects.filter(round_id__in=rounds)
        .values_list("round_id", "unit_id")
        .annotate(wrong=Count("pk", filter=Q(result="wrong")), of=Count("pk", filter=Q(result__in=("right", "wrong"))))
    )
    return {(pk, unit): Share(wrong, of) for pk, unit, wrong, of in counted}


def units_of(shares: Iterable[tuple[int, int | None]]) -> dict[int, Unit]:
    """Return the units of some shares by round and unit. One query, none without a unit."""
    named = {unit for _pk, unit in shares if unit is not None}
    return Unit.objects.in_bulk(named) if named else {}


def _of_subjects(facts: QuerySet[Fact], subjects: Sequence[Subject]) -> QuerySet[Fact]:
    """Return the facts of some subjects, each with its `subject`: the unit, or the area of the subjects' level."""
    if units := [each.unit_id for each in subjects if each.unit_id is not None]:
        return facts.filter(unit_id__in=units).annotate(subject=F("unit_id"))
    codes = [each.area_code for each in subjects]
    length = max((len(code) for code in codes), default=1)
    return facts.annotate(subject=Left("area_code", length)).filter(subject__in=codes)


def _is_in_reach(found: Recheck, by: Actor) -> bool:
    """Say whether the actor revisits where the order lies."""
    return any(is_inside(found.order.area_code, area) for area in by.areas("revisitor"))


def _require_did_not_handle(found: Recheck, by: Actor) -> None:
    """Refuse whoever works at the unit, or made a step of the order, its verdict too."""
    if {found.unit_id, found.order.about_unit_id} & set(by.all_units):
        raise Refused("Whoever works at the unit does not re-check its answers.")
    if Step.objects.filter(order_id=found.order_id, by_id=by.user_id).exists():
        raise Refused("You had a part in this order; somebody else asks again.")
