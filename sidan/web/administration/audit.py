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
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base.clock import now
from sidan.people.actors import Actor
from sidan.people.audit import ACTIONS, record
from sidan.people.audit_sheet import audit_sheet
from sidan.people.models import AuditEntry
from sidan.places.codes import LENGTHS
from sidan.places.names import name_of
from sidan.web.administration.columns import by_words, column, in_words
from sidan.web.administration.rights import AUDITOR, ReadOnly
from sidan.web.administration.site import site
from sidan.web.operator import administrator_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPANS: Mapping[str, Any] = {"1": _("24 hours"), "7": _("7 days"), "30": _("30 days"), "365": _("a year")}


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
    list_display = ("shown_at", "who", "what", "shown_subject", "shown_county", "shown_ip")
    list_display_links = ("shown_at",)
    list_filter = (ByTime, by_words(_("What was done"), "action", lambda: ACTIONS))
    list_select_related = ("user",)
    search_fields = ("^subject", "^user__username", "=ip")
    search_help_text = _("By what it was about (order:…, user:…), by user name, or by address.")
    ordering = ("-id",)
    fields = (
        "shown_at", "who", "what", "shown_subject", "shown_details", "shown_county", "shown_number", "shown_ip",
        "shown_digest",
    )  # fmt: skip
    readonly_fields = fields
    shown_at = column("at", _("When"))
    shown_subject = column("subject", _("About what"))
    shown_number = column("number", _("Place in the chain"))
    shown_ip = column("ip", _("From address"))
    what = in_words("action", _("What was done"), ACTIONS.get)
    actions = ("export",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Return the entries of the auditor's own counties."""
        return super().get_queryset(request).filter(audited_by(administrator_for(request)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, and write down what was looked for."""
        asked = request.GET.get("q", "")[:80]
        record(administrator_for(request), "audit.viewed", "", asked=asked)
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Take the chosen entries out as a sheet"))
    def export(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> HttpResponse:
        """Return the chosen entries as a spreadsheet, and write down that they were taken out."""
        content = audit_sheet(queryset, by=administrator_for(request), language=get_language() or "zh-hans")
        answer = HttpResponse(content, content_type=XLSX)
        name = f"audit-{now():%Y%m%d}.xlsx"
        answer["Content-Disposition"] = str(content_disposition_header(True, name))
        return answer

    @admin.display(description=_("Who"), ordering="user__username")
    def who(self, entry: AuditEntry) -> str:
        """Return who did it, as the name was then."""
        return f"{entry.actor} ({entry.user.username})" if entry.user else entry.actor

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
