# SPDX-License-Identifier: Apache-2.0
"""Up to five plans side by side: what each comes to, the best of each row marked, and a small map of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.places.names import name_of
from sidan.planning.models import GridPlan
from sidan.planning.showing import Shown, plans_of, shown
from sidan.web.htmx import Request
from sidan.web.plan_maps import Drawing, drawing, drawn
from sidan.web.plan_words import PlanRow
from sidan.web.planning.access import opened, planner_page
from sidan.web.planning.presets import OWN, PRESETS, preset_of
from sidan.web.visitor import actor_for

MOST_COMPARED = 5
SMALL_MAP = 240


@dataclass(frozen=True, slots=True)
class Compared:
    """A plan among others."""

    row: PlanRow
    now: Shown
    preset: str | Promise
    map: Drawing | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a measure, as it is shown."""

    text: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table: what is measured, whether less or more is better, and how the value is written."""

    name: str | Promise
    value: Callable[[Shown], float]
    pattern: str
    is_less_better: bool = True


MEASURES = (
    Measure(_("Grids"), lambda now: now.measures.regions, "{:,.0f}"),
    Measure(
        _("Within the bounds where any plan could be (per cent)"),
        lambda now: 100 * now.measures.in_range_excused,
        "{:.1f}",
        is_less_better=False,
    ),
    Measure(_("Households above or below the bounds"), lambda now: now.measures.out_of_bounds, "{:,.0f}"),
    Measure(_("Households unequal (per cent)"), lambda now: now.measures.imbalance_percent, "{:.2f}"),
    Measure(_("Work unequal (per cent)"), lambda now: now.measures.workload_imbalance_percent, "{:.2f}"),
    Measure(_("Compactness (1 is a circle)"), lambda now: now.measures.polsby_popper, "{:.3f}", is_less_better=False),
    Measure(_("Households that lose their crew"), lambda now: now.measures.moved_households, "{:,.0f}"),
    Measure(_("Grids cut by a river"), lambda now: now.measures.split_by_barrier, "{:,.0f}"),
    Measure(_("Grids across a community's boundary"), lambda now: now.measures.crossing, "{:,.0f}"),
    Measure(_("At most so far from the best (per cent)"), lambda now: now.gap_percent, "{:.2f}"),
)


@planner_page
@require_safe
def compare(request: Request) -> HttpResponse:
    """Show the plans named in `?plans=a,b,c` side by side, or ask which; two queries for each plan."""
    codes = [code for part in request.GET.getlist("plans") for code in part.split(",") if code]
    chosen = list(dict.fromkeys(codes))
    found = [opened(request, code) for code in chosen[:MOST_COMPARED]]
    ready = [plan for plan in found if plan.result is not None]
    compared = [_compared(plan) for plan in ready]
    context = {
        "compared": compared,
        "rows": [(measure.name, _cells(measure, compared)) for measure in MEASURES] if compared else (),
        "offered": [PlanRow(plan) for plan in plans_of(actor_for(request)) if plan.state not in _UNFINISHED],
        "chosen": {plan.code for plan in ready},
        "is_cut": len(chosen) > MOST_COMPARED,
        "most": MOST_COMPARED,
        "left_out": [PlanRow(plan) for plan in found if plan.result is None],
        "areas": {plan.area.code: name_of(plan.area.code) for plan in ready},
    }
    return render(request, "planning/compare.html", context)


_UNFINISHED = ("waiting", "computing", "failed")


def _compared(plan: GridPlan) -> Compared:
    """Return a plan with its measures and its small map."""
    now = shown(plan)
    found = drawn(now)
    preset = preset_of(now.plan.weights)
    return Compared(
        PlanRow(plan),
        now,
        PRESETS[preset].name if preset != OWN else _("weights of its own"),
        drawing(found, {}, width=SMALL_MAP, with_lines=False) if found else None,
    )


def _cells(measure: Measure, compared: Sequence[Compared]) -> list[Cell]:
    """Return a row; the best is marked as it is written, and nothing where all are alike."""
    values = [measure.value(each.now) for each in compared]
    texts = [measure.pattern.format(value) for value in values]
    best = texts[values.index((min if measure.is_less_better else max)(values))]
    return [Cell(text, text == best and len(set(texts)) > 1) for text in texts]
