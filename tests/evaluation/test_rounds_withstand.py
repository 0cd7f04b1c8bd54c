# SPDX-License-Identifier: Apache-2.0
"""What a round withstands: papers that must say what the sums say, the clock, late changes, and tampering."""

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from django.db import DatabaseError, transaction

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.evaluation import rounds, shelf
from sidan.evaluation.bundle import Again, again
from sidan.evaluation.collect import collect, measured
from sidan.evaluation.computing import gathered
from sidan.evaluation.counting import catch_up
from sidan.evaluation.input_rows import Exclusion, OutsideFigure
from sidan.evaluation.objecting import object_to
from sidan.evaluation.papers import figures_of, pack, unpack
from sidan.evaluation.reader import read
from sidan.evaluation.round_rows import Round, Score
from sidan.evaluation.sealing import exported, verified
from sidan.evaluation.subjects import subjects_of
from sidan.evaluation.zipped import opened
from sidan.orders.models import Order
from sidan.people.actors import Actor
from tests.evaluation.real_rounds import LATER, MARCH, SOURCE, at_publication, busy_month, on_time
from tests.world import COUNTY, Clock, World


def test_the_papers_come_to_the_figures_of_the_sums(world: World, clock: Clock, served: None) -> None:
    """What a round counts from its papers is what rankings count from the sums, of every measure, to the last part."""
    busy_month(world, clock)
    ranking = read(SOURCE)
    subjects = subjects_of(ranking, COUNTY)
    found = Round(ranking="trial", source=SOURCE, area_code=COUNTY, **MARCH)

    papers = [unpack(pack(paper)) for paper in gathered(found, ranking, subjects)]
    kept = figures_of(ranking, papers, [subject.code for subject in subjects])
    summed = measured(ranking, collect(ranking, subjects, **MARCH))

    assert [subject.code for subject in subjects] == ["housing", "lamps", "water"]
    for indicator, one, other in zip(ranking.indicators, kept, summed, strict=True):
        np.testing.assert_allclose(one.value, other.value, err_msg=indicator.code)
        np.testing.assert_allclose(one.of, other.of, err_msg=indicator.code)


def test_every_ranking_counts_the_same_from_papers(world: World, clock: Clock) -> None:
    """Whatever a shipped ranking counts, of units or of areas, its papers come to the same as the sums."""
    busy_month(world, clock)
    for ranking in shelf.rankings():
        subjects = subjects_of(msgspec.structs.replace(ranking, kinds=()), COUNTY)
        found = Round(ranking=ranking.code, source=shelf.source_of(ranking.code), area_code=COUNTY, **MARCH)

        papers = [unpack(pack(paper)) for paper in gathered(found, ranking, subjects)]
        kept = figures_of(ranking, papers, [subject.code for subject in subjects])
        summed = measured(ranking, collect(ranking, subjects, **MARCH))

        assert subjects
        for indicator, one, other in zip(ranking.indicators, kept, summed, strict=True):
            where = f"{ranking.code} {indicator.code}"
            np.testing.assert_allclose(one.value, other.value, err_msg=where)
            np.testing.assert_allclose(one.of, other.of, err_msg=where)


def test_an_export_of_real_orders_is_worked_out_again(world: World, clock: Clock, served: None) -> None:
    """The file alone comes to the seal, to the letter; a single count changed in it is found."""
    found = at_publication(world, clock)
    clock.forward(days=10)
    found = rounds.settle(found, by=world.actor("evaluator"))

    content = exported(found)

    assert again(opened(content)) == Again(found.digest, "")


def test_a_round_that_was_settled_follows_from_its_papers_alone(world: World, clock: Clock, served: None) -> None:
    """Whatever happens to orders afterwards, and whatever is added up anew, the old round stays what it was."""
    found = at_publication(world, clock)
    clock.forward(days=10)
    settled = rounds.settle(found, by=world.actor("evaluator"))
    digest = settled.digest

    late = Order.objects.filter(kind="working").first()
    assert late is not None
    world.move(late, "answer", "plumber", answer="已处理，请查看水压。")
    catch_up()
    OutsideFigure.objects.update(value=1)

    assert verified(Round.objects.get(pk=found.pk)).difference == ""
    assert verified(Round.objects.get(pk=found.pk)).digest == digest


def test_nothing_is_computed_of_orders_after_the_period_alone(world: World, clock: Clock, served: None) -> None:
    """A round of a month in which nothing happened ranks nobody, and says why."""
    busy_month(world, clock)
    by = world.actor("evaluator")
    found = rounds.open_round("trial", COUNTY, since=date(2025, 1, 1), until=date(2025, 1, 31), by=by)

    found = rounds.compute(found, by=by)

    assert set(Score.objects.filter(round=found).values_list("is_ranked", "rank", "why")) == {(False, None, "few")}


def test_the_clock_settles_no_round_early(world: World, clock: Clock, served: None) -> None:
    """Five working days are counted by the county's calendar, and a moment before their end is too early."""
    found = at_publication(world, clock)
    assert found.objections_until is not None
    assert found.published_at is not None
    assert found.objections_until - found.published_at >= timedelta(days=5)
    clock.to(found.objections_until - timedelta(seconds=1))

    with pytest.raises(Refused, match="Objections are taken until"):
        rounds.settle(found, by=world.actor("evaluator"))
    clock.to(found.objections_until + timedelta(seconds=1))
    with pytest.raises(Refused, match="Objections were taken until"):
        object_to(found, "lamps", {"text": "太晚了。"}, Actor.anyone())
    assert rounds.settle(found, by=world.actor("evaluator")).state == "settled"


def test_a_round_waits_for_no_job(world: World, clock: Clock, served: None) -> None:
    """What moved, ran late or was left out a moment ago is in the run; an exclusion taken back is in the next."""
    busy_month(world, clock)
    order = world.at_work()
    clock.to_due(order, minutes=60 * 24 * 40)
    Exclusion.objects.create(
        order=Order.objects.filter(unit=world.units["lamps"]).exclude(pk=order.pk).first(),
        unit=world.units["lamps"],
        ground="false_report",
        evidence="e",
        proposed_at=now(),
        proposed_by=world.people["evaluator"],
        decided_at=now(),
        decided_by=world.people["second_evaluator"],
        is_agreed=True,
    )
    by = world.actor("evaluator")

    found = rounds.compute(rounds.open_round("trial", COUNTY, since=MARCH["since"], until=LATER, by=by), by=by)

    assert on_time(found) == (3, 4)
    assert found.frozen["excluded"] == {"count": 1, "of": 6}
    Exclusion.objects.update(ended_at=now())
    assert on_time(rounds.recompute(found, reason="剔除撤销", by=by)) == (4, 5)


def test_no_score_is_moved_into_a_settled_round(world: World, clock: Clock, served: None) -> None:
    """Neither added, nor taken from another round."""
    found = at_publication(world, clock)
    by = world.actor("evaluator")
    other = rounds.open_round("trial", COUNTY, since=date(2025, 1, 1), until=date(2025, 1, 31), by=by)
    other = rounds.compute(other, by=by)
    clock.forward(days=10)
    rounds.settle(found, by=by)

    with pytest.raises(DatabaseError, match="settled round"), transaction.atomic():
        Score.objects.filter(round=other).update(round=found, run=2)
