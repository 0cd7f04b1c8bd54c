# SPDX-License-Identifier: Apache-2.0
"""One run of a round: facts are gathered into papers, worked out, and written as scores that stay."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from sidan.base.clock import now
from sidan.evaluation.collect import classes_of, extras_of, facts_of, otherwise
from sidan.evaluation.collect import scope_of as collected_scope
from sidan.evaluation.counting import count_before_round
from sidan.evaluation.declare import Ranking
from sidan.evaluation.forms import forms_of
from sidan.evaluation.input_rows import Exclusion
from sidan.evaluation.papers import Pairs, Paper, PaperFact, pack, scope_of, scope_text
from sidan.evaluation.reader import read
from sidan.evaluation.rechecking import draw
from sidan.evaluation.round_rows import Round, Score
from sidan.evaluation.subjects import Subject, subjects_of
from sidan.evaluation.tallies import Numbers
from sidan.evaluation.working import Inputs, worked_out
from sidan.people.models import Unit

BATCH = 500


def compute_run(found: Round) -> None:
    """Work a locked round out and write the scores of one more run; who is compared stays as in the first.

    The round itself is left to the caller to save.
    """
    ranking = read(found.source)
    count_before_round(found.area_code)
    subjects, classes = _compared(found, ranking)
    papers = gathered(found, ranking, subjects)
    worked = worked_out(
        Inputs(
            ranking,
            found.seed,
            [subject.code for subject in subjects],
            [(subject.name, subject.name_en) for subject in subjects],
            classes,
            papers,
        )
    )
    found.run += 1
    found.computed_at = now()
    found.sensitivity = dict(worked.sensitivity)
    forms = forms_of(ranking, subjects, found.since, found.until)
    found.frozen = {**_left_out(subjects, papers), "forms": forms}
    rows = [
        Score(
            round=found,
            run=found.run,
            subject=subject.code,
            unit_id=subject.unit_id,
            name=subject.name,
            name_en=subject.name_en,
            facts=pack(paper),
            digest=worked.digests[subject.code],
            **worked.results[subject.code],
        )
        for subject, paper in zip(subjects, papers, strict=True)
    ]
    Score.objects.bulk_create(rows, batch_size=BATCH)
    draw(found, ranking, subjects)


def gathered(found: Round, ranking: Ranking, subjects: Sequence[Subject]) -> list[Paper]:
    """Return the paper of each subject: its facts of the period, and what is counted otherwise."""
    facts: dict[str, list[PaperFact]] = {subject.code: [] for subject in subjects}
    for code, fact in facts_of(ranking, subjects, found.since, found.until):
        facts[code].append(fact)
    steps: list[dict[str, Pairs]] = [{} for _ in subjects]
    special: list[dict[str, Pairs]] = [{} for _ in subjects]
    outside: list[dict[str, float]] = [{} for _ in subjects]
    besides = otherwise(ranking, subjects, found.since, found.until)
    scopes = {scope_text(scope_of(ranking, each)): collected_scope(ranking, each) for each in ranking.indicators}
    for scope, collected in scopes.items():
        other = besides[collected]
        for place in range(len(subjects)):
            _put(steps[place], scope, other.steps, place)
            _put(special[place], scope, other.special, place)
            for name, values in other.outside.items():
                if not np.isnan(values[place]):
                    outside[place][name] = float(values[place])
    found_extras = extras_of(ranking, subjects, found.since, found.until)
    for extra in (*ranking.bonuses, *ranking.deductions):
        for place, value in enumerate(found_extras[extra.code]):
            if value:
                outside[place][extra.outside] = float(value)
    return [
        Paper(facts[subject.code], steps[place], special[place], outside[place])
        for place, subject in enumerate(subjects)
    ]


def _put(kept: dict[str, Pairs], scope: str, columns: Mapping[str, tuple[Numbers, Numbers]], place: int) -> None:
    """Put what a subject has of some columns under a scope; nothing where there are none."""
    if columns:
        pairs = {name: (float(one[place]), float(other[place])) for name, (one, other) in columns.items()}
        kept[scope] = {**kept.get(scope, {}), **pairs}


def _compared(found: Round, ranking: Ranking) -> tuple[list[Subject], list[str]]:
    """Return who is compared, by code, and in which class: as in the run before, or as they are today in the first.

    So a correction moves figures and never whom others are compared with.
    """
    if not found.run:
        subjects = sorted(subjects_of(ranking, found.area_code), key=lambda each: each.code)
        return subjects, list(classes_of(ranking, subjects, found.since, found.until))
    rows = Score.objects.filter(round=found, run=found.run).order_by("subject")
    kept: list[tuple[str, str, str, str, int | None]] = list(
        rows.values_list("subject", "name", "name_en", "class_code", "unit_id")
    )
    units = Unit.objects.select_related("area").in_bulk([row[-1] for row in kept if row[-1] is not None])
    subjects = []
    for code, name, name_en, _, unit_id in kept:
        unit = units.get(unit_id) if unit_id is not None else None
        area = code if unit is None else unit.area.code if unit.area else ""
        subjects.append(Subject(code, name, name_en, unit.kind if unit else "", area, unit_id))
    return subjects, [row[3] for row in kept]


def _left_out(subjects: Sequence[Subject], papers: Sequence[Paper]) -> dict[str, object]:
    """Return how many orders were left out on a ground, of how many, and each with its ground. One query."""
    counts: Counter[bool] = Counter()
    out: dict[tuple[str, int | None], str] = {}
    for subject, paper in zip(subjects, papers, strict=True):
        standings = {fact.order: fact.standing for fact in paper.facts}
        counts.update(standing == "excluded" for standing in standings.values())
        out |= {(order, subject.unit_id): subject.code for order, s in standings.items() if s == "excluded"}
    agreed = Exclusion.objects.filter(
        order__number__in={order for order, _ in out}, is_agreed=True, ended_at__isnull=True
    ).values_list("order__number", "unit_id", "ground")
    grounds = sorted([number, out[number, unit], ground] for number, unit, ground in agreed if (number, unit) in out)
    return {"excluded": {"count": counts[True], "of": counts.total()}, "exclusions": grounds}
