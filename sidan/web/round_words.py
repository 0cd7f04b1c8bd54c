# SPDX-License-Identifier: Apache-2.0
"""Rounds, figures and ranks in the words and numbers a reader sees."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from sidan.base.clock import now
from sidan.base.errors import Words
from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.figure import Form
from sidan.evaluation.measures import MEASURES
from sidan.evaluation.reading import ranking_of
from sidan.evaluation.result import WHY
from sidan.evaluation.round_rows import STATE_WORDS, Round, Score
from sidan.places.names import name_of

# State -> kind of badge.
KINDS = {"open": "draft", "computed": "draft", "checking": "checking", "published": "working", "settled": "closed",
         "cancelled": "draft"}  # fmt: skip
# The best tier is green, and none is told by its colour alone: the numbers of the plan tokens in tokens.css.
TIER_COLOURS = (3, 1, 4, 2, 5, 6)
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Head:
    """What every page of a round says of it."""

    round: Round
    ranking: Ranking

    @property
    def name(self) -> Words:
        """Return the ranking's name."""
        return self.ranking.name

    @property
    def place(self) -> Words:
        """Return the area it is over."""
        return name_of(self.round.area_code)

    @property
    def period(self) -> str:
        """Return the period it is of."""
        return period_words(self.round.since, self.round.until)

    @property
    def kind(self) -> str:
        """Return the kind of its badge."""
        return KINDS[self.round.state]

    @property
    def state(self) -> Words:
        """Return the word for its state."""
        return STATE_WORDS[self.round.state]

    @property
    def takes_objections(self) -> bool:
        """Say whether somebody may still object."""
        until = self.round.objections_until
        return self.round.state == "published" and until is not None and now() <= until


def head_of(found: Round) -> Head:
    """Return what every page says of a round; no query."""
    return Head(found, ranking_of(found))


def name_of_subject(score: Score) -> Words:
    """Return the name a subject had when the round was computed."""
    return Words(score.name, score.name_en)


def why_words(score: Score) -> Words:
    """Return why a subject has no rank."""
    return WHY.get(score.why) or Words(score.why, score.why)


def rank_words(score: Score) -> str:
    """Return the range of ranks: "3–7", or "3" where it is one."""
    best, worst = score.rank_best or score.rank, score.rank_worst or score.rank
    return f"{best}" if best == worst else f"{best}–{worst}"


def class_name(ranking: Ranking, code: str) -> Words:
    """Return the name of a class; "" is no class."""
    for each in ranking.classes:
        if each.code == code:
            return each.name
    return Words("全部", "all") if code else Words("未归类", "no class")


def tier_name(ranking: Ranking, code: str) -> Words:
    """Return the name of a tier, a dash for none."""
    return next((tier.name for tier in ranking.tiers if tier.code == code), Words("—", "—"))


def tier_colour(ranking: Ranking, code: str) -> int:
    """Return the number of a tier's colour, 0 for none."""
    codes = [tier.code for tier in ranking.tiers]
    return TIER_COLOURS[min(codes.index(code), len(TIER_COLOURS) - 1)] if code in codes else 0


def form_of(indicator: Weighed) -> Form:
    """Return the form of an indicator's figure."""
    known = MEASURES.get(indicator.measure)
    return known.form if known else "amount"


def measure_words(indicator: Weighed) -> Words:
    """Return the name of what an indicator measures."""
    known = MEASURES.get(indicator.measure)
    return known.words if known else Words(indicator.measure, indicator.measure)


def figure_text(form: Form, value: float | None) -> str:
    """Return a figure with its unit: a share in percent, hours, or a plain number."""
    if value is None:
        return gettext("no data")
    if form == "share":
        return f"{number_format(round(100 * value, 1), 1)}%"
    if form == "quantile":
        return gettext("%(hours)s hours") % {"hours": number_format(round(value, 1), 1)}
    return number_text(value)


def number_text(value: float | None, most: int = 2) -> str:
    """Return a number with no more decimals than it needs."""
    if value is None:
        return "—"
    rounded = round(value, most)
    for places in range(most):
        if rounded == round(rounded, places):
            return str(number_format(rounded, places))
    return str(number_format(rounded, most))


def period_words(since: date, until: date) -> str:
    """Return a period: a month, quarter, half or whole year by its name, any other from day to day."""
    following = until + timedelta(days=1)
    months = (following.year - since.year) * 12 + following.month - since.month
    if since.day == following.day == 1 and (since.month - 1) % months == 0:
        values = {"year": since.year, "part": (since.month - 1) // months + 1}
        if months == 1:
            return date_format(since, "YEAR_MONTH_FORMAT")
        if months == QUARTER:
            return gettext("quarter %(part)s of %(year)s") % values
        if months == 2 * QUARTER:
            return gettext("half %(part)s of %(year)s") % values
        if months == 4 * QUARTER:
            return gettext("year %(year)s") % values
    return f"{since.isoformat()} – {until.isoformat()}"
