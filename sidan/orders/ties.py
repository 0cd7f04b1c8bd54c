# SPDX-License-Identifier: Apache-2.0
"""Rows that tie orders to one another and to those who follow them."""

from django.db import models
from django.db.models import Q

from sidan.people.models import User


class Link(models.Model):
    """One order's tie to another: merged, spawned, caused, split, supervised or objected."""

    kind = models.CharField(max_length=12)
    source = models.ForeignKey("orders.Order", models.PROTECT, related_name="links")
    target = models.ForeignKey("orders.Order", models.PROTECT, related_name="linked_from")
    made_at = models.DateTimeField()

    class Meta:
        """No order is tied to itself, nor twice in the same way."""

        constraints = (
            models.UniqueConstraint(fields=["kind", "source", "target"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="link_to_another_order"),
        )

    def __str__(self) -> str:
        """Return the tie in words."""
        return f"{self.source_id} {self.kind} {self.target_id}"


class Follow(models.Model):
    """Somebody else the same trouble touches, who watches an order by a code of their own."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="follows")
    code_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the order followed."""
        return f"follow of {self.order_id}"


class Watch(models.Model):
    """A member of staff who keeps an eye on an order."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="watches")
    user = models.ForeignKey(User, models.CASCADE, related_name="watches", db_index=False)

    class Meta:
        """Watching twice is watching once."""

        constraints = (models.UniqueConstraint(fields=["order", "user"], name="watch_once"),)
        indexes = (models.Index(fields=["user", "-order"], name="watched_by"),)

    def __str__(self) -> str:
        """Return who watches what."""
        return f"{self.user_id} watches {self.order_id}"
