# SPDX-License-Identifier: Apache-2.0
"""The page of all pieces, for whoever writes pages and for the tests that measure them; not in service."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import Words
from sidan.web.htmx import Request

# A made-up river town: four fields left and right of the same line.
WEST, SOUTH, STEP = 116.30, 27.90, 0.02
AREA_NAMES = ("柳溪社区", "东门社区", "河西村", "书院社区")


@dataclass
class SampleOrder:
    """As much of an order as a row of a list shows."""

    number: str
    text: str
    place: str
    kind: str
    stage_name: Words
    due_at: datetime | None = None
    clocks: dict[str, Any] = field(default_factory=dict)


class SampleForm(forms.Form):
    """One control of each kind, half of them filled in wrongly."""

    text = forms.CharField(
        label=_("What is the matter?"), widget=forms.Textarea, help_text=_("Say it in your own words.")
    )
    place = forms.CharField(label=_("Where exactly?"), required=False)
    matter = forms.ChoiceField(
        label=_("Matter"), choices=[("", _("Not sure")), ("lamp", Words("路灯不亮", "Street lamp out"))], required=False
    )
    solved = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=[("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label=_("Phone"), max_length=20)
    agreed = forms.BooleanField(label=_("You may call me about this order."), required=False)


@require_safe
def look(request: Request) -> HttpResponse:
    """Show every piece; `?frame=desk` in the frame of the desk."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    template = "look/desk.html" if request.GET.get("frame") == "desk" else "look/public.html"
    faulty = SampleForm({"text": "", "phone": "12", "place": "", "solved": ""})
    return render(request, template, {"orders": sample_orders(), "form": faulty, **_samples()})


@require_safe
def areas(request: Request) -> JsonResponse:
    """Return four made-up areas as GeoJSON."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [_ring(index)]},
        }
        for index, name in enumerate(AREA_NAMES)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _ring(index: int) -> list[tuple[float, float]]:
    """Return the closed ring of one of the four fields."""
    west, south = WEST + STEP * (index % 2), SOUTH + STEP * (index // 2)
    bend = STEP / 8
    return [
        (west, south),
        (west + STEP, south + bend),
        (west + STEP, south + STEP + bend),
        (west, south + STEP),
        (west, south),
    ]


def sample_orders() -> list[SampleOrder]:
    """Return one order of each kind, due at telling times."""
    at = now()
    return [
        SampleOrder(
            "LC-251014-000123-7",
            "小区3栋2单元门口的路灯坏了好几天，晚上老人孩子下楼看不见台阶，请尽快派人来修。",
            "临川区 / 青云街道 / 柳溪社区",
            "waiting",
            Words("待派单", "To be dispatched"),
            at + timedelta(hours=3),
        ),
        SampleOrder(
            "LC-251013-000087-2",
            "东门菜市场旁边下水道堵了，污水漫到路面上。",
            "临川区 / 东门社区",
            "working",
            Words("办理中", "Being handled"),
            at - timedelta(days=2, hours=3),
        ),
        SampleOrder(
            "LC-251012-000044-5",
            "公交站牌倒了，已经扶起来，但底座松动。",
            "南城县 / 建昌镇",
            "checking",
            Words("待评价", "To be rated"),
            at + timedelta(days=6),
        ),
        SampleOrder(
            "LC-251010-000012-9", "楼道里堆放杂物。", "南城县 / 书院社区", "closed", Words("已解决", "Solved"), None
        ),
        SampleOrder(
            "LC-251009-000003-1",
            "请补充一下：是哪一栋楼？",
            "临川区 / 河西村",
            "waiting",
            Words("待补充情况", "Waiting for facts"),
            None,
            {"handle": {"paused": "2025-10-09T01:00:00Z"}},
        ),
    ]


def _samples() -> dict[str, object]:
    """Return what the other pieces show."""
    kinds = ("waiting", "working", "checking", "late", "closed")
    points = [
        {
            "lon": WEST + 0.006 * index + 0.004,
            "lat": SOUTH + 0.008 * index + 0.004,
            "kind": kind,
            "url": "#main",
            **words,
        }
        for index, (kind, words) in enumerate(
            zip(kinds, ({"title": order.text, "line": order.number} for order in sample_orders()), strict=True)
        )
    ]
    return {
        "points": points,
        "long_text": "三栋前面的路灯又不亮了，晚上回家要打着手电筒走。" * 30,
        "lon": WEST + STEP,
        "lat": SOUTH + STEP,
        "dangers": [
            {"number": "110", "name": Words("报警", "Police")},
            {"number": "119", "name": Words("火警", "Fire")},
            {"number": "120", "name": Words("急救", "Ambulance")},
        ],
        "moment": now() - timedelta(hours=5),
        "ratings": [
            (1, _("Very poor")),
            (2, _("Poor")),
            (3, _("So-so")),
            (4, _("Good")),
            (5, _("Very good")),
        ],
    }
