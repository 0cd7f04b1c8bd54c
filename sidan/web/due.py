# SPDX-License-Identifier: Apache-2.0
"""By when it is an order's turn to move on, as a reader sees it: icon, words and colour together."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext

from sidan.base.clock import now
from sidan.web.icons import icon
from sidan.web.moments import moment_words, span_words

# Told apart from other due times, so that the day's work is seen first.
SOON = timedelta(hours=4)


class Timed(Protocol):
    """What is read of an order."""

    @property
    def kind(self) -> str:
        """Return the kind of the stage."""

    @property
    def due_at(self) -> datetime | None:
        """Return by when the stage must be left."""

    @property
    def clocks(self) -> dict[str, Any]:
        """Return the counts, some perhaps paused."""


def due_words(order: Timed, *, brief: bool = False) -> SafeString:
    """Return the due time and what is left; `brief` only what is left, for rows of a list.

    Empty for a closed order and a stage without a deadline; "clock stopped" while a count is paused.
    """
    if order.kind == "closed":
        return SafeString()
    if order.due_at is None:
        return _stopped() if any("paused" in count for count in order.clocks.values()) else SafeString()
    left = order.due_at - now()
    is_late = left < timedelta(0)
    words = _brief(left) if brief else _full(left, order.due_at)
    tone, picture = ("late", "alert-triangle") if is_late else ("soon" if left < SOON else "later", "clock")
    return _line(tone, picture, words, due_at=order.due_at)


def _brief(left: timedelta) -> str:
    """Return what is left, or for how long it has been late."""
    words = gettext("%(span)s late") if left < timedelta(0) else gettext("%(span)s left")
    return words % {"span": span_words(abs(left))}


def _full(left: timedelta, due_at: datetime) -> str:
    """Return the due time with what is left."""
    late, ahead = gettext("%(span)s late · was due %(moment)s"), gettext("by %(moment)s · %(span)s left")
    words = late if left < timedelta(0) else ahead
    return words % {"moment": moment_words(due_at), "span": span_words(abs(left))}


def _stopped() -> SafeString:
    """Return that time does not run against anybody at present."""
    return format_html(
        '<span class="sd-due sd-due-stopped">{}<span>{}</span></span>', icon("player-pause"), gettext("clock stopped")
    )


def _line(tone: str, picture: str, words: str, *, due_at: datetime) -> SafeString:
    """Return icon and words, with the exact moment for whoever points at it.

    Written without `format_html`: a list has a hundred of them, and only the words need escaping.
    """
    moment, exact = due_at.isoformat(timespec="minutes"), f"{localtime(due_at):%Y-%m-%d %H:%M}"
    line = f'{icon(picture)}<time datetime="{moment}" title="{exact}">{escape(words)}</time>'
    return mark_safe(f'<span class="sd-due sd-due-{tone}">{line}</span>')  # noqa: S308  every part is ours or escaped
