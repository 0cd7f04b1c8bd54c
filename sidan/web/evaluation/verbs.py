# SPDX-License-Identifier: Apache-2.0
"""What an evaluator may do to a round in each state: the words of each button and of what it will bring about."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sidan.evaluation import rounds
from sidan.evaluation.authority import may_evaluate
from sidan.evaluation.round_rows import Round
from sidan.people.actors import Actor
from sidan.web.days import day_of


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed beside a verb's button."""

    reason: str = ""
    since: str = ""
    until: str = ""


Do = Callable[[Round, Given, Actor], Round]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to be done: its words, in which states, what is asked for, and the call that does it."""

    code: str
    name: str | Promise
    about: str | Promise
    done: str | Promise
    states: tuple[str, ...]
    do: Do
    icon: str
    asks_reason: bool = False
    asks_period: bool = False
    is_grave: bool = False


VERBS: tuple[Verb, ...] = (
    Verb(
        "compute",
        pgettext_lazy("round", "Compute"),
        _(
            "Counts the figures of everybody from the orders as they stand now, and "
            "scores them. Nobody else sees it yet."
        ),
        _("The round is computed."),
        ("open",),
        lambda found, _given, by: rounds.compute(found, by=by),
        "calculator",
    ),
    Verb(
        "let_check",
        _("Let the units check"),
        _(
            "Every unit sees its own figures and every order behind them, and may say "
            "what is wrong. Nothing is public yet."
        ),
        _("The units can check their figures now."),
        ("computed",),
        lambda found, _given, by: rounds.let_check(found, by=by),
        "eye-check",
    ),
    Verb(
        "publish",
        pgettext_lazy("round", "Publish"),
        _("Everybody sees the ranking without personal data, and may object until the last day of objections."),
        _("The round is published. Objections are taken from now on."),
        ("checking",),
        lambda found, _given, by: rounds.publish(found, by=by),
        "world",
    ),
    Verb(
        "settle",
        pgettext_lazy("round", "Settle"),
        _("Seals inputs and results with a digest. From then on nothing about this round can change."),
        _("The round is settled and sealed."),
        ("published",),
        lambda found, _given, by: rounds.settle(found, by=by),
        "lock",
        is_grave=True,
    ),
    Verb(
        "recompute",
        _("Compute again"),
        _(
            "Takes corrections, exclusions and re-checks in and scores everybody anew. The run "
            "before stays, and the difference is shown."
        ),
        _("The round is computed again. What changed stands below."),
        ("computed", "checking", "published"),
        lambda found, given, by: rounds.recompute(found, reason=given.reason, by=by),
        "refresh",
        asks_reason=True,
    ),
    Verb(
        "recheck",
        _("Open the yearly re-check"),
        _(
            "Opens a round of its own by the same frozen ranking over a later period, to see whether "
            "the standing holds. This one stays as it is."
        ),
        _("The re-check is open."),
        ("settled",),
        lambda found, given, by: rounds.recheck(found, since=day_of(given.since), until=day_of(given.until), by=by),
        "history",
        asks_period=True,
    ),
    Verb(
        "cancel",
        _("Cancel the round"),
        _("It is kept for the record with the reason, and a new one may be opened over the same period."),
        _("The round is cancelled."),
        ("open", "computed", "checking"),
        lambda found, given, by: rounds.cancel(found, reason=given.reason, by=by),
        "ban",
        asks_reason=True,
        is_grave=True,
    ),
)


def verbs_for(found: Round, *, by: Actor) -> list[Verb]:
    """Return what the actor may do to a round as it stands, the usual first; nothing for who does not run it."""
    if not may_evaluate(by, found.area_code):
        return []
    return [verb for verb in VERBS if found.state in verb.states]


def find_verb(code: str) -> Verb | None:
    """Return the verb of a code, None for none."""
    return next((verb for verb in VERBS if verb.code == code), None)
