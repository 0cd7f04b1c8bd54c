# SPDX-License-Identifier: Apache-2.0
"""Exclusions: a named ground, evidence, two persons, and a rate that everybody can read."""

import pytest

from sidan.base.errors import NotFound, Refused
from sidan.base.share import Share
from sidan.evaluation.excluding import agree, end, exclusions_for, find_exclusion, propose, refuse
from sidan.evaluation.facts import recount_all
from sidan.evaluation.models import Exclusion, Fact
from tests.world import World


@pytest.fixture(autouse=True)
def head(world: World) -> None:
    """Let somebody head the lamp office."""
    world.hold("head", role="unit_head", unit="lamps")


def rate(world: World) -> Share:
    """Return how many of the lamp office's settled answers are excluded."""
    settled = list(Fact.objects.filter(unit_id=world.units["lamps"].pk, settled_on__isnull=False))
    return Share(sum(fact.standing == "excluded" for fact in settled), len(settled))


def test_two_persons_take_an_order_out_and_may_bring_it_back(world: World) -> None:
    """The head of the unit proposes, an evaluator agrees; what is counted follows at once."""
    order, other = world.answered(), world.answered()
    recount_all()
    proposed = propose(order, world.units["lamps"], ground="force_majeure", evidence="红色预警", by=world.actor("head"))
    assert rate(world) == Share(0, 2)

    agree(proposed, by=world.actor("evaluator"))
    assert rate(world) == Share(1, 2)
    assert Fact.objects.get(order=other, bears=True).standing == "counted"

    with pytest.raises(Refused, match="Say why"):
        end(proposed, reason="", by=world.actor("second_evaluator"))
    end(proposed, reason="预警级别有误", by=world.actor("second_evaluator"))
    assert rate(world) == Share(0, 2)


def test_nobody_decides_alone(world: World) -> None:
    """Whoever proposed does not decide; a refusal needs a reason and changes nothing; decided is decided."""
    order = world.answered()
    first, second = world.actor("evaluator"), world.actor("second_evaluator")
    proposed = propose(order, world.units["lamps"], ground="not_lawful", evidence="法规第三条", by=first)

    with pytest.raises(Refused, match="ask another evaluator"):
        agree(proposed, by=first)
    with pytest.raises(Refused, match="Say why it is refused"):
        refuse(proposed, reason="", by=second)
    refuse(proposed, reason="依据不符", by=second)
    with pytest.raises(Refused, match="decided already"):
        agree(proposed, by=second)
    assert propose(order, world.units["lamps"], ground="wrong_unit", evidence="职责清单", by=first).is_agreed is None


def test_what_is_wrong_is_refused_with_a_sentence(world: World) -> None:
    """No ground, no evidence, a unit without a part, the same twice."""
    order, by, lamps = world.answered(), world.actor("evaluator"), world.units["lamps"]
    for ground, evidence, unit, says in (
        ("because", "x", lamps, "named grounds"),
        ("not_lawful", "  ", lamps, "Name the evidence"),
        ("not_lawful", "x", world.units["water"], "had no part"),
    ):
        with pytest.raises(Refused, match=says):
            propose(order, unit, ground=ground, evidence=evidence, by=by)
    propose(order, lamps, ground="not_lawful", evidence="x", by=by)
    with pytest.raises(Refused, match="proposed or agreed already"):
        propose(order, lamps, ground="wrong_unit", evidence="y", by=by)
    assert Exclusion.objects.count() == 1


def test_others_may_not(world: World) -> None:
    """Neither a dispatcher, nor another unit, nor a handler proposes; nobody reads what is not theirs."""
    order, lamps = world.answered(), world.units["lamps"]
    for name in ("dispatcher", "handler", "plumber", "leader", "stranger"):
        with pytest.raises(Refused):
            propose(order, lamps, ground="not_lawful", evidence="x", by=world.actor(name))
    proposed = propose(order, lamps, ground="not_lawful", evidence="x", by=world.actor("head"))
    for name in ("plumber", "dispatcher", "stranger"):
        assert not exclusions_for(world.actor(name)).exists()
        with pytest.raises(NotFound):
            find_exclusion(proposed.pk, by=world.actor(name))
    for name in ("head", "dispatcher", "leader"):
        with pytest.raises(Refused, match="run by the evaluators"):
            agree(proposed, by=world.actor(name))
