# SPDX-License-Identifier: Apache-2.0
"""Where one can go: the entries of the desk's rail and tabs and of the public foot, as data."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sidan.dispatch.route_rights import areas_read
from sidan.evaluation.listing import is_concerned
from sidan.matching.authority import areas_read as pairs_read
from sidan.matching.authority import areas_read as registers_read
from sidan.orders.openings import may_open_any
from sidan.orders.publishing import publishing_programmes
from sidan.people.actors import Actor
from sidan.people.coverage import readable_areas


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go: the name of its address, an icon, a word, and the roles that see it (everybody when empty).

    `is_for` asks of the actor what no list of roles can say. `in_tabs` entries stand in the phone's bottom bar, the
    others behind its last tab.
    """

    view: str
    icon: str
    words: str | Promise
    roles: frozenset[str] = frozenset()
    in_tabs: bool = False
    is_for: Callable[[Actor], bool] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry with its address, as a page shows it; `is_here` marks the page itself."""

    entry: Entry
    url: str
    is_here: bool


DESK = (
    Entry("desk:inbox", "inbox", pgettext_lazy("desk", "Inbox"), in_tabs=True),
    Entry("matching:own", "building-factory-2", _("My company"), frozenset({"company"}), in_tabs=True),
    Entry("desk:crew", "map-pin", _("My grids"), frozenset({"crew"}), in_tabs=True),
    Entry("desk:new", "message-plus", _("New order"), in_tabs=True, is_for=may_open_any),
    Entry("board:board", "chart-bar", _("Board"), frozenset({"leader", "supervisor"}), in_tabs=True),
    Entry("results:index", "medal", pgettext_lazy("evaluation", "Results")),
    Entry("evaluation:rounds", "clipboard-check", _("Evaluation"), is_for=is_concerned),
    Entry("evaluation:rechecks", "phone-check", _("Ask again"), frozenset({"revisitor"})),
    Entry("board:hot", "flame", _("Hot issues"), frozenset({"dispatcher", "supervisor", "leader"})),
    Entry("board:before", "calendar-stats", _("Before they ask"), frozenset({"dispatcher", "supervisor", "leader"})),
    Entry("desk:purse", "wallet", _("My purse"), frozenset({"member", "treasurer", "auditor"})),
    Entry(
        "board:programmes",
        "chart-histogram",
        _("Figures of the programmes"),
        frozenset({"leader", "supervisor", "organiser"}),
    ),
    Entry("matching:visits", "walk", _("My visits"), frozenset({"liaison"}), in_tabs=True),
    Entry(
        "matching:visits_area", "calendar-check", _("Visits of the area"), is_for=lambda actor: bool(pairs_read(actor))
    ),
    Entry("matching:companies", "building", _("Companies"), is_for=lambda actor: bool(registers_read(actor))),
    Entry("planning:plans", "map-2", _("Grid planning"), frozenset({"planner"})),
    Entry(
        "matching:plans",
        "heart-handshake",
        _("Companies and liaisons"),
        frozenset({"organiser", "leader", "auditor", "liaison", "company"}),
    ),
    Entry("desk:coverage", "users-group", _("Grids staffed"), is_for=lambda actor: bool(readable_areas(actor))),
    Entry("routes:routes", "route", _("Routes"), is_for=lambda actor: bool(areas_read(actor))),
    Entry("codes:choose", "qrcode", _("QR posters"), frozenset({"dispatcher", "crew", "system_admin"})),
    Entry("drawing:choose", "polygon", _("Draw grids"), frozenset({"planner"})),
    Entry(
        "sheets:index",
        "table",
        _("Sheets in and out"),
        frozenset({"system_admin", "security_admin", "evaluator", "organiser"}),
    ),
    Entry("public:programmes", "sitemap", _("Programmes")),
    Entry("admin:index", "settings", _("Administration"), frozenset({"system_admin", "security_admin"})),
    Entry("admin:people_auditentry_changelist", "shield-search", _("Audit log"), frozenset({"auditor"})),
)

PUBLIC = (
    Entry("public:report", "message-plus", _("Report")),
    Entry("public:track", "search", _("Follow an order")),
    Entry("public:programmes", "sitemap", _("How it works")),
    Entry("public:stations", "coffee", _("Stations")),
    Entry("public:grids", "map-2", pgettext_lazy("public", "Grids")),
    Entry("public:published", "news", _("Published"), is_for=lambda actor: bool(publishing_programmes())),
    Entry("board:public", "chart-bar", _("How the service does")),
    Entry("results:index", "medal", pgettext_lazy("evaluation", "Results")),
    Entry("matching:numbers", "heart-handshake", pgettext_lazy("public", "Companies")),
    Entry("public:privacy", "shield-lock", _("Privacy")),
)


def places(entries: Iterable[Entry], *, path: str, actor: Actor | None = None) -> tuple[Place, ...]:
    """Return the entries the actor sees with their addresses; at most one is here: the one with the longest address."""
    found = tuple(_addressed(entries, actor))
    here = max((url for _, url in found if path == url or (len(url) > 1 and path.startswith(url))), key=len, default="")
    return tuple(Place(entry, url, is_here=url == here) for entry, url in found)


def _addressed(entries: Iterable[Entry], actor: Actor | None) -> Iterator[tuple[Entry, str]]:
    """Yield entry and address of what the actor sees; a face that is not installed has no addresses."""
    for entry in entries:
        if entry.roles and not (actor and any(actor.holds(role) for role in entry.roles)):
            continue
        if entry.is_for is not None and not entry.is_for(actor or Actor.anyone()):
            continue
        if url := address(entry.view):
            yield entry, url


def address(view: str) -> str:
    """Return the address of a named page, empty where its face is not installed."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
