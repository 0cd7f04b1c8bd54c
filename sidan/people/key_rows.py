# SPDX-License-Identifier: Apache-2.0
"""The keys by which machines act for somebody; of a key its digest alone is kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.base import clock


class ApiKey(models.Model):
    """One key of one person, named for the machine that holds it; ended, never removed."""

    user = models.ForeignKey("people.User", models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The name tells a person's living keys apart."""

        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="api_key_has_a_name"),
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(ended_at__isnull=True), name="living_api_key_once"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name
