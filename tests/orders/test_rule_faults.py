# SPDX-License-Identifier: Apache-2.0
"""A programme that lets a rule act proves that the rule gives its reason, acts once, and leaves a way to a person."""

import pytest

from sidan.orders.allowed import moves_for
from sidan.people.actors import Actor
from sidan.programmes.shelf import OFFICIAL
from tests.programmes.samples import changed, faults
from tests.world import World

SERVICE = (OFFICIAL / "service.toml").read_text(encoding="utf-8")
REGISTERED = 'code     = "registered"\nkind     = "waiting"\nholder   = '
RULE = "moves “dispatch_by_rule”"
NO_WAY_BACK = (
    f"{RULE}: the reporter must be able to ask for a person (PIPL Art 24); declare a move by the reporter from where "
    "it leads, with instead_of = “dispatch_by_rule”."
)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('by      = ["rule"]', 'by      = ["rule", "dispatcher"]'), f"{RULE} by: what a rule does nobody else does."),
        (
            ('instead_of = "dispatch_by_rule"', 'instead_of = "contest"'),
            NO_WAY_BACK,
        ),
        (
            ('from       = ["dispatched", "sign_overdue", "working"]', 'from       = ["working"]'),
            NO_WAY_BACK,
        ),
        (
            ('"assisting", "why", "route"', '"assisting", "route"'),
            f"{RULE} told, asks: a rule says that it acted and why; ask a required, public text.",
        ),
        (
            (f'{REGISTERED}"dispatcher"', f'{REGISTERED}"rule"'),
            "stages “registered” holder: an order may not wait for a rule; name somebody who answers for it.",
        ),
        (('by    = ["anyone"]', 'by    = ["anyone", "rule"]'), "opening by: a rule opens no order."),
    ],
)  # fmt: skip
def test_a_rule_that_owes_something_is_refused_with_a_sentence(change: tuple[str, str], sentence: str) -> None:
    """Each promise to people is a fault when it is not kept."""
    assert sentence in faults(changed(SERVICE, change))


def test_a_rule_that_may_act_again_is_refused() -> None:
    """Once a person was asked for, no rule comes back: the move may be made once."""
    start = SERVICE.index('code    = "dispatch_by_rule"')
    end = SERVICE.index("at_most = 1", start)

    twice = SERVICE[:end] + "at_most = 2" + SERVICE[end + len("at_most = 1") :]

    assert f"{RULE} at_most: a rule acts once; give 1." in faults(twice)
    assert faults(SERVICE) == []


def test_a_rule_holds_no_other_role_and_nobody_holds_its_own(world: World) -> None:
    """The machine's actor has one move, and no post and no reporter has that."""
    order = world.submit()

    assert [move.code for move in moves_for(Actor.rule(), order)] == ["dispatch_by_rule"]
    for name in ("dispatcher", "supervisor", "crew", "handler", "stranger"):
        assert "dispatch_by_rule" not in [move.code for move in moves_for(world.actor(name), order)]
