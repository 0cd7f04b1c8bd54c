# SPDX-License-Identifier: Apache-2.0
"""Badges: the kind of a stage as colour, icon and word together, so that none of them is the only cue."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sidan.orders.models import Order
from sidan.orders.registry import find_stage, programme_of
from sidan.web.icons import icon

KIND_ICONS = {
    "draft": "pencil",
    "waiting": "hourglass",
    "working": "tool",
    "checking": "eye-check",
    "closed": "circle-check",
    "late": "alert-triangle",
    "paused": "player-pause",
}


def badge(kind: str, text: str) -> SafeString:
    """Return a badge of one of the kinds of KIND_ICONS."""
    return format_html('<span class="sd-badge sd-kind-{}">{}{}</span>', kind, icon(KIND_ICONS[kind]), text)


def stage_badge(order: Order) -> SafeString:
    """Return the badge of the stage an order is in; no query while its edition is known to this process."""
    stage = find_stage(programme_of(order), order.stage)
    return _known_badge(stage.kind, stage.name.in_language(get_language() or ""))


@lru_cache(maxsize=512)
def _known_badge(kind: str, text: str) -> SafeString:
    """Return the badge of a stage, of which a city has some dozens and a list a hundred."""
    return badge(kind, text)
