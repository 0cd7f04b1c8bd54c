# SPDX-License-Identifier: Apache-2.0
"""A plan of grids in words: its state, what it comes to in one sentence, and what is proved of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.places.names import name_of
from sidan.places.redraw.asked import Bounds
from sidan.places.redraw.plans import RegionFacts
from sidan.planning.models import GridPlan
from sidan.planning.showing import Edit, Shown
from sidan.web.plan_maps import Told

# State -> kind of badge.
KINDS = {
    "waiting": "waiting",
    "computing": "working",
    "failed": "late",
    "ready": "checking",
    "published": "working",
    "scheduled": "waiting",
    "adopted": "closed",
    "rolled_back": "draft",
    "withdrawn": "draft",
}
SOURCES: dict[str, str | Promise] = {
    "today": _("today's grids"),
    "file": _("a file"),
    "drawn": _("drawn by hand"),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as a list shows it."""

    plan: GridPlan

    @property
    def kind(self) -> str:
        """Return the kind of its badge."""
        return KINDS[self.plan.state]

    @property
    def state(self) -> str:
        """Return the word for its state."""
        return self.plan.state_words.in_language(get_language() or "")

    @property
    def place(self) -> Words:
        """Return the area it is for."""
        return name_of(self.plan.area.code)

    @property
    def source(self) -> str | Promise:
        """Return what it joins."""
        return SOURCES.get(self.plan.source, self.plan.source)


def summary(now: Shown, bounds: Bounds) -> str:
    """Return what a plan comes to in one sentence."""
    values = {
        "areas": f"{len(now.ids):,}",
        "grids": f"{now.measures.regions:,}",
        "share": f"{100 * now.measures.in_range_excused:.1f}",
        "lo": bounds.lo,
        "hi": bounds.hi,
    }
    return gettext("%(areas)s areas → %(grids)s grids; %(share)s %% hold %(lo)s to %(hi)s households") % values


def proof(now: Shown) -> str:
    """Return how far the plan can be from the best, in one sentence."""
    parts = len(now.plan.parts)
    values = {"count": parts, "parts": f"{parts:,}", "proved": f"{now.parts_proved:,}", "gap": f"{now.gap_percent:.2f}"}
    if now.is_adjusted:
        return gettext("Changed by hand: at most %(gap)s %% from the best plan with as few grids.") % values
    if now.parts_proved == parts:
        return (
            ngettext("Proved to be the best in its one part.", "Proved to be the best in all %(parts)s parts.", parts)
            % values
        )
    return (
        gettext(
            "Proved to be the best in %(proved)s of %(parts)s parts; the whole is at most %(gap)s %% from the best."
        )
        % values
    )


@dataclass(frozen=True, slots=True)
class EditRow:
    """One move by hand in words: the area's name, the short names of both grids, who moved it and when."""

    area: str
    was: str
    region: str
    edit: Edit


def edit_rows(now: Shown, edits: Iterable[Edit]) -> list[EditRow]:
    """Return moves by hand with names."""
    place = {area: index for index, area in enumerate(now.ids)}
    rows = []
    for edit in edits:
        index = place[edit.area]
        beginning = f"{now.instance.community[index]}-"
        was, region = edit.was.removeprefix(beginning), edit.region.removeprefix(beginning)
        rows.append(EditRow(now.instance.names[index], was, region, edit))
    return rows


def changed_communities(now: Shown) -> frozenset[str]:
    """Return the communities of which something was moved by hand."""
    if not now.is_adjusted:
        return frozenset()
    pairs = zip(now.instance.community, now.plan.regions, now.regions, strict=True)
    return frozenset(community for community, was, region in pairs if was != region)


def told_regions(now: Shown, bounds: Bounds, urls: Mapping[str, str] | None = None) -> dict[str, Told]:
    """Return what the map says of each region; `urls` are addresses by community."""
    return {
        facts.region: Told(
            short_name(facts),
            region_sentence(facts),
            (urls or {}).get(facts.community, ""),
            not bounds.lo <= facts.households <= bounds.hi,
        )
        for facts in now.facts
    }


def short_name(facts: RegionFacts) -> str:
    """Return the name of a region within its community: 07 of 369901001001-07."""
    return facts.region.removeprefix(f"{facts.community}-")


def region_sentence(facts: RegionFacts) -> str:
    """Return a region in a sentence: how much it holds."""
    values = {"grid": facts.region, "households": f"{facts.households:,}", "count": len(facts.areas)}
    return (
        ngettext(
            "Grid %(grid)s: %(households)s households in %(count)d area",
            "Grid %(grid)s: %(households)s households in %(count)d areas",
            len(facts.areas),
        )
        % values
    )
