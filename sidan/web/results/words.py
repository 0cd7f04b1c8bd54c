# SPDX-License-Identifier: Apache-2.0
"""How a ranking reckons, in words, and where to object."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sidan.evaluation.declare import Scale
from sidan.web.round_words import Head

SCALES: dict[Scale, str | Promise] = {
    "share": _("points as the share is"),
    "best": _("points as a part of the best other of the class"),
    "target": _("points as a part of the target"),
    "bands": _("points by bands"),
}
STANDINGS: dict[str, str | Promise] = {
    "suspended": _("without suspended orders"),
    "excluded": _("without excluded orders"),
    "counted": _("without ordinary orders"),
}


def objection_url(head: Head, subject: str) -> str:
    """Return where to object while one may: to a score on its own form, to a whole table as residents do."""
    if not head.takes_objections:
        return ""
    if subject:
        return reverse("evaluation:object", args=[head.round.pk, subject])
    return reverse("public:report_in", args=["objection"])
