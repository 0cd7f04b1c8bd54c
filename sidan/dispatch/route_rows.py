# SPDX-License-Identifier: Apache-2.0
"""The rows of the dispatch catalogue (派单目录): routes, and how sure a guess of a matter must be for a rule to act."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from sidan.people.models import Unit
from sidan.people.spans import SAME_DAYS, same

# A rule may not act on a guess that is no better than the toss of a coin.
LEAST_PERCENT, MOST_PERCENT = 50, 100


def _hashed(field: str) -> Func:
    """Return the number of a text, by which an exclusion compares it."""
    return Func(F(field), function="hashtext")


class Route(models.Model):
    """Who gets what: orders of an area, about a matter, under a condition, within hours, from a day to a day.

    Only `sidan.dispatch.keeping_routes` writes rows. `matter_code` names a matter, a branch of the catalogue, or "" for
    any, `condition_code` one of the matter's conditions or "" for any; `hours` is as `dispatch/hours.py` keeps it.
    """

    area = models.ForeignKey("places.Area", models.PROTECT, related_name="routes", db_index=False)
    # The area's code once more, as posts have it.
    area_code = models.CharField(max_length=12, db_collation="C")
    matter_code = models.CharField(max_length=80, blank=True, default="", db_collation="C")
    condition_code = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    hours = models.CharField(max_length=200, default="always")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="routes")
    assisting: "models.ManyToManyField[Unit, models.Model]" = models.ManyToManyField(
        "people.Unit", related_name="assisted_routes", blank=True
    )
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    # From then on it is used no more, whatever its days say; the row stays, as steps name it.
    stopped_at = models.DateTimeField(null=True, blank=True)
    # A rule dispatches by itself: when the guess is surer than the matter's own threshold and than this one.
    is_automatic = models.BooleanField(default=False)
    trusts_words = models.BooleanField(default=False)
    surer_than_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """The same scope has one route on any day; what is not automatic has no threshold."""

        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ("area_code", "matter_code", "condition_code", "hours", "from_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^[1-9][0-9]{3}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$"),
                name="route_is_over_no_grid",
            ),
            models.CheckConstraint(
                condition=Q(matter_code__regex=r"^([a-z][a-z0-9_]*(\.[a-z0-9_]+)*)?$"), name="route_matter_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(condition_code="") | ~Q(matter_code=""), name="route_condition_has_its_matter"
            ),
            models.CheckConstraint(condition=~Q(hours=""), name="route_has_its_hours"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="route_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(surer_than_percent__isnull=True)
                | Q(surer_than_percent__range=(LEAST_PERCENT, MOST_PERCENT)),
                name="route_threshold_from_50_to_100",
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=True) | Q(trusts_words=False, surer_than_percent__isnull=True),
                name="only_automatic_route_has_a_threshold",
            ),
            ExclusionConstraint(
                name="route_once_a_day",
                expressions=[
                    same("area"), same(_hashed("matter_code")), same(_hashed("condition_code")), same(_hashed("hours")),
                    SAME_DAYS,
                ],
                condition=Q(stopped_at__isnull=True),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["area_code"], name="route_by_area")]

    def __str__(self) -> str:
        """Return number and scope."""
        return f"{self.pk}: {self.area_code} {self.matter_code or '*'}"

    @property
    def subject(self) -> str:
        """Return the route's name in the audit log."""
        return f"route:{self.pk}"


class Threshold(models.Model):
    """How sure a guess of a matter must be before any rule acts on it; a county's own stands before the city's."""

    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    matter_code = models.CharField(max_length=80, db_collation="C")
    surer_than_percent = models.PositiveSmallIntegerField()

    class Meta:
        """A matter has one threshold in a county."""

        verbose_name = _("threshold of a matter")
        verbose_name_plural = _("thresholds of matters")
        ordering = ("county", "matter_code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["county", "matter_code"], name="threshold_once_per_matter"),
            models.CheckConstraint(
                condition=Q(surer_than_percent__range=(LEAST_PERCENT, MOST_PERCENT)),
                name="threshold_from_50_to_100",
            ),
        ]

    def __str__(self) -> str:
        """Return matter and threshold."""
        return f"{self.matter_code} > {self.surer_than_percent} %"
