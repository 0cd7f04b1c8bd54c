# SPDX-License-Identifier: Apache-2.0
"""Hot issues in the words and shapes in which the pages show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.dispatch.hot_rows import HotIssue
from sidan.orders.matters import find_matters
from sidan.orders.models import Order
from sidan.places.names import name_of, path_text

# A state as colour, icon and word together, so that none of them is the only cue.
STATES: dict[str, tuple[str, str, str | Promise]] = {
    "new": ("checking", "sparkles", _("New")),
    "growing": ("late", "trending-up", _("Growing")),
    "steady": ("waiting", "minus", _("Steady")),
    "fading": ("closed", "trending-down", _("Fading")),
}
BAR_WIDTH, TREND_HEIGHT = 4, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of a trend: a rectangle, and what it says."""

    x: int
    height: float
    day: datetime
    count: int

    @property
    def y(self) -> float:
        """Return the upper edge."""
        return TREND_HEIGHT - self.height


@dataclass(frozen=True)
class IssueRow:
    """An issue as a list shows it."""

    issue: HotIssue
    matter: Words | None = None

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("board:issue", args=[self.issue.pk])

    @property
    def title(self) -> str:
        """Return its name; for one whose words are forgotten, its matter."""
        if self.issue.title:
            return self.issue.title
        return self.matter.in_language(get_language() or "") if self.matter else gettext("An issue of the past")

    @property
    def kind(self) -> str:
        """Return the kind whose colours show the state."""
        return STATES[self.issue.state][0]

    @property
    def icon(self) -> str:
        """Return the icon of the state."""
        return STATES[self.issue.state][1]

    @property
    def state(self) -> str | Promise:
        """Return the word of the state."""
        return STATES[self.issue.state][2]

    @property
    def place(self) -> str:
        """Return the area, after the city."""
        code = self.issue.area_code
        return path_text(code, language=get_language() or "", below=code[:4]) if len(code) > 4 else str(name_of(code))

    @property
    def working(self) -> str:
        """Return how many came against how many were expected, as a sentence."""
        return gettext("%(recent)d in 7 days; %(expected)s expected here in this season") % {
            "recent": self.issue.recent,
            "expected": f"{self.issue.expected:.1f}",
        }

    @property
    def voices(self) -> str:
        """Return how many voices it has."""
        count = self.issue.voices
        return ngettext("%(count)d voice", "%(count)d voices", count) % {"count": count}

    @property
    def heat(self) -> str:
        """Return the heat as it is shown."""
        return f"{self.issue.heat:.1f}"

    @property
    def bars(self) -> list[Bar]:
        """Return the trend as bars, as high as their share of the largest day."""
        days = self.issue.days
        most = max(days, default=0) or 1
        return [
            Bar(
                at * BAR_WIDTH,
                round(TREND_HEIGHT * count / most, 1),
                self.issue.looked_at - timedelta(days=len(days) - 1 - at),
                count,
            )
            for at, count in enumerate(days)
        ]

    @property
    def trend_width(self) -> int:
        """Return the width of the trend."""
        return BAR_WIDTH * len(self.issue.days)


@dataclass(frozen=True, slots=True)
class MapPoint:
    """An order as a map and the list beneath it show it."""

    lon: float
    lat: float
    title: str
    line: str
    url: str
    kind: str


def issue_rows(issues: list[HotIssue]) -> list[IssueRow]:
    """Return the rows of issues with the names of their matters. One query."""
    codes = {issue.matter for issue in issues if issue.matter}
    found = find_matters(sorted(codes), county="") if codes else {}
    return [IssueRow(issue, _words(found.get(issue.matter))) for issue in issues]


def _words(matter: object) -> Words | None:
    """Return the name of a matter, None for none."""
    words = getattr(matter, "words_name", None)
    return words if isinstance(words, Words) else None


def map_points(orders: list[Order]) -> list[MapPoint]:
    """Return the points of orders; no text of theirs stands on the map, as pages do not ask who may read it."""
    return [
        MapPoint(
            order.lon,
            order.lat,
            order.number,
            str(localdate(order.created_at)),
            reverse("desk:order", args=[order.number]),
            order.kind,
        )
        for order in orders
        if order.lon is not None and order.lat is not None
    ]


def text_from(issue: HotIssue) -> str:
    """Return the text with which an order opened from an issue begins: what, where, how many, since when; no person."""
    row = IssueRow(issue)
    return gettext(
        "%(title)s (%(place)s): %(count)d residents' messages since %(first)s; %(working)s. Please look into it."
    ) % {
        "title": row.title,
        "place": row.place,
        "count": issue.voices,
        "first": str(localdate(issue.first_at)),
        "working": row.working,
    }
