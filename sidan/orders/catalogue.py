# SPDX-License-Identifier: Apache-2.0
"""Rows of the catalogue: what can be ordered, under which condition, within which limit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words


class MatterGroup(models.Model):
    """A branch of the catalogue; its dotted code holds its place in the tree ("city.road")."""

    code = models.CharField(max_length=80, unique=True, db_collation="C")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)

    class Meta:
        """Branches stand in the order of their codes."""

        verbose_name = _("branch of matters")
        verbose_name_plural = _("branches of matters")
        ordering = ("code",)

    def __str__(self) -> str:
        """Return the Chinese name."""
        return self.name


class Matter(models.Model):
    """A leaf of the catalogue; a county's own row with the same code stands before the city's."""

    code = models.CharField(max_length=80, db_collation="C")
    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    group = models.ForeignKey(MatterGroup, models.PROTECT, related_name="matters")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    unit_kind = models.CharField(max_length=40)
    words = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    words_en = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    photos = models.CharField(max_length=16, default="none")
    is_urgent = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        """One row per code and county."""

        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ("code", "county")
        constraints = (
            models.UniqueConstraint(fields=["code", "county"], name="matter_once_per_county"),
            models.CheckConstraint(
                condition=Q(photos__in=["none", "after", "before_after"]), name="matter_photos_known"
            ),
        )

    def __str__(self) -> str:
        """Return the Chinese name."""
        return self.name

    @property
    def words_name(self) -> Words:
        """Return the name in both languages."""
        return Words(self.name, self.name_en)


class Condition(models.Model):
    """A filing condition of a matter and the limit it brings, as written ("2 urgent_hours")."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="conditions")
    code = models.CharField(max_length=40, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    limit = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Conditions keep the order of the catalogue: the usual one first."""

        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("matter", "position")
        constraints = (models.UniqueConstraint(fields=["matter", "code"], name="condition_once_per_matter"),)

    def __str__(self) -> str:
        """Return the Chinese name with the limit as written."""
        return f"{self.name} ({self.limit})"

    @property
    def words_name(self) -> Words:
        """Return the name in both languages."""
        return Words(self.name, self.name_en)
