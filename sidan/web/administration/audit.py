# SPDX-License-Identifier: Apache-2.0
"""The audit log for auditors: looked at, never changed; looking is written down too."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base.clock import now
from sidan.people.actors import Actor
from sidan.people.audit import ACTIONS, record
from sidan.people.models import AuditEntry
from sidan.places.codes import LENGTHS
from sidan.places.names import name_of
from sidan.web.administration.rights import AUDITOR, ReadOnly
from sidan.web.administration.site import site
from sidan.web.operator import administrator_for

SPANS: Mapping[str, Any] = {"1": _("24 hours"), "7": _("7 days"), "30": _("30 days"), "365": _("a year")}


class ByAction(admin.SimpleListFilter):
    """What was done, by its name in the closed list."""

    title = _("What was done")
    parameter_name = "action_is"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Return every action by its words."""
        language = get_language() or "zh"
        return [(code, words.in_language(language)) for code, words in ACTIONS.items()]

    def queryset(self, request: Any, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return the entries of one action."""
        return queryset.filter(action=self.value()) if self.value() in ACTIONS else queryset


class ByTime(admin.SimpleListFilter):
    """How far back to look."""

    title = _("When")
    parameter_name = "days"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the spans."""
        return list(SPANS.items())

    def queryset(self, request: Any, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return the entries of the span."""
        days = self.value() or ""
        return queryset.filter(at__gte=now() - timedelta(days=int(days))) if days in SPANS else queryset


def audited_by(actor: Actor) -> Q:
    """Return which entries an auditor may read: those of the counties within the post's area.

    The city's own chain, of people without a county, belongs to auditors of the whole city.
    """
    if actor.system == "importer":
        return Q()
    reach = Q(pk__in=())
    for area in actor.areas(AUDITOR):
        if len(area) <= LENGTHS["county"]:
            reach |= Q(county__startswith=area)
        if len(area) <= LENGTHS["city"]:
            reach |= Q(county="")
    return reach


@admin.register(AuditEntry, site=site)
class AuditAdmin(ReadOnly):
    """Entries, newest first."""

    viewers = frozenset({AUDITOR})
    list_display = ("at", "who", "what", "subject", "shown_county", "ip")
    list_display_links = ("at",)
    list_filter = (ByTime, ByAction)
    list_select_related = ("user",)
    search_fields = ("^subject", "^user__username", "=ip")
    search_help_text = _("By what it was about (order:…, user:…), by user name, or by address.")
    ordering = ("-id",)
    fields = ("at", "who", "what", "subject", "shown_details", "shown_county", "number", "ip", "shown_digest")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Return the entries of the auditor's own counties."""
        return super().get_queryset(request).filter(audited_by(administrator_for(request)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, and write down what was looked for."""
        asked = request.GET.get("q", "")[:80]
        record(administrator_for(request), "audit.viewed", "", asked=asked)
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("Who"), ordering="user__username")
    def who(self, entry: AuditEntry) -> str:
        """Return who did it, as the name was then."""
        return f"{entry.actor} ({entry.user.username})" if entry.user else entry.actor

    @admin.display(description=_("What was done"), ordering="action")
    def what(self, entry: AuditEntry) -> str:
        """Return the action in words."""
        words = ACTIONS.get(entry.action)
        return words.in_language(get_language() or "zh") if words else entry.action

    @admin.display(description=_("Details"))
    def shown_details(self, entry: AuditEntry) -> SafeString:
        """Return what else was written down."""
        return format_html("<pre>{}</pre>", json.dumps(entry.details, ensure_ascii=False, indent=2))

    @admin.display(description=_("Chain"), ordering="county")
    def shown_county(self, entry: AuditEntry) -> str:
        """Return whose chain the entry belongs to."""
        return name_of(entry.county).in_language(get_language() or "zh") if entry.county else "—"

    @admin.display(description=_("Digest"))
    def shown_digest(self, entry: AuditEntry) -> str:
        """Return the digest that ties the entry to the one before."""
        return bytes(entry.digest).hex()
