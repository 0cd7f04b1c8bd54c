# SPDX-License-Identifier: Apache-2.0
"""Filters that somebody keeps under a name, to open the same cut of a queue with one press."""

from django.db import models
from django.db.models import Q

from sidan.people.models import User


class SavedFilter(models.Model):
    """A queue with its filters under a name of one's own; `sidan.orders.filters` reads and writes the values."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", db_index=False)
    name = models.CharField(max_length=40)
    queue = models.CharField(max_length=20)
    values = models.JSONField(default=dict)

    class Meta:
        """A name stands once in one's list."""

        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name
