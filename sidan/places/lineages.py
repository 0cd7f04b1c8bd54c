# SPDX-License-Identifier: Apache-2.0
"""Which area took over from which, and when: so that a year's figures can be compared across a redrawing."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Lineage(models.Model):
    """One old area that went, wholly or in part, into a new one on a day."""

    source = models.ForeignKey("places.Area", models.PROTECT, related_name="became")
    target = models.ForeignKey("places.Area", models.PROTECT, related_name="came_from")
    on = models.DateField()
    # The share (above 0, up to 1) of the old area's households that went over; 1 when it went over whole.
    share = models.FloatField(default=1.0)

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")
        ordering = ["on", "source", "target"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="lineage_is_told_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="lineage_leads_elsewhere"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="lineage_share_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} {self.on}"
