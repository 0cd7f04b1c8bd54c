# SPDX-License-Identifier: Apache-2.0
"""The one place that ties the names in programme files to functions, and says what happens after a step."""

import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from sidan.base.errors import Words
from sidan.dispatch.acting import queue_rule
from sidan.dispatch.agreement import note_agreement
from sidan.dispatch.alarms import hear
from sidan.dispatch.duplicates_index import note_opened
from sidan.evaluation import shelf as ranking_shelf
from sidan.evaluation.objecting import not_who_ran_the_round, note_ended
from sidan.evaluation.specials import install as install_countings
from sidan.matching import telling
from sidan.matching.measures import MEASURES as COUNTED_OF_MATCHING
from sidan.matching.models import PairingPlan
from sidan.matching.proposal_rules import note_experts, require_not_apart, require_still_able
from sidan.notify.notices import tell_users
from sidan.orders import registry
from sidan.orders.models import Order, Step
from sidan.orders.retention import set_contact_day
from sidan.people.actors import Actor
from sidan.programmes.reader import read
from sidan.programmes.shelf import serve_all
from sidan.programmes.vocabulary import EFFECTS, GUARDS, RELIES

# Run inside the step's transaction, in this order; they write rows or queue jobs and nothing else.
AFTER_STEP: tuple[registry.Listener, ...] = (
    set_contact_day,
    note_opened,
    note_agreement,
    queue_rule,
    note_ended,
    note_experts,
)
# Read the words of a step before it is written, and may mark the order; they make no query.
BEFORE_WRITING: tuple[registry.Listener, ...] = (hear,)


def not_the_decider(order: Order, step: Step, by: Actor) -> None:
    """Refuse whoever took part in what an order objects to: in the order itself, or in the round of evaluation."""
    GUARDS["not_the_decider"](order, step, by)
    not_who_ran_the_round(order, step, by)


# Where a company and a liaison see what is theirs.
OWN_PAGES = {"company": "matching:own", "visits": "matching:visits"}


def tell_of_pairs(said: Mapping[int, Words], page: telling.Page, plan: PairingPlan) -> None:
    """Tell people of a plan of pairs, with the page where they see what concerns them."""
    try:
        path = reverse("matching:plan", args=[plan.pk]) if page == "plan" else reverse(OWN_PAGES[page])
    except NoReverseMatch:
        path = ""
    tell_users(said, path=path)


def impartial_experts(order: Order, step: Step, by: Actor) -> None:
    """Refuse to propose the company itself, or a unit that the register keeps apart from it."""
    GUARDS["impartial_experts"](order, step, by)
    require_not_apart(order, step.resolved["proposed"])


def among_the_proposed(order: Order, step: Step, by: Actor) -> None:
    """Refuse whoever was not proposed, or may not or cannot take the order any more."""
    GUARDS["among_the_proposed"](order, step, by)
    require_still_able(order, step.resolved["unit"])


WIDENED: dict[str, registry.Guard] = {
    guard.__name__: guard for guard in (not_the_decider, impartial_experts, among_the_proposed)
}


def wire() -> None:
    """Fill the registry and serve the programmes; called once when Django has loaded its models.

    `manage.py programme` and `manage.py ranking` prove their files themselves and tell every fault, so a faulty one
    must not keep them from starting. Rankings name programmes, so they are served after them.
    """
    registry.install(
        named_guards={**GUARDS, **WIDENED},
        named_effects=EFFECTS,
        listeners=AFTER_STEP,
        read=read,
        relies=RELIES,
        hearers=BEFORE_WRITING,
    )
    install_countings(COUNTED_OF_MATCHING)
    telling.install(tell_of_pairs)
    command = sys.argv[1:2] if Path(sys.argv[0]).name == "manage.py" else []
    if command != ["programme"]:
        serve_all(settings.PROGRAMMES_DIR)
        if command != ["ranking"]:
            ranking_shelf.serve_all(settings.PROGRAMMES_DIR)
