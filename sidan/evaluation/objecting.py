# SPDX-License-Identifier: Apache-2.0
"""Objections to a published score: an order of the programme of objections, tied to the round.

The engine knows nothing of rounds: `sidan.config.wiring` hands in the listener that notes how an objection ended, and
the guard that keeps whoever ran a round from hearing objections to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.evaluation.authority import is_of, own_areas
from sidan.evaluation.reader import read
from sidan.evaluation.round_rows import STATE_WORDS, Round, RoundEvent, RoundObjection, Score
from sidan.orders import registry
from sidan.orders.declare import Move
from sidan.orders.models import Order, Step
from sidan.orders.moves import Place, submit
from sidan.orders.roles import units_of
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.people.models import Contact, Post
from sidan.places.calendars import calendar_for
from sidan.places.codes import LENGTHS, county_of

PROGRAMME = "objection"
LONGEST_WHICH = 120
LONGEST_TEXT = 3000
# How an objection ended, by the outcome of its order; any other end says nothing of the score.
RESULTS: Mapping[str | None, str] = {"solved": "corrected", "explained": "upheld"}
# The stages from which on the score has to be put right.
CORRECTING = ("correcting", "correction_overdue", "corrected")
HEARING_ROLES = ("supervisor", "leader")


@transaction.atomic
def object_to(
    found: Round,
    subject: str,
    answers: Mapping[str, Any],
    by: Actor,
    *,
    key: str | None = None,
    contact: Contact | None = None,
    code_digest: str = "",
) -> Order:
    """Open an objection to a published score and return its order; refused when too early, too late or repeated.

    Staff of the unit object in its name; anybody else stays unknown and follows with the query code.
    """
    found = Round.objects.select_for_update(of=("self",)).get(pk=found.pk)
    scores = Score.objects.select_related("unit__area").defer("facts")
    score = scores.filter(round=found, run=found.run, subject=subject).first()
    if score is None:
        raise NotFound("There is nothing here.")
    _require_open(found)
    is_own = concerns(by, score)
    text = clean(str(answers.get("text") or ""), LONGEST_TEXT)
    _require_new(found, subject, text, is_own=is_own)
    given = {**answers, "target": "score", "which": which(found, score)}
    place = Place(area_code=_heard_at(found, score))
    programme = registry.current(PROGRAMME)
    actor = _in_name_of(by, score) if is_own else Actor.anyone(ip=by.ip)
    order = submit(
        programme, given, by=actor, place=place, via="web", key=key, contact=contact, code_digest=code_digest
    )
    RoundObjection.objects.create(round=found, subject=subject, order=order, made_at=now(), is_own=is_own)
    # Whoever objects is not named: those who run the round read its events.
    RoundEvent.objects.create(round=found, verb="object", at=now(), note=subject)
    return order


def concerns(by: Actor, score: Score) -> bool:
    """Say whether a score is that of the actor's own unit, or of the area they dispatch, supervise or lead."""
    return is_of(score, units=units_of(by), areas=own_areas(by))


def which(found: Round, score: Score) -> str:
    """Return round and subject in words, as the objection names them."""
    return f"{read(found.source).name.zh} {found.since}—{found.until} {score.name}"[:LONGEST_WHICH]


def unheard(found: Round) -> Iterator[Refused]:
    """Yield for each objection that keeps a round from being settled why it does. One query."""
    rows = found.objections.filter(Q(ended_at__isnull=True) | Q(result="corrected", run__isnull=True))
    for row in rows.select_related("order"):
        if row.ended_at is None:
            yield Refused("Objection %(number)s is still open.", number=row.order.number)
        else:
            yield Refused(
                "Objection %(number)s was found right; compute the round again before it is settled.",
                number=row.order.number,
            )


def note_corrected(found: Round) -> None:
    """Note the run in which what objections found right was computed. One query."""
    right = Q(result="corrected") | Q(order__stage__in=CORRECTING)
    found.objections.filter(right, run__isnull=True).update(run=found.run)


def note_ended(order: Order, step: Step, move: Move) -> None:
    """Note how an objection to a round ended, or that it goes on; a listener after every step.

    One query, of steps that change the stage of an objection alone; else none.
    """
    if order.programme != PROGRAMME or step.source in ("", step.target):
        return
    if order.kind == "closed":
        ended = {"result": RESULTS.get(order.outcome, ""), "ended_at": step.made_at}
    elif registry.find_stage(registry.programme_of(order), step.source).kind == "closed":
        ended = {"result": "", "ended_at": None}
    else:
        return
    RoundObjection.objects.filter(order_id=order.pk).update(**ended)


def not_who_ran_the_round(order: Order, step: Step, by: Actor) -> None:
    """Refuse whoever did something to the round that an order objects to; a guard. One query."""
    ran = RoundEvent.objects.filter(round__objections__order_id=order.pk, by_id=by.user_id)
    if by.user_id is not None and ran.exists():
        raise Refused("You ran the round that is objected to; somebody else must hear it.")


def _require_open(found: Round) -> None:
    """Refuse an objection before the publicity, and after it, saying until when it was."""
    if found.state in ("open", "computed", "checking"):
        raise Refused("The result is not published yet; objections are taken from then on.")
    if found.state == "cancelled" or found.objections_until is None:
        raise Refused("The round is %(state)s now, so this cannot be done.", state=STATE_WORDS[found.state])
    if found.state != "published" or now() > found.objections_until:
        local = calendar_for(county_of(found.area_code)).local(found.objections_until)
        raise Refused("Objections were taken until %(moment)s.", moment=local.strftime("%Y-%m-%d %H:%M"))


def _require_new(found: Round, subject: str, text: str, *, is_own: bool) -> None:
    """Refuse what is repeated: of the one compared a second objection, of anybody else the same words. One query."""
    earlier = found.objections.filter(subject=subject, is_own=is_own).select_related("order")
    for row in earlier:
        if row.result == "" and row.ended_at is not None and row.order.outcome == "withdrawn":
            continue
        if is_own and row.ended_at is None:
            raise Refused("Your objection %(number)s to this score is being heard already.", number=row.order.number)
        if is_own:
            raise Refused("Your objection %(number)s to this score was heard already.", number=row.order.number)
        if row.order.text == text:
            raise Refused("An objection in the same words was made already.")


def _heard_at(found: Round, score: Score) -> str:
    """Return the area whose people hear an objection: that of the round. One query at most.

    Where a city has nobody to hear it, it is the county of the subject, which then hears of its own.
    """
    if len(found.area_code) >= LENGTHS["county"] or _hears_in(found.area_code, on=city_today()):
        return found.area_code
    area = score.subject if score.unit is None else score.unit.area.code if score.unit.area else ""
    return county_of(area) or found.area_code


def _hears_in(area_code: str, *, on: date) -> bool:
    """Say whether anybody holds a post over the very area that hears objections. One query."""
    held = Post.objects.filter(role__in=HEARING_ROLES, area_code=area_code, from_on__lte=on)
    return held.filter(Q(until_on__isnull=True) | Q(until_on__gte=on)).exists()


def _in_name_of(by: Actor, score: Score) -> Actor:
    """Return the actor with the posts at the unit of a score alone, so that it is the unit that objects."""
    if score.unit_id is None:
        return by
    return replace(by, posts=tuple(post for post in by.posts if post.unit_id == score.unit_id))
