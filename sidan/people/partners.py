# SPDX-License-Identifier: Apache-2.0
"""The units around a grid that work for it together (六位一体), as the county has named them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sidan.people.spans import SAME_DAYS, same


class PartnerKind(models.Model):
    """A kind of partner of a grid, as the county has it; 六位一体 names six and differs from place to place."""

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Kinds stand in the order the county gives them."""

        verbose_name = _("kind of grid partner")
        verbose_name_plural = _("kinds of grid partners")
        ordering = ("position", "code")
        constraints = (models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="partner_kind_is_named"),)

    def __str__(self) -> str:
        """Return the Chinese name."""
        return self.name


class Partner(models.Model):
    """A unit that works for an area together with others, as one of the six around a grid, from a day to a day."""

    area = models.ForeignKey("places.Area", models.PROTECT, related_name="partners")
    # The area's code once more, as posts have it.
    area_code = models.CharField(max_length=15, db_collation="C")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="partnerships", db_index=False)
    kind = models.ForeignKey(PartnerKind, models.PROTECT, related_name="partners")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        """A unit is a partner of an area in one kind at a time."""

        verbose_name = _("grid partner")
        verbose_name_plural = _("grid partners")
        ordering = ("area_code", "kind__position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(area_code=""), name="partner_area_has_its_code"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="partner_dates_in_order"
            ),
            ExclusionConstraint(name="partner_once_at_a_time", expressions=[same("unit"), same("area"), SAME_DAYS]),
        )
        indexes = (
            models.Index(fields=["unit"], name="partner_by_unit"),
            models.Index(fields=["area_code"], name="partner_by_area"),
        )

    def __str__(self) -> str:
        """Return unit and area."""
        return f"{self.unit_id} of {self.area_code}"
