# SPDX-License-Identifier: Apache-2.0
"""What was learned from decided orders, for whoever runs the system: how sure it must be, and whether people agree."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from sidan.dispatch.agreement import matters_of, months_of, who_spoke
from sidan.dispatch.learned_rows import ModelRun
from sidan.dispatch.risk import NEVER
from sidan.orders.matters import find_matters
from sidan.places.names import name_of
from sidan.web.administration.columns import column, said
from sidan.web.administration.rights import SYSTEM, ReadOnly
from sidan.web.administration.site import site

WIDTH, HEIGHT = 600, 200
RUNS_SHOWN, MONTHS_SHOWN = 10, 12
LEAST_TOP = 0.2


@dataclass(frozen=True)
class Curve:
    """The risk–coverage curve as it is drawn: the line, the risk allowed, and where the threshold cuts."""

    line: str
    allowed_y: float
    cut_x: float | None
    cut_y: float
    top_percent: int


@dataclass(frozen=True)
class Cut:
    """A line of the curve's table, in whole percent; `speaks` above the threshold."""

    chance: int
    coverage: int
    risk: float
    speaks: bool


@dataclass(frozen=True)
class Share:
    """How many decisions there were of something, how many as guessed, and whether that is fewer than before."""

    name: str
    decisions: int
    agreed: int
    has_fallen: bool = False

    @property
    def percent(self) -> int:
        """Return the share decided as guessed."""
        return round(100 * self.agreed / self.decisions) if self.decisions else 0


@admin.register(ModelRun, site=site)
class ModelRunAdmin(ReadOnly):
    """One page in the place of a list: curve, threshold, calibration, agreement and trainings."""

    viewers = frozenset({SYSTEM})
    fields = readonly_fields = ("shown_at", "shown_orders", "shown_matters", "shown_seconds", "shown_digest")
    shown_at = column("trained_at", _("When"))
    shown_orders = column("orders", _("Orders"))
    shown_matters = column("matters", _("Matters"))
    shown_seconds = column("seconds", _("Seconds"))
    shown_digest = column("digest", _("Digest"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what was learned for a county, or the whole city; eight queries."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        counties = ModelRun.objects.exclude(county="").order_by("county").values_list("county", flat=True).distinct()
        names = {code: said(name_of(code)) for code in counties}
        asked = request.GET.get("county", "")
        context = self.admin_site.each_context(request) | _context(asked if asked in names else "")
        context |= {"counties": names, "title": _("Learning from decided orders"), "opts": self.model._meta}
        return TemplateResponse(request, "administration/learning.html", context)


def _context(county: str) -> dict[str, Any]:
    """Return what the page shows of a county."""
    runs = list(ModelRun.objects.filter(county=county).order_by("-trained_at")[:RUNS_SHOWN])
    run = runs[0] if runs else None
    figures = run.figures if run else {}
    matters, spoke = matters_of(county), who_spoke(county)
    named = find_matters([code for code, _count, _right in matters], county=county)
    names = {code: said(matter.words_name) for code, matter in named.items()}
    tellers = (("learned", _("what was learned")), ("words", _("the catalogue's words")), ("", _("nobody")))
    return {
        "county": county,
        "run": run,
        "speaks": run is not None and run.threshold < NEVER,
        "threshold": _percent(run.threshold) if run else 0,
        "allowed": _percent(settings.SUGGEST_RISK),
        "filled": _filled(run),
        "curve": _curve(run),
        "cuts": _cuts(run),
        "calibration": [
            (_percent(each["chance"]), _percent(each["right"]), each["count"])
            for each in figures.get("calibration", [])
        ],
        "figures": {name: round(100 * figures.get(name, 0), 1) for name in ("accuracy", "top_two", "ece")},
        "months": [
            Share(f"{each.month:%Y-%m}", each.decided, each.agreed, each.has_fallen)
            for each in reversed(months_of(county)[-MONTHS_SHOWN:])
        ],
        "matters": [Share(names.get(code, code), count, right) for code, count, right in matters],
        "spoke": [Share(str(name), *spoke[by]) for by, name in tellers if by in spoke],
        "runs": runs,
    }


def _filled(run: ModelRun | None) -> tuple[int, int] | None:
    """Return of a hundred orders how many would stand filled in, and how many of those wrongly."""
    spoken = [cut for cut in _points(run) if run is not None and cut[0] >= run.threshold]
    if not spoken:
        return None
    _chance, coverage, risk = spoken[-1]
    return round(100 * coverage), round(100 * coverage * risk)


def _cuts(run: ModelRun | None) -> list[Cut]:
    """Return the table beneath the curve."""
    return [
        Cut(_percent(chance), _percent(coverage), round(100 * risk, 1), run is not None and chance >= run.threshold)
        for chance, coverage, risk in _points(run)
    ]


def _curve(run: ModelRun | None) -> Curve | None:
    """Return the drawing of the curve, None without points."""
    points = _points(run)
    if run is None or not points:
        return None
    top = max(LEAST_TOP, *(risk for _, _, risk in points))
    cut = [point for point in points if point[0] >= run.threshold]
    return Curve(
        " ".join(f"{coverage * WIDTH:.0f},{_y(risk, top):.0f}" for _, coverage, risk in points),
        _y(settings.SUGGEST_RISK, top),
        round(cut[-1][1] * WIDTH) if cut else None,
        _y(cut[-1][2], top) if cut else 0,
        _percent(top),
    )


def _points(run: ModelRun | None) -> list[tuple[float, float, float]]:
    """Return chance, coverage and risk of each cut."""
    points = run.figures.get("curve", []) if run is not None else []
    return [(each["threshold"], each["covered"], each["risk"]) for each in points]


def _y(risk: float, top: float) -> int:
    """Return how far from the top a risk is drawn."""
    return round(HEIGHT - HEIGHT * risk / top)


def _percent(share: float) -> int:
    """Return a share in whole percent."""
    return round(100 * share)
