# SPDX-License-Identifier: Apache-2.0
"""The figures in the order and the words in which the page shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import NotFound, Words
from sidan.base.private_words import masked
from sidan.base.share import Share
from sidan.orders.facts import title_of
from sidan.orders.models import Order
from sidan.orders.registry import current, find_stage
from sidan.places.codes import town_of
from sidan.places.names import name_of
from sidan.reports.figures import WEEK_DAYS, WINDOW_DAYS, Figures, Pile, Went
from sidan.web.board.bars import chart_of

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Stated:
    """A share under its name, with the rule by which it was counted."""

    name: Text
    rule: Text
    share: Share


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of `of`, under a name."""

    name: Text
    share: Share


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with what is open in it."""

    name: Words
    kind: str
    pile: Pile


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An area with what is open in it."""

    code: str
    name: Words
    pile: Pile


@dataclass(frozen=True, slots=True)
class RedRow:
    """An order on the red list, and the street it lies in."""

    order: Order
    place: Words

    @property
    def title(self) -> str:
        """Return the beginning of the order's text; where it has none, its programme and what it keeps."""
        beginning = getattr(self.order, "beginning", "")
        return self._covered(beginning) if beginning else title_of(self.order).in_language(get_language() or "")

    @staticmethod
    def _covered(text: str) -> str:
        """Return the words as whoever reads no original does: a board shows what is late, not who is concerned."""
        return masked(text, language=get_language() or "")


def red_rows(orders: Iterable[Order]) -> list[RedRow]:
    """Return the orders with the names of their streets."""
    return [RedRow(order, name_of(town_of(order.area_code) or order.area_code)) for order in orders]


def stage_rows(figures: Figures) -> list[StageRow]:
    """Return the open stages in the order of their files; stages that bear the same name are one row."""
    rows: dict[tuple[Words, str], Pile] = {}
    for key in sorted(figures.stages, key=_place):
        named = _stage_name(*key[:2]), key[2]
        rows[named] = rows.get(named, Pile(0, 0, None)) + figures.stages[key]
    return [StageRow(name, kind, pile) for (name, kind), pile in rows.items()]


def _place(key: tuple[str, str, str]) -> tuple[str, int]:
    """Return where a stage stands in its file; at the end when this edition has it no more."""
    try:
        codes = [stage.code for stage in current(key[0]).stages]
    except NotFound:
        codes = []
    return key[0], codes.index(key[1]) if key[1] in codes else len(codes)


def _stage_name(programme: str, stage: str) -> Words:
    """Return the name of a stage, or its code when no served edition has it."""
    try:
        return find_stage(current(programme), stage).name
    except NotFound:
        return Words(stage, stage)


def place_rows(figures: Figures) -> list[PlaceRow]:
    """Return the areas, those with most late orders first."""
    rows = [PlaceRow(code, name_of(code), pile) for code, pile in figures.places.items()]
    return sorted(rows, key=lambda row: (-row.pile.late, -row.pile.count, row.code))


def on_time(went: Went) -> Iterator[Stated]:
    """Yield the shares on time, each of those whose time it was."""
    yield Stated(
        _("Dispatched in time"),
        _("Orders handled and closed, of which the area's staff let no time pass before the work began."),
        went.area_on_time,
    )
    yield Stated(
        _("Signed in time"),
        _("Orders handled by a unit, of which no unit let the time to sign pass."),
        went.signed_on_time,
    )
    yield Stated(
        _("Answered in time"),
        _("Orders handled by a unit, of which no unit let the time to answer pass, extensions counted."),
        went.answered_on_time,
    )


def verdicts(went: Went) -> Iterator[Counted]:
    """Yield what the residents said, and their silence, each of all handled orders."""
    yield Counted(_("solved"), went.share("solved"))
    yield Counted(_("partly solved"), went.share("partly"))
    yield Counted(_("not solved"), went.share("not_solved"))
    yield Counted(_("explanation accepted"), went.share("explained"))
    yield Counted(_("unrated"), went.share("unrated"))


def troubles(went: Went) -> Iterator[Counted]:
    """Yield how often the way was not straight, each of all handled orders."""
    yield Counted(_("sent back by the resident and done again"), went.share("reworked"))
    yield Counted(_("contested by a unit"), went.share("contested"))
    yield Counted(_("became a problem order"), went.share("problems"))


def how_it_went(figures: Figures) -> dict[str, Any]:
    """Return what both pages show: what came and went day by day, and each share for the week and for the month."""
    week, month = figures.week, figures.month
    return {
        "chart": chart_of(figures.days),
        "week_received": figures.received(WEEK_DAYS),
        "month_received": figures.received(WINDOW_DAYS),
        "on_time": list(zip(on_time(week), on_time(month), strict=True)),
        "verdicts": list(zip(verdicts(week), verdicts(month), strict=True)),
        "troubles": list(zip(troubles(week), troubles(month), strict=True)),
    }
