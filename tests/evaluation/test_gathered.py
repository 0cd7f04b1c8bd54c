# SPDX-License-Identifier: Apache-2.0
"""What a round gathers from real orders is what the sums say, and a round of them holds what is behind each figure."""

import numpy as np
import pytest

from sidan.evaluation import shelf
from sidan.evaluation.behind import orders_behind
from sidan.evaluation.collect import collect, measured
from sidan.evaluation.computing import gathered
from sidan.evaluation.facts import recount_all
from sidan.evaluation.models import Exclusion, OutsideFigure, Round
from sidan.evaluation.papers import figures_of, pack, unpack
from sidan.evaluation.rounds import compute, open_round
from sidan.evaluation.sealing import verified
from sidan.evaluation.subjects import subjects_of
from sidan.orders.models import Order
from tests.evaluation.rounding import AFTER, SOURCE, score_of
from tests.world import COUNTY, MORNING, Clock, World


@pytest.fixture
def march(world: World, clock: Clock) -> list[Order]:
    """Return what happened in a morning of March: judged, sent back, late, and one left out on a ground."""
    solved, back, excluded = world.answered(), world.answered(text="井盖坏了。"), world.at_work(text="树倒了。")
    world.move(solved, "solved", "reporter", satisfaction=5)
    world.move(back, "not_solved", "reporter", unsolved="还是不亮。", satisfaction=2)
    world.dispatch(world.submit("水管爆了。"), unit="water", matter="live.water.burst#usual")
    Exclusion.objects.create(
        order=excluded, unit=world.units["lamps"], ground="force_majeure", evidence="台风", proposed_at=MORNING,
        proposed_by=world.people["evaluator"], decided_by=world.people["second_evaluator"], is_agreed=True,
    )  # fmt: skip
    OutsideFigure.objects.create(
        subject="lamps", indicator="income", since=MORNING, until=MORNING, value=3, evidence="证书", via="form",
        entered_at=MORNING, checked_at=MORNING, checked_by=world.people["evaluator"],
    )  # fmt: skip
    clock.to(AFTER)
    world.sweep()
    recount_all()
    return [solved, back, excluded]


def test_papers_say_what_the_sums_say(world: World, march: list[Order]) -> None:
    """For every ranking that is shipped: each figure counted from papers is that of the sums, packed or not."""
    since, until = MORNING.date().replace(day=1), MORNING.date().replace(day=15)
    seen = 0
    for ranking in shelf.rankings():
        subjects = subjects_of(ranking, COUNTY)
        if not subjects:
            continue
        found = Round(source=shelf.source_of(ranking.code), area_code=COUNTY, since=since, until=until)
        papers = [unpack(pack(paper)) for paper in gathered(found, ranking, subjects)]
        from_papers = figures_of(ranking, papers, [subject.code for subject in subjects])
        from_sums = measured(ranking, collect(ranking, subjects, since, until))
        for indicator, one, other in zip(ranking.indicators, from_papers, from_sums, strict=True):
            where = f"{ranking.code} {indicator.code}"
            np.testing.assert_allclose(one.count, other.count, err_msg=where)
            np.testing.assert_allclose(one.of, other.of, err_msg=where)
            seen += int((other.of > 0).sum())
    assert seen > 20


def test_a_round_of_real_orders(world: World, march: list[Order], monkeypatch: pytest.MonkeyPatch) -> None:
    """Computed from what happened, down to the orders; what is excluded counts nowhere, and its ground is kept."""
    evaluator = world.actor("evaluator")
    monkeypatch.setitem(shelf._served, "trial", (shelf.proved(SOURCE, name="trial.toml"), SOURCE))
    since = MORNING.date().replace(day=1)
    found = open_round("trial", COUNTY, since=since, until=MORNING.date().replace(day=15), by=evaluator)

    found = compute(found, by=evaluator)

    score = score_of(found, "lamps")
    behind = orders_behind(score, "answered")
    assert {number for number, _, _ in behind} == {order.number for order in march[:2]}
    assert found.frozen["exclusions"] == [[march[2].number, "lamps", "force_majeure"]]
    assert verified(found).is_same
