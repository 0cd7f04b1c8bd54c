# SPDX-License-Identifier: Apache-2.0
"""What makes a move impossible now is said before anybody answers anything."""

import inspect

import pytest

from sidan.orders import registry
from sidan.orders.allowed import hindrances, moves_for
from sidan.orders.relying import NOTHING
from sidan.programmes.vocabulary import GUARDS, RELIES
from tests.world import World


def hindered(world: World, order, who: str) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Return by move the sentence that hinders somebody."""
    actor = world.actor(who)
    return {move: str(why) for move, why in hindrances(order, moves_for(actor, order), actor).items()}


def test_a_lead_unit_waits_for_its_assistants(world: World) -> None:
    """While an assisting unit owes its part the answer is hindered, and nothing else is."""
    order = world.submit()
    world.dispatch(order, assisting=["water"])
    world.move(order, "sign", "handler")

    assert set(hindered(world, order, "handler")) == {"answer"}
    world.move(order, "assist", "plumber", share_answer="阀门已关。")
    assert hindered(world, order, "handler") == {}


def test_who_handled_an_order_reads_that_others_judge_it(world: World) -> None:
    """A revisit officer who took part in the handling is told so for every verdict, with one question a role."""
    world.hold("revisitor", role="handler", unit="lamps")
    order = world.answered()

    assert set(hindered(world, order, "revisitor").values()) == {
        "You took part in handling this order; somebody else must record the verdict."
    }


def test_asking_beforehand_changes_nothing(world: World) -> None:
    """The order is as it was, and no step was written."""
    order = world.answered()
    before = (order.version, order.digest, order.steps.count())

    hindrances(order, moves_for(world.actor("revisitor"), order), world.actor("revisitor"))

    order.refresh_from_db()
    assert (order.version, order.digest, order.steps.count()) == before


def test_what_is_asked_early_reads_no_answer() -> None:
    """An early guard asks for no field, and is one of the guards there are."""
    early = {name for name, relies in RELIES.items() if relies.early}

    assert early >= {"not_designated", "not_the_handler", "assistants_answered"}
    assert early <= set(GUARDS)
    assert all(registry.is_early(name) for name in early)
    assert not registry.is_early("within_a_year")


@pytest.mark.parametrize("name", [name for name in GUARDS if RELIES.get(name, NOTHING).early])
def test_an_early_guard_reads_no_answer(name: str) -> None:
    """What is asked before anybody has filled in a form may look at nothing that would be filled in."""
    assert "resolved" not in inspect.getsource(GUARDS[name])
    assert not RELIES[name].asks
    assert not RELIES[name].either
