# SPDX-License-Identifier: Apache-2.0
"""By when it is an order's turn to move on, as a reader sees it: icon, words and colour together."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
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
    values = {"moment": moment_words(order.due_at), "span": span_words(abs(left))}
    if left < timedelta(0):
        full = gettext("%(span)s late · was due %(moment)s")
        words = (gettext("%(span)s late") if brief else full) % values
        return _line("late", "alert-triangle", words, due_at=order.due_at, exact=values["moment"])
    full = gettext("by %(moment)s · %(span)s left")
    words = (gettext("%(span)s left") if brief else full) % values
    return _line("soon" if left < SOON else "later", "clock", words, due_at=order.due_at, exact=values["moment"])


def _stopped() -> SafeString:
    """Return that time does not run against anybody at present."""
    return format_html(
        '<span class="sd-due sd-due-stopped">{}<span>{}</span></span>', icon("player-pause"), gettext("clock stopped")
    )


def _line(tone: str, picture: str, words: str, /, *, due_at: datetime, exact: str) -> SafeString:
    """Return icon and words, with the exact moment for whoever points at it."""
    return format_html(
        '<span class="sd-due sd-due-{}">{}<time datetime="{}" title="{}">{}</time></span>',
        tone,
        icon(picture),
        due_at.isoformat(timespec="minutes"),
        exact,
        words,
    )
