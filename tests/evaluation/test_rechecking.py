# SPDX-License-Identifier: Apache-2.0
"""Satisfied answers asked again: drawn by chance that can be repeated, by somebody who did not handle them."""

from datetime import timedelta

import pytest

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.base.share import Share
from sidan.evaluation.facts import recount_all
from sidan.evaluation.models import Recheck, Round
from sidan.evaluation.rechecking import answer, draw, waiting_for, wrong_share
from sidan.evaluation.subjects import Subject
from tests.evaluation.rankings import ranking
from tests.world import COUNTY, World


def a_round(world: World, *, seed: int = 3) -> Round:
    """Return an open round over these days."""
    day = now().date()
    return Round.objects.create(
        ranking="trial", edition=1, source="", area_code=COUNTY, since=day - timedelta(days=5 + seed),
        until=day + timedelta(days=5), seed=seed, opened_at=now(), opened_by=world.people["evaluator"],
    )  # fmt: skip


def rated(world: World, *marks: int) -> None:
    """Let the lamp office answer one order for each mark, which residents then give."""
    for mark in marks:
        world.move(world.answered(), "solved", "reporter", satisfaction=mark)
    recount_all()


def subjects(world: World) -> list[Subject]:
    """Return the lamp office as what is compared."""
    unit = world.units["lamps"]
    return [Subject(unit.code, unit.name, "", unit.kind, COUNTY, unit.pk)]


def test_only_satisfied_answers_are_drawn_and_the_seed_repeats_the_draw(world: World) -> None:
    """Two of three satisfied ones; the unsatisfied one never; once for a round."""
    rated(world, 5, 4, 5, 2)
    asked = ranking(recheck=2)
    one, other = a_round(world), a_round(world, seed=4)

    assert draw(one, asked, subjects(world)) == 2
    assert draw(one, asked, subjects(world)) == 0
    first = sorted(Recheck.objects.filter(round=one).values_list("order_id", flat=True))
    assert all(order.order.satisfaction >= 4 for order in Recheck.objects.filter(round=one).select_related("order"))
    Recheck.objects.filter(round=one).delete()
    draw(one, asked, subjects(world))
    assert sorted(Recheck.objects.filter(round=one).values_list("order_id", flat=True)) == first
    assert draw(other, ranking(recheck=0), subjects(world)) == 0


def test_the_share_found_wrong_leaves_out_whom_nobody_reached(world: World) -> None:
    """Right, wrong and unreached; wrong needs a word of what the resident says now."""
    rated(world, 5, 5, 5)
    found = a_round(world)
    draw(found, ranking(recheck=3), subjects(world))
    revisitor = world.actor("revisitor")
    one, two, three = waiting_for(revisitor)

    with pytest.raises(Refused, match="Say what the resident says now"):
        answer(one, result="wrong", note="", by=revisitor)
    answer(one, result="wrong", note="没有人来过", by=revisitor)
    answer(two, result="right", note="", by=revisitor)
    answer(three, result="unreached", note="", by=revisitor)

    assert wrong_share(found) == wrong_share(found, world.units["lamps"].pk) == Share(1, 2)
    assert not waiting_for(revisitor).exists()
    with pytest.raises(Refused, match="checked already"):
        answer(one, result="right", note="", by=revisitor)


def test_others_may_not(world: World) -> None:
    """Neither who handled it, nor the unit, nor an evaluator, nor a revisitor who had a part in it."""
    rated(world, 5)
    found = a_round(world)
    draw(found, ranking(recheck=1), subjects(world))
    one = Recheck.objects.get()
    for name in ("handler", "plumber", "evaluator", "dispatcher", "leader", "stranger"):
        assert not waiting_for(world.actor(name)).exists()
        with pytest.raises(NotFound):
            answer(one, result="right", note="", by=world.actor(name))
    world.hold("revisitor", role="handler", unit="lamps")
    with pytest.raises(Refused, match="works at the unit"):
        answer(one, result="right", note="", by=world.actor("revisitor"))
    with pytest.raises(Refused, match="Say whether"):
        answer(one, result="maybe", note="", by=world.actor("revisitor"))
