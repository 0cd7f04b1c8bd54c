# SPDX-License-Identifier: Apache-2.0
"""Whether reporters could be told outside the pages, for whoever runs the carriers; no address is kept."""

from collections.abc import Mapping

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.notify.models import Delivery
from sidan.web.administration.columns import by_words, column, in_words
from sidan.web.administration.rights import SYSTEM, ReadOnly
from sidan.web.administration.site import site

OUTCOMES: Mapping[str, Words] = {
    "sent": Words("已发出", "sent"),
    "failed": Words("发送失败", "failed"),
    "no_address": Words("没有可用的地址", "no address for it"),
}


@admin.register(Delivery, site=site)
class DeliveryAdmin(ReadOnly):
    """Attempts, newest first: a carrier that fails is seen here."""

    viewers = frozenset({SYSTEM})
    list_display = ("shown_at", "shown_carrier", "shown_outcome")
    list_filter = (by_words(_("What came of it"), "outcome", lambda: OUTCOMES),)
    ordering = ("-id",)
    fields = readonly_fields = ("shown_at", "shown_carrier", "shown_outcome")
    shown_at = column("made_at", _("When"))
    shown_carrier = column("carrier", _("Carrier"))
    shown_outcome = in_words("outcome", _("What came of it"), OUTCOMES.get)
