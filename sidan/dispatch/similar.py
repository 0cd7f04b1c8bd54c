# SPDX-License-Identifier: Apache-2.0
"""Solved orders like the one that is answered, with what was answered then: a start for the next answer.

Only orders that the reader may see, and of them only the unit's reply with private words covered; the words of the
other reporter are compared and never shown. How residents judged is told of all that are alike together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.contrib.postgres.search import SearchRank
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q

from sidan.base.errors import Words
from sidan.base.text import bigrams
from sidan.dispatch.characters import SIMPLIFIED
from sidan.dispatch.rarities import rarity_in
from sidan.dispatch.reply_fields import reply_in
from sidan.dispatch.reply_private import as_a_start
from sidan.dispatch.reply_relevance import likeness
from sidan.dispatch.reply_texts import Rarity
from sidan.orders.models import Order, Step
from sidan.orders.outcomes import OUTCOMES
from sidan.orders.searching import Terms, area_word, matching
from sidan.orders.sharing import sees_words
from sidan.people.actors import Actor

MOST_ANSWERS = 3
LEAST_RATED = 3  # fewer ratings would tell what single reporters thought
REUSED_OUTCOMES = ("solved", "partly", "explained")
SEARCH_MS = 800
# The telling terms of a text; the orders that hold most of them are compared word by word.
MOST_TERMS = 12
TELLING = 1.3  # times the weight from which a term is rare
MOST_LOOKED_AT = 30
LEAST_LIKENESS = 0.12
SAME_MATTER = 1.3  # how much more an order of the same matter counts
_TIMED_OUT = "57014"  # query_canceled, in PostgreSQL's list of errors


@dataclass(frozen=True)
class SimilarAnswer:
    """What was answered to an order like this one, and how that order ended."""

    number: str
    closed_at: datetime | None
    matter: Words | None
    unit: Words | None
    outcome: Words
    text: str


@dataclass(frozen=True)
class Similar:
    """The answers, and how all orders alike ended: how many there are, were solved and rated, and their mean stars."""

    answers: tuple[SimilarAnswer, ...] = ()
    alike: int = 0
    solved: int = 0
    rated: int = 0
    stars: float | None = None


def similar_answers(order: Order, *, seen_by: Actor) -> Similar:
    """Return up to MOST_ANSWERS replies to solved orders of the same county and programme that are most alike.

    Two queries, and the two short ones that end the first after SEARCH_MS; a text without a rare word asks none.
    """
    rarity = rarity_in(order.county)
    terms = _terms(order.text, rarity) if sees_words(seen_by, order) else []
    if len(terms) < 2:
        return Similar()
    alike = _alike(order, _looked_at(order, terms, seen_by=seen_by), rarity)
    if not alike:
        return Similar()
    rated = [each.satisfaction for each in alike if each.satisfaction is not None]
    return Similar(
        tuple(_answers(alike)[:MOST_ANSWERS]),
        alike=len(alike),
        solved=sum(each.outcome == "solved" for each in alike),
        rated=len(rated),
        stars=fmean(rated) if len(rated) >= LEAST_RATED else None,
    )


def _terms(text: str, rarity: Rarity) -> list[str]:
    """Return the telling terms of a text that another text has, too, as the index knows them.

    Beyond a certain rarity all tell alike, or misspellings and names would crowd out the trouble.
    """
    weights = rarity.weighed(text)
    telling = {
        term: min(weights.get(plain, 0), TELLING * rarity.rare)
        for term in bigrams(text)
        if len(term) > 1 and rarity.weight(plain := term.translate(SIMPLIFIED)) <= rarity.unread - math.log(3)
    }
    return sorted(telling, key=lambda term: -telling[term])[:MOST_TERMS]


def _looked_at(order: Order, terms: Sequence[str], *, seen_by: Actor) -> list[Order]:
    """Return the solved orders that hold any of the terms, those with most of them first. One query."""
    any_of = " | ".join(f"'{term}'" for term in terms)
    found = (
        Order.objects.visible_to(seen_by)
        .filter(matching(f"'{area_word(order.county)}' & ({any_of})"), _reusable(order))
        .annotate(held=SearchRank(F("search_entry__words"), Terms(any_of)))
        .select_related("unit", "matter")
        .order_by("-held", "-id")
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # The planner thinks a row of alternatives finds nearly all, and would read the whole history.
            cursor.execute(f"SET LOCAL statement_timeout = {SEARCH_MS}; SET LOCAL enable_seqscan = off")
            return [each for each in found[:MOST_LOOKED_AT] if sees_words(seen_by, each)]
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != _TIMED_OUT:
            raise
        return []  # advice that takes longer is not worth the wait


def _reusable(order: Order) -> Q:
    """Return the condition that an order's answer may serve this one: closed, solved and not confidential."""
    same = Q(county=order.county, programme=order.programme, kind="closed", outcome__in=REUSED_OUTCOMES)
    return same & Q(is_confidential=False) & ~Q(pk=order.pk)


def _alike(order: Order, found: Sequence[Order], rarity: Rarity) -> list[Order]:
    """Return the orders whose words are like this one's, the likest first."""
    likenesses = {
        each.pk: likeness(order.text, each.text, rarity=rarity)
        * (SAME_MATTER if each.matter_id == order.matter_id and order.matter_id else 1)
        for each in found
    }
    chosen = [each for each in found if likenesses[each.pk] >= LEAST_LIKENESS]
    return sorted(chosen, key=lambda each: -likenesses[each.pk])


def _answers(alike: Sequence[Order]) -> list[SimilarAnswer]:
    """Return the replies that were given, each text once. One query."""
    steps: dict[int, list[Step]] = {order.pk: [] for order in alike}
    for step in Step.objects.filter(order__in=list(steps)).only("order_id", "seq", "move", "answers", "role"):
        steps[step.order_id].append(step)
    replies = {as_a_start(reply): order for order in reversed(alike) if (reply := reply_in(order, steps[order.pk]))}
    return [_answer(order, text) for text, order in reversed(replies.items())]


def _answer(order: Order, text: str) -> SimilarAnswer:
    """Return one order's reply as it is offered."""
    return SimilarAnswer(
        order.number,
        order.closed_at,
        order.matter.words_name if order.matter is not None else None,
        Words(order.unit.name, order.unit.name_en) if order.unit is not None else None,
        OUTCOMES[order.outcome],
        text,
    )
