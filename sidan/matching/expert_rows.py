# SPDX-License-Identifier: Apache-2.0
"""The needs and experts of the database as the proposing sees them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from sidan.base.errors import Words
from sidan.matching.experts import Expert, Need, named_in
from sidan.matching.models import Adviser, AdviserAbsence, Company, Conflict, Proposal, Skill
from sidan.orders.declare import Programme
from sidan.orders.models import Order, Step
from sidan.orders.registry import programme_of
from sidan.people.days import city_today
from sidan.places.codes import LENGTHS

PROPOSE, CHOOSE = "propose", "choose"
# The field that holds the units proposed, and the one that says what a need is about.
PROPOSED, SUBJECT = "proposed", "subject"


@dataclass(frozen=True, slots=True)
class Standing:
    """A need with every expert who might answer it; `advisers` by code, `skills` their names by code."""

    need: Need
    experts: tuple[Expert, ...]
    advisers: Mapping[str, Adviser]
    skills: Mapping[str, Words]


def proposes_experts(order: Order) -> bool:
    """Say whether the order's programme, in its edition, proposes several experts; no query for the edition served."""
    return offers_experts(programme_of(order))


def offers_experts(programme: Programme) -> bool:
    """Say whether a programme proposes several experts."""
    return any(move.code == PROPOSE and PROPOSED in move.asks for move in programme.moves)


def standing_of(order: Order) -> Standing:
    """Return a need and the experts of its area. Seven queries."""
    company = Company.objects.filter(unit_id=order.opener_unit_id or 0).first()
    skills = list(Skill.objects.filter(is_active=True))
    vocabulary = {skill.code: (skill.code, skill.name, skill.name_en, *skill.words) for skill in skills}
    around = [order.area_code[:length] for length in LENGTHS.values()]
    found = Adviser.objects.filter(kind="expert", is_active=True, unit__is_active=True, area_code__in=around)
    advisers = {each.code: each for each in found.select_related("unit")}
    named = named_in(f"{order.text}\n{_subject(order)}", vocabulary)
    spoken = {skill.code for skill in skills if skill.kind == "language"}
    asked = tuple(code for code in named if code not in spoken) or named
    languages = dict.fromkeys((*named, *(company.languages if company else ())))
    need = Need(
        number=order.number,
        area_code=order.area_code,
        point=company.point if company else None,
        skills=asked,
        languages=tuple(code for code in languages if code in spoken and code not in asked),
        words=order.text,
    )
    return Standing(need, tuple(_experts(order, company, advisers)), advisers, {s.code: s.title for s in skills})


def turn_of(order: Order) -> int:
    """Return how often experts were proposed for an order. One query."""
    return Step.objects.filter(order=order, move=PROPOSE).count()


def proposals_in(order: Order) -> list[Proposal]:
    """Return the experts proposed last, none where units alone were named. Two queries."""
    rows = Proposal.objects.filter(order=order, turn=turn_of(order))
    return list(rows.select_related("adviser__unit"))


def _subject(order: Order) -> str:
    """Return what the need is about, as the company chose it: code and both names."""
    code = order.facts.get(SUBJECT, "")
    field = programme_of(order).fields.get(SUBJECT)
    names = [choice.label for choice in field.choices if choice.code == code] if field else []
    return "\n".join([code, *(text for name in names for text in (name.zh, name.en))])


def _experts(order: Order, company: Company | None, advisers: Mapping[str, Adviser]) -> list[Expert]:
    """Return the experts with what keeps them from this need. Four queries."""
    today = city_today()
    absent = set(
        AdviserAbsence.objects.filter(adviser__in=advisers.values(), from_on__lte=today, until_on__gte=today)
        .values_list("adviser_id", flat=True)
        .distinct()
    )
    living = Conflict.objects.filter(company=company, ended_at__isnull=True) if company else Conflict.objects.none()
    apart = list(living.values_list("adviser_id", "unit_id"))
    people, units = {person for person, _ in apart}, {unit for _, unit in apart} | {order.opener_unit_id}
    held, declined = _held(), _declined(order)
    return [
        Expert(
            code=code,
            unit=adviser.unit.code,
            area_code=adviser.area_code,
            point=adviser.point,
            skills=frozenset(adviser.skills),
            languages=frozenset(adviser.languages),
            words=f"{adviser.title} {adviser.skill_words}",
            capacity=adviser.capacity,
            held=held.get(adviser.pk, 0),
            is_absent=adviser.pk in absent,
            is_apart=adviser.pk in people or adviser.unit_id in units,
            is_declined=adviser.pk in declined,
        )
        for code, adviser in advisers.items()
    ]


def _held() -> dict[int, int]:
    """Return how many open orders each expert has who was chosen and whose unit leads. One query."""
    later = Proposal.objects.filter(order=OuterRef("order"), turn__gt=OuterRef("turn"))
    chosen = Proposal.objects.filter(~Q(order__kind="closed"), ~Exists(later), is_chosen=True)
    chosen = chosen.filter(order__unit_id=F("adviser__unit_id")).order_by()
    return dict(chosen.values_list("adviser_id").annotate(count=Count("pk")))


def _declined(order: Order) -> set[int]:
    """Return who was refused for this order, or chosen and could not take it. One query.

    Of a turn in which somebody was chosen the others were not refused.
    """
    turns: dict[int, list[tuple[int, bool]]] = {}
    for turn, adviser, is_chosen in Proposal.objects.filter(order=order).values_list("turn", "adviser", "is_chosen"):
        turns.setdefault(turn, []).append((adviser, is_chosen))
    found: set[int] = set()
    for rows in turns.values():
        found |= {adviser for adviser, is_chosen in rows if is_chosen} or {adviser for adviser, _ in rows}
    return found
