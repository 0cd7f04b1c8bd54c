# SPDX-License-Identifier: Apache-2.0
"""The row behind a county's platform; its verbs and what is asked of it stand in orders/platforms.py."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Platform(models.Model):
    """A county's own face on the service, or with no county the whole city's."""

    # Six digits, or empty for the whole city; a county's own row wins.
    county = models.CharField(max_length=6, blank=True, default="", unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True, default="")
    slogan = models.CharField(max_length=60, blank=True, default="")
    slogan_en = models.CharField(max_length=120, blank=True, default="")
    colour = models.CharField(max_length=7, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    # Codes of programmes that take no new orders here.
    switched_off = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        """One row for each county."""

        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ("county",)
        constraints = (
            models.CheckConstraint(condition=Q(county__regex=r"^([1-9][0-9]{5})?$"), name="platform_county_known"),
            models.CheckConstraint(condition=~Q(name=""), name="platform_is_named"),
            models.CheckConstraint(condition=Q(colour__regex=r"^(#[0-9a-f]{6})?$"), name="platform_colour_is_one"),
        )

    def __str__(self) -> str:
        """Return the Chinese name."""
        return self.name
