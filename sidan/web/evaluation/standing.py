# SPDX-License-Identifier: Apache-2.0
"""The page of a round: where it stands, what can be done, what stands in the way, and what has happened."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import Refused, Words
from sidan.evaluation.authority import may_see, reads
from sidan.evaluation.declare import Ranking
from sidan.evaluation.listing import events_of, names_in, objections_of, own_scores
from sidan.evaluation.periods import last_period
from sidan.evaluation.reading import class_counts, openable
from sidan.evaluation.rechecking import wrong_share
from sidan.evaluation.round_rows import Round, RoundEvent, RoundObjection, Score
from sidan.evaluation.rounds import hindrances
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.web.evaluation.access import round_for, staff_page
from sidan.web.evaluation.steps import done_words, excluded_rate, steps_of, warnings
from sidan.web.evaluation.verbs import Given, verbs_for
from sidan.web.htmx import Request
from sidan.web.round_words import head_of, name_of_subject, number_text, rank_words, tier_name, why_words
from sidan.web.visitor import actor_for


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to a round."""

    event: RoundEvent
    done: str | Promise
    note: str | Words


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection in the list, with an address where the reader may open its order."""

    row: RoundObjection
    name: Words
    url: str

    @property
    def is_open(self) -> bool:
        """Say whether it is still being heard."""
        return self.row.ended_at is None


@dataclass(frozen=True, slots=True)
class Own:
    """A score of the reader's own unit or area."""

    score: Score
    rank: str
    tier: Words
    why: Words

    @property
    def name(self) -> Words:
        """Return its name."""
        return name_of_subject(self.score)


@staff_page
@require_safe
def standing(request: Request, pk: int) -> HttpResponse:
    """Show a round to whoever has to do with it."""
    return page(request, round_for(request, pk))


def page(
    request: Request,
    found: Round,
    *,
    fault: Refused | None = None,
    faulty: str = "",
    given: Given | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a round; `faulty` names the verb beside whose button the fault stands."""
    actor = actor_for(request)
    head, events, counts = head_of(found), events_of(found), class_counts(found)
    own = [_own(score, head.ranking) for score in own_scores(found, actor)]
    verbs, sees_all = verbs_for(found, by=actor), reads(actor, found)
    context: dict[str, Any] = {
        "head": head,
        "round": found,
        "steps": steps_of(found, events),
        "warnings": list(warnings(found, head.ranking, counts)) if found.run else (),
        "ranked": sum(each.ranked for each in counts.values()),
        "unranked": sum(each.unranked for each in counts.values()),
        "excluded": _percent(excluded_rate(found)),
        "verbs": verbs,
        "hindrances": hindrances(found) if verbs and found.state == "published" else (),
        "own": own,
        "reads_all": sees_all,
        "sees_result": bool(found.run) and may_see(actor, found),
        "objections": objections_shown(
            found, actor, subjects=None if sees_all else {each.score.subject for each in own}
        ),
        "events": _told(found, events, subjects=None if sees_all else {each.score.subject for each in own}),
        "may_export": bool(found.run) and may_see(actor, found),
        "rechecked": wrong_share(found) if sees_all and found.run and head.ranking.recheck else None,
        "is_over": found.objections_until is not None and found.objections_until < now(),
        "fault": fault,
        # The round may have moved on meanwhile, so that the button pressed is there no more.
        "is_fault_apart": faulty not in {verb.code for verb in verbs},
        "faulty": faulty,
        "given": given or _proposed(found, head.ranking),
    }
    return render(request, "evaluation/round.html", context, status=status)


def objections_shown(found: Round, actor: Actor, *, subjects: Collection[str] | None = None) -> list[Objection]:
    """Return the objections to a round, or to some subjects of it alone; three queries, one without any objection."""
    rows = [row for row in objections_of(found) if subjects is None or row.subject in subjects]
    if not rows:
        return []
    may_open = openable([row.order.number for row in rows], by=actor)
    names = names_in(found, {row.subject for row in rows})
    return [
        Objection(
            row,
            names.get(row.subject, Words(row.subject, row.subject)),
            reverse("desk:order", args=[row.order.number]) if row.order.number in may_open else "",
        )
        for row in rows
    ]


def _told(found: Round, events: list[RoundEvent], *, subjects: Collection[str] | None) -> list[Told]:
    """Return what happened; of objections only those to the scores the reader may know of. One query, or none."""
    told = [event for event in events if event.verb != "object" or subjects is None or event.note in subjects]
    about = {event.note for event in told if event.verb == "object"}
    names = names_in(found, about) if about else {}
    return [
        Told(event, done_words(event), names.get(event.note, "") if event.verb == "object" else event.note)
        for event in told
    ]


def _own(score: Score, ranking: Ranking) -> Own:
    """Return a score of the reader's own as the page shows it."""
    return Own(score, rank_words(score), tier_name(ranking, score.tier), why_words(score))


def _percent(rate: float | None) -> str:
    """Return a rate in percent, empty for none."""
    return "" if rate is None else f"{number_text(100 * rate, 1)}%"


def _proposed(found: Round, ranking: Ranking) -> Given:
    """Return what stands in the fields of a re-check: the last period that is over, where it is a later one."""
    since, until = last_period(ranking, city_today())
    return Given(since=since.isoformat(), until=until.isoformat()) if since > found.until else Given()
