# SPDX-License-Identifier: Apache-2.0
"""Which rounds and scores somebody has to do with: those of the areas they evaluate or read, and of their own unit."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sidan.base.errors import NotFound, Words
from sidan.evaluation.authority import TO_UNITS, areas_evaluated, areas_seen, may_check, own_areas, own_units, reads
from sidan.evaluation.round_rows import Round, RoundEvent, RoundObjection, Score
from sidan.people.actors import Actor
from sidan.places.codes import LENGTHS
from sidan.places.names import counties_within

MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """One subject in two runs of a round: before and after, either None where it was not compared."""

    before: Score | None
    after: Score | None

    @property
    def either(self) -> Score:
        """Return the later of the two that is there."""
        found = self.after or self.before
        assert found is not None
        return found


def is_concerned(by: Actor) -> bool:
    """Say whether somebody has to do with rounds at all: evaluators, readers and staff of whatever is compared."""
    return bool(areas_seen(by) or own_units(by) or own_areas(by))


def areas_with_rounds(by: Actor) -> tuple[str, ...]:
    """Return the cities and counties over which the actor may open rounds, with every county of a city; no query."""
    wide = tuple(area for area in areas_evaluated(by) if len(area) <= LENGTHS["county"])
    within = (county for area in wide if len(area) == LENGTHS["city"] for county in counties_within(area))
    return tuple(dict.fromkeys((*wide, *within)))


def rounds_for(by: Actor) -> list[Round]:
    """Return the rounds of the areas the actor reads, and those in which something of their own is compared.

    The latest first; one query.
    """
    mine = Q()
    for area in areas_seen(by):
        mine |= Q(area_code__startswith=area)
    if own := _own_scores(by):
        compared = Score.objects.filter(own, round__state__in=TO_UNITS).values("round")
        mine |= Q(pk__in=compared)
    if not mine:
        return []
    return list(Round.objects.filter(mine).order_by("-until", "-id")[:MOST_ROUNDS])


def find_round_for(pk: int, *, by: Actor) -> Round:
    """Return a round the actor has to do with; NotFound for any other. At most two queries."""
    found = Round.objects.select_related("opened_by").filter(pk=pk).first()
    if found is None or not (reads(by, found) or own_scores(found, by)):
        raise NotFound("There is nothing here.")
    return found


def find_score_to_check(pk: int, subject: str, *, by: Actor) -> Score:
    """Return a subject's score in a round's last run, with its facts, for whoever checks it; one query."""
    found = _last(pk, subject)
    if found is None or not may_check(by, found):
        raise NotFound("There is nothing here.")
    return found


def own_scores(found: Round, by: Actor) -> list[Score]:
    """Return the scores of the actor's own units and areas in a round's last run, once units may look; one query."""
    own = _own_scores(by)
    if not own or found.state not in TO_UNITS:
        return []
    return list(_scores(found).filter(own).order_by("class_code", "rank", "subject")[:MOST_ROUNDS])


def events_of(found: Round) -> list[RoundEvent]:
    """Return what was done to a round, the latest first; one query."""
    return list(RoundEvent.objects.filter(round=found).select_related("by").order_by("-at", "-id"))


def objections_of(found: Round, *, subject: str = "") -> list[RoundObjection]:
    """Return the objections to a round, or to one score of it, with their orders; one query."""
    chosen = RoundObjection.objects.filter(round=found).select_related("order").order_by("made_at", "id")
    return list(chosen.filter(subject=subject) if subject else chosen)


def names_in(found: Round, subjects: Collection[str]) -> dict[str, Words]:
    """Return the names that some subjects had in a round's last run; one query."""
    rows = Score.objects.filter(round=found, run=found.run, subject__in=subjects)
    return {code: Words(name, name_en) for code, name, name_en in rows.values_list("subject", "name", "name_en")}


def moved_between(found: Round, one: int, other: int) -> list[Moved]:
    """Return the subjects of which rank, tier or total differ between two runs of a round; one query."""
    rows = (
        Score.objects.defer("facts").filter(round=found, run__in=(one, other)).order_by("class_code", "rank", "subject")
    )
    pairs: dict[str, dict[int, Score]] = {}
    for row in rows:
        pairs.setdefault(row.subject, {})[row.run] = row
    found_pairs = (Moved(pair.get(one), pair.get(other)) for pair in pairs.values())
    return [pair for pair in found_pairs if _standing(pair.before) != _standing(pair.after)]


def _standing(score: Score | None) -> tuple[object, ...]:
    """Return what a difference between runs is told of."""
    return () if score is None else (score.total, score.rank, score.tier, score.why, score.parts, score.extras)


def _last(pk: int, subject: str) -> Score | None:
    """Return the score of a subject in the last run, None where there is none."""
    found = Score.objects.select_related("round", "unit").filter(round=pk, subject=subject).order_by("-run").first()
    return found if found is not None and found.run == found.round.run else None


def _scores(found: Round) -> QuerySet[Score]:
    """Return the scores of the last run, without the facts behind them, which are large."""
    return Score.objects.defer("facts").filter(round=found, run=found.run)


def _own_scores(by: Actor) -> Q:
    """Return the condition on the scores of the actor's own units and areas, an empty one for none."""
    own = Q(unit__in=own_units(by)) if own_units(by) else Q()
    for area in own_areas(by):
        own |= Q(unit__isnull=True, subject__startswith=area)
    return own
