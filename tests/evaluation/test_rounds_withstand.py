# SPDX-License-Identifier: Apache-2.0
"""What a round withstands: papers that must say what the sums say, strangers, the clock, the city, and tampering."""

from collections.abc import Iterator
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
from sidan.evaluation.facts import recount_all
from sidan.evaluation.input_rows import Exclusion, OutsideFigure
from sidan.evaluation.objecting import object_to
from sidan.evaluation.papers import figures_of, pack, unpack
from sidan.evaluation.reader import read
from sidan.evaluation.round_rows import Round, RoundObjection, Score
from sidan.evaluation.sealing import exported, verified
from sidan.evaluation.subjects import subjects_of
from sidan.evaluation.zipped import opened
from sidan.orders.models import Order, Step
from sidan.people.actors import Actor
from tests.world import CITY, COUNTY, Clock, World

SOURCE = """\
code     = "trial"
edition  = 1
basis    = "made up"
name     = { zh = "试评", en = "Trial" }
summary  = { zh = "试评", en = "Trial" }
subjects = "units"
period   = "month"
kinds    = ["urban_management", "water", "housing"]
minimum  = 1
publicity = "5 working_days"
programmes = ["service"]
missing_most = 0.9

[[indicators]]
code    = "answered_on_time"
measure = "answered_on_time"
weight  = 20
name    = { zh = "按期", en = "On time" }

[[indicators]]
code    = "solved"
measure = "solved"
weight  = 20
name    = { zh = "解决", en = "Solved" }

[[indicators]]
code      = "mean_hours"
measure   = "first_answer_mean"
weight    = 20
direction = "less"
scale     = "target"
target    = 24
beside    = ["median_hours"]
name      = { zh = "平均小时", en = "Mean hours" }

[[indicators]]
code      = "median_hours"
measure   = "first_answer_median"
weight    = 10
direction = "less"
scale     = "target"
target    = 24
beside    = ["mean_hours"]
name      = { zh = "中位小时", en = "Median hours" }

[[indicators]]
code    = "progress"
measure = "step_share"
weight  = 10
scale   = "share"
move    = "answer"
of_move = "sign"
name    = { zh = "答复占比", en = "Answers" }

[[indicators]]
code    = "income"
measure = "outside"
weight  = 20
scale   = "best"
outside = "income"
name    = { zh = "收入", en = "Income" }

[[bonuses]]
code    = "awards"
outside = "awards"
points  = 1
at_most = 3
name    = { zh = "表彰", en = "Awards" }

[[tiers]]
code  = "first"
share = 0.5
name  = { zh = "一档", en = "First" }

[[tiers]]
code = "second"
name = { zh = "二档", en = "Second" }
"""
MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
APRIL_FIRST_DAYS = 25
LATER = date(2026, 4, 30)


@pytest.fixture
def served() -> Iterator[None]:
    """Serve the trial ranking."""
    shelf.serve(shelf.proved(SOURCE, name="trial.toml"), SOURCE)
    yield
    shelf.withdraw("trial")


def busy_month(world: World, clock: Clock) -> None:
    """Let two units work through March, one quickly, one slowly, and leave an order open and late."""
    for number in range(4):
        order = world.at_work(text=f"路灯{number}不亮，晚上看不见路。")
        clock.forward(minutes=95)
        world.move(order, "answer", "handler", answer="已修好。")
        world.move(order, "solved", "reporter", satisfaction=5 - number)
    slow = world.submit(text="水压太小了，洗不了澡。")
    world.dispatch(slow, unit="water", matter="live.property#usual")
    world.move(slow, "sign", "plumber")
    clock.to_due(slow)
    world.sweep()
    OutsideFigure.objects.bulk_create(
        OutsideFigure(
            subject=unit, indicator=indicator, since=MARCH["since"], until=MARCH["until"], value=value, evidence="e",
            via="form", entered_at=order.created_at, entered_by=world.people["evaluator"],
            checked_at=order.created_at, checked_by=world.people["second_evaluator"],
        )
        for unit, indicator, value in (("lamps", "income", 12.5), ("water", "income", 7), ("lamps", "awards", 2))
    )  # fmt: skip
    clock.forward(days=APRIL_FIRST_DAYS)
    catch_up()
    recount_all()


def at_publication(world: World, clock: Clock, *, area: str = COUNTY) -> Round:
    """Return a round that has just been published."""
    busy_month(world, clock)
    by = world.actor("evaluator")
    found = rounds.open_round("trial", area, by=by, **MARCH)
    for verb in (rounds.compute, rounds.let_check, rounds.publish):
        found = verb(found, by=by)
    return found


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


def test_a_stranger_who_objects_leaves_no_name(world: World, clock: Clock, served: None) -> None:
    """Somebody who is not of the unit stays unknown, signed in or not."""
    found = at_publication(world, clock)

    order = object_to(found, "lamps", {"text": "我认为这个得分不对。"}, world.actor("plumber"))

    assert order.opener_id is None
    assert not Step.objects.filter(order=order, by__isnull=False).exists()


def test_the_log_of_a_round_does_not_say_who_objected(world: World, clock: Clock, served: None) -> None:
    """Whoever runs the round reads that there is an objection, not by whom."""
    found = at_publication(world, clock)

    object_to(found, "lamps", {"text": "我认为这个得分不对。"}, world.actor("handler"))

    assert found.events.get(verb="object").by_id is None


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


def test_evaluators_of_the_city_run_a_round_of_the_city(world: World, clock: Clock, served: None) -> None:
    """A round of a whole city is objected to in the county of the one compared."""
    world.hold("city_evaluator", role="evaluator", area=CITY)
    busy_month(world, clock)
    by = world.actor("city_evaluator")
    found = rounds.open_round("trial", CITY, by=by, **MARCH)
    for verb in (rounds.compute, rounds.let_check, rounds.publish):
        found = verb(found, by=by)

    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))

    assert order.county == COUNTY
    with pytest.raises(Refused):
        rounds.settle(found, by=world.actor("evaluator"))


def test_an_objection_insisted_on_keeps_the_round_open(world: World, clock: Clock, served: None) -> None:
    """Declined, the objection has ended; insisted on, it is open again and the round waits for it."""
    found = at_publication(world, clock)
    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))
    world.move(order, "decline", "supervisor", ground="service", explanation="请另行反映。")
    row = RoundObjection.objects.get(order=order)
    assert row.ended_at is not None

    world.move(order, "insist", "handler", facts="还有新的情况。")

    row.refresh_from_db()
    assert row.ended_at is None
    clock.forward(days=20)
    with pytest.raises(Refused, match=order.number):
        rounds.settle(found, by=world.actor("evaluator"))


def test_whoever_ran_the_round_does_not_hear_the_objection(world: World, clock: Clock, served: None) -> None:
    """A leader who is an evaluator too, and opened the round, may not uphold it."""
    world.hold("evaluator", role="supervisor", area=COUNTY)
    found = at_publication(world, clock)
    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))
    world.move(order, "acknowledge_other", "supervisor", remark="考评轮次")

    with pytest.raises(Refused, match="ran the round"):
        world.move(order, "uphold", "evaluator", findings="维持。")
    world.move(order, "uphold", "supervisor", findings="维持。")

    assert RoundObjection.objects.get(order=order).result == "upheld"


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


def test_the_city_hears_objections_to_a_round_of_the_city(world: World, clock: Clock, served: None) -> None:
    """A county does not decide on its own standing in the city, where the city has anybody to hear it."""
    world.hold("city_evaluator", role="evaluator", area=CITY)
    world.hold("city_supervisor", role="supervisor", area=CITY)
    busy_month(world, clock)
    by = world.actor("city_evaluator")
    found = rounds.open_round("trial", CITY, by=by, **MARCH)
    for verb in (rounds.compute, rounds.let_check, rounds.publish):
        found = verb(found, by=by)

    order = object_to(found, "lamps", {"text": "我们不同意。"}, world.actor("handler"))

    with pytest.raises(Refused, match="not yours to do"):
        world.move(order, "acknowledge_other", "supervisor", remark="考评轮次")
    world.move(order, "acknowledge_other", "city_supervisor", remark="考评轮次")
    world.move(order, "uphold", "city_supervisor", findings="维持。")
    assert RoundObjection.objects.get(order=order).result == "upheld"


def on_time(found: Round) -> tuple[float, float]:
    """Return how many the lamp office answered in time, and of how many, in the last run."""
    part = Score.objects.get(round=found, run=found.run, subject="lamps").parts["answered_on_time"]
    return part["count"], part["of"]
