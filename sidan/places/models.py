# SPDX-License-Identifier: Apache-2.0
"""The places a city is made of, and when its offices work.

Codes of areas stand without trailing zeros and sort by their bytes, so that "inside" is "begins with" and an index
answers it. An area is never deleted and its code never given to another: an old order keeps its place.
"""

from datetime import time
from itertools import pairwise

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from sidan.places.codes import LENGTHS, SITE_CODE_LENGTH
from sidan.places.lineages import Lineage  # noqa: F401  this table too
from sidan.places.service_points import Station  # noqa: F401  this table too


def _level_has_its_length() -> Q:
    """Return the rule that a code is as long as its level asks, and its last part not zero."""
    rule = Q()
    for level, length in LENGTHS.items():
        rule |= Q(level=level, code__regex=rf"^[1-9][0-9]{{{length - 1}}}$")
    return rule & ~Q(code__regex=r"(^..|^....|^.{6}0|^.{9}0|^.{12}0)00$")


def _parent_is_the_beginning() -> Q:
    """Return the rule that the area around is named by the code without its last part."""
    rule = Q(level="city", parent__isnull=True)
    for outer, inner in pairwise(LENGTHS):
        # Without the second half the database would let an unknown parent pass: NULL is not false.
        rule |= Q(level=inner, parent_id=Left("code", LENGTHS[outer]), parent__isnull=False)
    return rule


def _point_is_whole() -> Q:
    """Return the rule that a point has both degrees or none."""
    whole = Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90))
    return Q(lon__isnull=True, lat__isnull=True) | whole


class Area(models.Model):
    """A node of the tree city, county, town, community, grid."""

    code = models.TextField(db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    level = models.TextField()
    # An open list: 综合 general, 专属 exclusive and whatever a county adds; see places/kinds.py.
    kind = models.TextField(blank=True, default="")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        to_field="code",
        db_column="parent_code",
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
    )
    households = models.IntegerField(null=True, blank=True)
    people = models.IntegerField(null=True, blank=True)
    # GeoJSON Polygon or MultiPolygon in WGS-84 degrees.
    geometry = models.JSONField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    phone = models.TextField(blank=True, default="")
    supervision_phone = models.TextField(blank=True, default="")
    # Words by which people call the place: streets, estates, markets.
    address_words = models.TextField(blank=True, default="")
    # The first day it was, None for one that was there before records began; and the first day it no longer is.
    from_on = models.DateField(null=True, blank=True)
    void_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]
        indexes = [models.Index(fields=["parent"], name="area_parent")]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="area_code_is_unique"),
            models.CheckConstraint(condition=_level_has_its_length(), name="area_code_has_the_length_of_its_level"),
            models.CheckConstraint(condition=_parent_is_the_beginning(), name="area_code_begins_with_its_parent"),
            models.CheckConstraint(condition=~Q(name=""), name="area_has_a_name"),
            models.CheckConstraint(
                condition=Q(households__isnull=True) | Q(households__gte=0), name="area_households_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True) | Q(people__gte=0), name="area_people_are_not_negative"
            ),
            models.CheckConstraint(condition=_point_is_whole(), name="area_point_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    @property
    def is_void(self) -> bool:
        """Whether the area has been given up."""
        return self.void_on is not None

    def name_in(self, language: str) -> str:
        """Return the name for a language code; the Chinese one where there is no English."""
        return self.name if language.startswith("zh") else self.name_en or self.name


class Site(models.Model):
    """A building, stair or shop with a poster: the place a QR code stands for."""

    # Opaque, so that a poster tells nothing and nobody can count the sites; see codes.new_site_code.
    code = models.TextField(db_collation="C")
    kind = models.TextField()
    name = models.TextField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="sites")
    address = models.TextField(blank=True, default="")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="site_code_is_unique"),
            models.UniqueConstraint(
                fields=["area", "kind", "name"], condition=Q(is_active=True), name="site_has_its_own_name_in_its_area"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=rf"^[0-9a-hjkmnp-tv-z]{{{SITE_CODE_LENGTH}}}$"), name="site_code_is_readable"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="site_has_a_name"),
            models.CheckConstraint(condition=~Q(kind=""), name="site_has_a_kind"),
            models.CheckConstraint(condition=_point_is_whole(), name="site_point_is_whole"),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day the city or a county has set for itself: off in a typhoon, or a worked Saturday."""

    day = models.DateField()
    is_working = models.BooleanField()
    name = models.TextField()
    # Six digits, or empty for the whole city; a county's own day wins.
    county = models.TextField(blank=True, default="", db_collation="C")

    class Meta:
        verbose_name = _("own day")
        verbose_name_plural = _("own days")
        ordering = ["day", "county"]
        constraints = [
            models.UniqueConstraint(fields=["county", "day"], name="holiday_is_set_once"),
            models.CheckConstraint(condition=Q(county__regex=r"^([1-9][0-9]{5})?$"), name="holiday_county_is_a_county"),
            models.CheckConstraint(condition=~Q(name=""), name="holiday_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class OfficeHours(models.Model):
    """When the offices of a county work on a working day, or of the whole city where the county is empty."""

    county = models.TextField(blank=True, default="", db_collation="C")
    morning_from = models.TimeField(default=time(8))
    morning_until = models.TimeField(default=time(12))
    afternoon_from = models.TimeField(default=time(14))
    afternoon_until = models.TimeField(default=time(18))

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        ordering = ["county"]
        constraints = [
            models.UniqueConstraint(fields=["county"], name="office_hours_are_set_once"),
            models.CheckConstraint(
                condition=Q(county__regex=r"^([1-9][0-9]{5})?$"), name="office_hours_county_is_a_county"
            ),
            models.CheckConstraint(
                condition=Q(
                    morning_from__lt=F("morning_until"),
                    morning_until__lt=F("afternoon_from"),
                    afternoon_from__lt=F("afternoon_until"),
                ),
                name="office_hours_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.county or "city"


class PlacesVersion(models.Model):
    """The one row whose stamp is new after every change of areas, holidays or office hours.

    Triggers write it (migration 0002), so that no way of changing a place can forget to; see places/versions.py. It is
    random, not counted: when a change is taken back, a later one must not bear its number.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(db_default=RandomUUID())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="places_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.stamp)
