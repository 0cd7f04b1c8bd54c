# SPDX-License-Identifier: Apache-2.0
"""The row that says an order's grid was redrawn around it; beside the steps, as nobody made a move."""

from django.db import models
from django.db.models import F, Q


class AreaChange(models.Model):
    """An order went from one grid to another because grids were redrawn; never changed or removed.

    A database trigger refuses UPDATE and DELETE. `cause` names the plan or the drawing. Taking a redrawing back adds a
    row the other way round.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="area_changes")
    source = models.CharField(max_length=15, db_collation="C")
    target = models.CharField(max_length=15, db_collation="C")
    on = models.DateField()
    made_at = models.DateTimeField()
    cause = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """An order goes to another grid."""

        constraints = (models.CheckConstraint(condition=~Q(source=F("target")), name="area_change_leads_elsewhere"),)

    def __str__(self) -> str:
        """Return from where to where."""
        return f"{self.order_id}: {self.source} → {self.target}"
