# SPDX-License-Identifier: Apache-2.0
"""Orders and their steps for auditors: the record as it is, without contacts; nothing is changed here."""

import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import NotFound, Refused, Words
from sidan.base.limits import Limit
from sidan.base.numbers import parse_number
from sidan.base.private_words import masked
from sidan.orders.channels import CHANNELS
from sidan.orders.models import Order, Step
from sidan.orders.outcomes import OUTCOMES
from sidan.orders.registry import find_move, find_stage, programme_of, stage_of
from sidan.orders.roles import ROLES, inside
from sidan.people.audit import record
from sidan.places.names import path_text
from sidan.web.administration.columns import by_words, by_yes_no, column, in_words, said
from sidan.web.administration.generic import TabularInline
from sidan.web.administration.rights import AUDITOR, ReadOnly, holds_any
from sidan.web.administration.site import site
from sidan.web.operator import administrator_for

KIND_WORDS = {
    "draft": Words("草稿", "draft"),
    "waiting": Words("等待中", "waiting"),
    "working": Words("办理中", "in work"),
    "checking": Words("待评价", "to be judged"),
    "closed": Words("已办结", "closed"),
}


class StepInline(TabularInline):
    """The steps of an order in their order."""

    model = Step
    extra = max_num = 0
    can_delete = False
    fields = (
        "shown_seq", "shown_at", "shown_move", "shown_by", "shown_role", "shown_unit", "shown_due", "shown_answers",
        "shown_digest",
    )  # fmt: skip
    readonly_fields = fields
    shown_seq = column("seq", _("Number"))
    shown_at = column("made_at", _("When"))
    shown_by = column("by", _("Who"))
    shown_unit = column("unit", _("Unit"))
    shown_due = column("due_at", _("Due"))
    shown_digest = column("digest", _("Digest"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the steps with who made them."""
        return super().get_queryset(request).select_related("by", "unit", "order").order_by("seq")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether steps may be looked at."""
        return holds_any(administrator_for(request), frozenset({AUDITOR}))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that steps are made by moves alone."""
        return False

    @admin.display(description=_("Move"))
    def shown_move(self, step: Step) -> str:
        """Return the move in words, with the stage it led to."""
        language, programme = get_language() or "zh", programme_of(step.order)
        try:
            move = find_move(programme, step.move).name
        except NotFound:
            move = programme.opening.name
        return f"{move.in_language(language)} → {find_stage(programme, step.target).name.in_language(language)}"

    @admin.display(description=_("As"))
    def shown_role(self, step: Step) -> str:
        """Return in which role it was made."""
        return ROLES[step.role].words.in_language(get_language() or "zh") if step.role in ROLES else step.role

    @admin.display(description=_("Answers"))
    def shown_answers(self, step: Step) -> SafeString:
        """Return what was answered, personal fields left out."""
        fields = programme_of(step.order).fields
        language = get_language() or "zh"
        shown = {
            name: masked(value, language=language) if isinstance(value, str) else value
            for name, value in step.answers.items()
            if name in fields and not fields[name].personal
        }
        return format_html("<pre>{}</pre>", json.dumps(shown, ensure_ascii=False, indent=1)) if shown else SafeString()


@admin.register(Order, site=site)
class OrderAdmin(ReadOnly):
    """Orders within the auditor's area."""

    viewers = frozenset({AUDITOR})
    inlines = (StepInline,)
    list_display = (
        "shown_number", "shown_stage", "shown_matter", "shown_unit", "shown_area", "shown_created", "shown_due",
        "shown_outcome",
    )  # fmt: skip
    list_filter = (
        by_words(_("State"), "kind", lambda: KIND_WORDS),
        by_words(_("Outcome"), "outcome", lambda: OUTCOMES),
        by_yes_no(_("Urgent"), "is_urgent"),
    )
    list_select_related = ("unit", "matter")
    search_fields = ("=number",)
    search_help_text = _("By the whole order number.")
    ordering = ("-id",)
    fields = (
        "shown_number", "shown_stage", "shown_matter", "shown_limit", "shown_area", "shown_place", "shown_text",
        "shown_via", "shown_urgent", "shown_confidential", "shown_unit", "shown_designated", "shown_created",
        "shown_entered", "shown_due", "shown_late", "shown_closed", "shown_outcome", "shown_satisfaction",
        "shown_edition", "shown_version", "shown_digest",
    )  # fmt: skip
    readonly_fields = fields
    shown_number = column("number", _("Order number"))
    shown_limit = in_words("limit", _("Limit"), lambda limit: Limit.parse(limit).words())
    shown_via = in_words("via", _("Channel"), CHANNELS.get)
    shown_urgent = column("is_urgent", _("Urgent"), boolean=True)
    shown_confidential = column("is_confidential", _("Confidential"), boolean=True)
    shown_unit = column("unit", _("Unit"))
    shown_designated = column("is_designated", _("Designated"), boolean=True)
    shown_created = column("created_at", _("Received"))
    shown_entered = column("entered_at", _("In this stage since"))
    shown_due = column("due_at", _("Due"))
    shown_late = column("late_at", _("First late"))
    shown_closed = column("closed_at", _("Closed"))
    shown_outcome = in_words("outcome", _("Outcome"), OUTCOMES.get)
    shown_satisfaction = column("satisfaction", _("Satisfaction"))
    shown_version = column("version", _("Steps"))
    shown_digest = column("digest", _("Digest"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        """Return the orders in the auditor's areas, without those about a unit of theirs."""
        actor = administrator_for(request)
        reach = Q() if actor.system == "importer" else inside(actor.areas(AUDITOR))
        return Order.objects.filter(reach).unless_about(actor).order_by("-id")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find an order by its number, however it is typed."""
        try:
            number = parse_number(search_term) if search_term else ""
        except Refused:
            number = search_term
        return super().get_search_results(request, queryset, number)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Order | None:
        """Return one order, and write down that the auditor opened it."""
        try:
            order = super().get_object(request, object_id, from_field)
        except ObjectDoesNotExist:
            return None
        if order is not None:
            record(administrator_for(request), "audit.viewed", order.subject)
        return order

    @admin.display(description=_("Stage"), ordering="kind")
    def shown_stage(self, order: Order) -> str:
        """Return the stage in words."""
        return stage_of(order).name.in_language(get_language() or "zh")

    @admin.display(description=_("Place"))
    def shown_place(self, order: Order) -> str:
        """Return the place in words, private ones covered: an auditor looks after the work and not after people."""
        return masked(order.place_text, language=get_language() or "zh")

    @admin.display(description=_("Text"))
    def shown_text(self, order: Order) -> str:
        """Return the text with private words covered."""
        return masked(order.text, language=get_language() or "zh")

    @admin.display(description=_("Programme and edition"))
    def shown_edition(self, order: Order) -> str:
        """Return under which edition of which programme the order runs."""
        return f"{said(programme_of(order).name)} · {order.edition}"

    @admin.display(description=_("Matter"))
    def shown_matter(self, order: Order) -> str:
        """Return the matter."""
        return order.matter.words_name.in_language(get_language() or "zh") if order.matter else ""

    @admin.display(description=_("Area"), ordering="area_code")
    def shown_area(self, order: Order) -> str:
        """Return where it is."""
        return path_text(order.area_code, language=get_language() or "zh", below=order.area_code[:6])
