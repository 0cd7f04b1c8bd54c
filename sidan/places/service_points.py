# SPDX-License-Identifier: Apache-2.0
"""Stations (驿站, 党群服务站, 综合服务网点): where anybody may rest, charge a phone or ask for help."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.places.opening_hours import Opening, Week, in_words, opening_at, restored


class Station(models.Model):
    """A place open to everybody; its site has the poster by which something broken in it is reported."""

    # Chosen by the county and part of the page's address; it never changes.
    code = models.TextField(db_collation="C")
    # An open list; see places/kinds.py.
    kind = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    area = models.ForeignKey("places.Area", models.PROTECT, related_name="stations")
    # The area's code once more, so that "inside" is answered by an index of its own.
    area_code = models.TextField(db_collation="C")
    site = models.OneToOneField("places.Site", models.PROTECT, related_name="station")
    address = models.TextField(blank=True, default="")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    phone = models.TextField(blank=True, default="")
    # Seven days of spans in minutes; see places/opening_hours.py.
    hours = models.JSONField(default=list)
    hours_note = models.TextField(blank=True, default="")
    closed_on = ArrayField(models.DateField(), default=list, blank=True)
    # Codes of an open list; see places/kinds.py.
    facilities = ArrayField(models.TextField(), default=list, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["area_code", "name"]
        indexes = [
            models.Index(fields=["area_code"], name="station_by_area"),
            GinIndex(fields=["facilities"], name="station_by_facility"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="station_code_is_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]{1,39}$"), name="station_code_is_plain"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(kind=""), name="station_is_named"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="station_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Words:
        """Return the name in both languages."""
        return Words(self.name, self.name_en)

    @property
    def week(self) -> Week:
        """Return the opening times of a week."""
        return restored(self.hours)

    @property
    def hours_words(self) -> Words:
        """Return the opening times in words."""
        return in_words(self.week)

    def opening_at(self, moment: datetime) -> Opening:
        """Return whether it is open at a moment of the city's own time, and when that changes."""
        closed: list[date] = self.closed_on
        return opening_at(self.week, moment, closed=closed)
