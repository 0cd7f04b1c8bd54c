# SPDX-License-Identifier: Apache-2.0
"""What readers ask of rounds and scores: each question bounded, each a fixed number of queries.

The facts behind a score are large and are left in the database here; `sidan.evaluation.behind` unpacks them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from sidan.base.errors import NotFound
from sidan.base.share import Share
from sidan.evaluation.authority import PUBLIC_STATES, areas_seen, may_check, may_see
from sidan.evaluation.declare import Ranking
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.reader import read
from sidan.evaluation.round_rows import Round, RoundObjection, Score
from sidan.evaluation.whatif import Kept
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.people.models import Unit

MOST_ROUNDS = 500
MOST_EARLIER = 24


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many of a class are ranked, and how many are not."""

    ranked: int = 0
    unranked: int = 0


@lru_cache(maxsize=64)
def _read(source: str) -> Ranking:
    """Return the ranking a round froze; it was proved when the round was opened."""
    return read(source)


def ranking_of(found: Round) -> Ranking:
    """Return the ranking as it was when the round was opened; no query."""
    return _read(found.source)


def latest_rounds() -> list[Round]:
    """Return the latest published or settled round of each ranking and area, the newest first; one query."""
    found = Round.objects.filter(state__in=PUBLIC_STATES, recheck_of__isnull=True)
    latest = found.order_by("ranking", "area_code", "-until", "-id").distinct("ranking", "area_code")[:MOST_ROUNDS]
    return sorted(latest, key=lambda each: (each.until, each.pk), reverse=True)


def rounds_under_way(by: Actor) -> list[Round]:
    """Return the rounds not yet published that the actor may read; one query, none for whoever may read none."""
    areas = areas_seen(by)
    if not areas:
        return []
    inside = Q()
    for area in areas:
        inside |= Q(area_code__startswith=area)
    return list(Round.objects.filter(inside, state__in=("open", "computed", "checking"))[:MOST_ROUNDS])


def rounds_like(found: Round) -> list[Round]:
    """Return the published rounds of the same ranking and area, the newest first; one query."""
    return list(
        Round.objects.filter(ranking=found.ranking, area_code=found.area_code, state__in=PUBLIC_STATES)[:MOST_EARLIER]
    )


def find_round(pk: int, *, seen_by: Actor) -> Round:
    """Return a computed round that the actor may read; NotFound for any other. One query."""
    found = Round.objects.filter(pk=pk, run__gt=0).first()
    if found is None or not may_see(seen_by, found):
        raise NotFound("There is nothing here.")
    return found


def find_score(pk: int, subject: str, *, seen_by: Actor) -> Score:
    """Return a subject's score in the last run of a round, for whoever reads the round or checks the score.

    One query, the round with it.
    """
    found = _scores().select_related("round").filter(round=pk, subject=subject).order_by("-run").first()
    if found is None or found.run != found.round.run:
        raise NotFound("There is nothing here.")
    if not (may_see(seen_by, found.round) or may_check(seen_by, found)):
        raise NotFound("There is nothing here.")
    return found


def with_facts(score: Score) -> Score:
    """Return the score with the facts behind it read; one query."""
    score.refresh_from_db(fields=["facts"])
    return score


def class_counts(found: Round) -> dict[str, ClassCount]:
    """Return how many are ranked in each class; one query."""
    rows = _of(found).order_by().values("class_code").annotate(
        ranked=Count("pk", filter=Q(is_ranked=True)), unranked=Count("pk", filter=Q(is_ranked=False))
    )  # fmt: skip
    return {row["class_code"]: ClassCount(row["ranked"], row["unranked"]) for row in rows}


def scores_of(
    found: Round, *, class_code: str | None = None, is_ranked: bool = True, text: str = ""
) -> QuerySet[Score]:
    """Return the scores of a round's last run, the best first; `text` is part of a name or a whole code."""
    chosen = _of(found).filter(is_ranked=is_ranked).order_by("class_code", "rank", "subject")
    if class_code is not None:
        chosen = chosen.filter(class_code=class_code)
    if text:
        chosen = chosen.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(subject=text))
    return chosen


def neighbours_of(score: Score, *, each_way: int, text: str = "") -> list[Score]:
    """Return the others of a class near a score's rank, or those whose name holds a text; one query."""
    others = scores_of(score.round, class_code=score.class_code, text=text).exclude(pk=score.pk)
    if not text and score.rank is not None:
        others = others.filter(rank__range=(score.rank - each_way, score.rank + each_way))
    return list(others[: 2 * each_way])


def kept_of(found: Round, class_code: str) -> list[Kept]:
    """Return what a round keeps of each of a class, as a what-if needs it; one query."""
    rows = _of(found).filter(class_code=class_code).order_by("subject")
    return [
        Kept(
            subject,
            code,
            cases,
            {key: (part["count"] or 0.0, part["of"] or 0.0) for key, part in parts.items()},
            {extra["code"]: extra["found"] or 0.0 for extra in extras},
        )
        for subject, code, cases, parts, extras in rows.values_list("subject", "class_code", "cases", "parts", "extras")
    ]


def earlier_scores(score: Score) -> list[Score]:
    """Return a subject's scores in the published rounds of the same ranking and area up to this one; one query."""
    found = _scores().select_related("round").filter(
        subject=score.subject,
        round__ranking=score.round.ranking,
        round__area_code=score.round.area_code,
        round__state__in=PUBLIC_STATES,
        round__recheck_of__isnull=True,
        round__until__lt=score.round.until,
    )  # fmt: skip
    last = {each.round_id: each for each in found.order_by("run") if each.run == each.round.run}
    return [*sorted(last.values(), key=lambda each: each.round.until)[-MOST_EARLIER:], score]


def earlier_run(score: Score) -> Score | None:
    """Return the subject's score in the run before, None in the first; one query, none for a first run."""
    if score.run < 2:
        return None
    return _scores().filter(round=score.round_id, subject=score.subject, run=score.run - 1).first()


def places_of(found: Round, class_code: str) -> list[tuple[Score, str]]:
    """Return the scores of a class with the code of each one's area, "" for a unit of the whole city; two queries."""
    scores = list(_of(found).filter(class_code=class_code).order_by("rank", "subject"))
    return list(zip(scores, areas_of(scores), strict=True))


def areas_of(scores: Sequence[Score]) -> list[str]:
    """Return the code of the area of each subject, "" for a unit of the whole city; one query, none for areas."""
    units = [score.unit_id for score in scores if score.unit_id is not None]
    if not units:
        return [score.subject for score in scores]
    areas: Mapping[int, str | None] = dict(Unit.objects.filter(pk__in=units).values_list("pk", "area__code"))
    return [(areas.get(score.unit_id) or "") if score.unit_id else score.subject for score in scores]


def objections_to(found: Round) -> Share:
    """Return how many objections to a round ended with a correction, of all that were made; one query."""
    counted = RoundObjection.objects.filter(round=found).aggregate(
        corrected=Count("pk", filter=Q(result="corrected")), of=Count("pk")
    )
    return Share(counted["corrected"], counted["of"])


def evidence_for(score: Score, outside: Collection[str]) -> dict[str, list[OutsideFigure]]:
    """Return the checked outside figures behind a score, by indicator; one query, none for no indicator."""
    if not outside:
        return {}
    rows = OutsideFigure.objects.filter(
        subject=score.subject,
        indicator__in=outside,
        checked_at__isnull=False,
        replaced_at__isnull=True,
        since__gte=score.round.since,
        until__lte=score.round.until,
    )
    found: dict[str, list[OutsideFigure]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


def openable(numbers: Iterable[str], *, by: Actor) -> set[str]:
    """Return those of some orders that the actor may open; one query."""
    return set(Order.objects.visible_to(by).filter(number__in=list(numbers)).values_list("number", flat=True))


def require_indicator(ranking: Ranking, code: str) -> int:
    """Return the place of an indicator in its ranking; NotFound for one it does not have."""
    for place, indicator in enumerate(ranking.indicators):
        if indicator.code == code:
            return place
    raise NotFound("There is nothing here.")


def _scores() -> QuerySet[Score]:
    """Return all scores without the facts behind them."""
    return Score.objects.defer("facts")


def _of(found: Round) -> QuerySet[Score]:
    """Return the scores of the last run of a round."""
    return _scores().filter(round=found, run=found.run)
