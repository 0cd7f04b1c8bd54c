# SPDX-License-Identifier: Apache-2.0
"""The registers: skills, companies, those who help them (liaisons and experts), and what keeps two apart."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sidan.base import clock
from sidan.base.errors import Words
from sidan.base.geometry import Point
from sidan.matching.problem import LARGEST_TEAM
from sidan.people.models import Unit, User

SKILL_KINDS: dict[str, Words] = {
    "skill": Words("专长", "skill"),
    "language": Words("语言", "language"),
}
# 工信部联企业〔2011〕300号 tells companies apart by these four sizes.
SIZES: dict[str, Words] = {
    "micro": Words("微型", "micro"),
    "small": Words("小型", "small"),
    "medium": Words("中型", "medium"),
    "large": Words("大型", "large"),
}
ADVISER_KINDS: dict[str, Words] = {
    "liaison": Words("特派员", "liaison"),
    "expert": Words("专家", "expert"),
}
CONFLICT_KINDS: dict[str, Words] = {
    "kin": Words("亲属关系", "kin"),
    "shares": Words("持股或经济利益", "shares or money"),
    "licensing": Words("负责其审批许可", "licenses the company"),
    "supervising": Words("负责其监管执法", "supervises the company"),
    "other": Words("其他应当回避的情形", "another reason to keep apart"),
}
# Neutral defaults, as no common rule is found: cities write 1 to 5 companies a liaison, a visit a month or a quarter.
USUAL_CAPACITY = 5
USUAL_RHYTHM_DAYS = 90
MOST_CAPACITY = 200
_AREA = r"^[1-9][0-9]{3}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$"
_ON_EARTH = Q(lon__isnull=True, lat__isnull=True) | Q(lon__range=(-180, 180), lat__range=(-90, 90))


def _codes() -> "ArrayField[list[str], list[str]]":
    """Return a list of codes of skills."""
    return ArrayField(models.CharField(max_length=40, db_collation="C"), default=list, blank=True)


class Skill(models.Model):
    """One entry of the small vocabulary of what companies need and people can do; `words` are other words for it."""

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    kind = models.CharField(max_length=10, default="skill", db_collation="C")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    words: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # One that is out of use stays with those who have it and is offered to nobody.
    is_active = models.BooleanField(default=True)

    class Meta:
        """Skills are listed by kind and code."""

        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ("-kind", "code")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9_]*$"), name="skill_has_a_code"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_en=""), name="skill_has_both_names"),
            models.CheckConstraint(condition=Q(kind__in=tuple(SKILL_KINDS)), name="skill_kind_known"),
        ]

    def __str__(self) -> str:
        """Return the Chinese name."""
        return self.name

    @property
    def title(self) -> Words:
        """Return the name in both languages."""
        return Words(self.name, self.name_en)


class Company(models.Model):
    """What the matching knows of a unit that is a company: where it is, what it needs, how often it is visited."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="company")
    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    industry = models.CharField(max_length=60, blank=True, default="")
    size = models.CharField(max_length=10, default="small", db_collation="C")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    is_key = models.BooleanField(default=False)
    # Whether everybody is to have a liaison of such companies: 入规工业企业, or whatever the county decides.
    is_in_scope = models.BooleanField(default=True)
    # Codes of skills and languages it needs, the most important first, and what it says besides.
    needs = _codes()
    languages = _codes()
    need_words = models.CharField(max_length=300, blank=True, default="")
    team = models.PositiveSmallIntegerField(default=1)
    # None for the usual rhythm.
    rhythm_days = models.PositiveSmallIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        """A place is two numbers on the earth or none; a team has a skill for each."""

        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ("unit__code",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__in=tuple(SIZES)), name="company_size_known"),
            models.CheckConstraint(condition=_ON_EARTH, name="company_lies_on_earth"),
            models.CheckConstraint(condition=Q(team__range=(1, LARGEST_TEAM)), name="company_team_is_small"),
            models.CheckConstraint(
                condition=Q(team=1) | Q(needs__len__gte=F("team")), name="company_team_has_its_skills"
            ),
            models.CheckConstraint(
                condition=Q(rhythm_days__isnull=True) | Q(rhythm_days__range=(7, 366)), name="company_rhythm_is_sane"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["county"], name="company_by_county")]

    def __str__(self) -> str:
        """Return the number of the unit, as the name is the unit's."""
        return f"company {self.unit_id}"

    @property
    def point(self) -> Point | None:
        """Return the place, or None where it is unknown."""
        return Point(self.lon, self.lat) if self.lon is not None and self.lat is not None else None

    @property
    def rhythm(self) -> int:
        """Return after how many days the next visit is due."""
        return self.rhythm_days or USUAL_RHYTHM_DAYS


class Adviser(models.Model):
    """Somebody who helps companies: a liaison, who has an account, or an expert of a university or another unit.

    A university that names no person is an adviser of its own name.
    """

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    kind = models.CharField(max_length=10, db_collation="C")
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=60, blank=True, default="")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="advisers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="advisers")
    # The companies that may be served lie in this area.
    area_code = models.CharField(max_length=12, db_collation="C")
    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    skills = _codes()
    languages = _codes()
    skill_words = models.CharField(max_length=300, blank=True, default="")
    capacity = models.PositiveSmallIntegerField(default=USUAL_CAPACITY)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        """A liaison has an account; nobody is a liaison twice."""

        verbose_name = _("adviser")
        verbose_name_plural = _("advisers")
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="adviser_has_code_and_name"),
            models.CheckConstraint(condition=Q(kind__in=tuple(ADVISER_KINDS)), name="adviser_kind_known"),
            models.CheckConstraint(condition=Q(kind="expert") | Q(user__isnull=False), name="liaison_has_an_account"),
            models.CheckConstraint(condition=_ON_EARTH, name="adviser_lies_on_earth"),
            models.CheckConstraint(condition=Q(area_code__regex=_AREA), name="adviser_serves_no_grid"),
            models.CheckConstraint(condition=Q(capacity__lte=MOST_CAPACITY), name="adviser_capacity_is_sane"),
            models.UniqueConstraint(fields=["user", "kind"], name="one_adviser_of_a_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "area_code"], name="adviser_by_kind_and_area")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def point(self) -> Point | None:
        """Return the place, or None where it is unknown."""
        return Point(self.lon, self.lat) if self.lon is not None and self.lat is not None else None


class AdviserAbsence(models.Model):
    """Days (both counted) on which an adviser visits nobody and gets nobody new."""

    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()
    note = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Days are in order."""

        ordering = ("from_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="adviser_absence_in_order")
        ]

    def __str__(self) -> str:
        """Return adviser and days."""
        return f"{self.adviser_id} {self.from_on} {self.until_on}"


class Conflict(models.Model):
    """Why a company and an adviser, or everybody of a unit, never come together; ended, never removed.

    Read by those who plan pairs and by nobody else: the company and the adviser are told that they are kept apart, not
    why, and no page lists it for others.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="conflicts")
    adviser = models.ForeignKey(Adviser, models.PROTECT, null=True, blank=True, related_name="conflicts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, db_collation="C")
    note = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One of adviser and unit; the same conflict once at a time."""

        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(adviser__isnull=True, unit__isnull=False) | Q(adviser__isnull=False, unit__isnull=True),
                name="conflict_is_of_one",
            ),
            models.CheckConstraint(condition=Q(kind__in=tuple(CONFLICT_KINDS)), name="conflict_kind_known"),
            models.UniqueConstraint(
                fields=["company", "adviser", "kind"],
                condition=Q(ended_at__isnull=True, adviser__isnull=False),
                name="adviser_conflict_once",
            ),
            models.UniqueConstraint(
                fields=["company", "unit", "kind"],
                condition=Q(ended_at__isnull=True, unit__isnull=False),
                name="unit_conflict_once",
            ),
        ]

    def __str__(self) -> str:
        """Return who is kept apart."""
        return f"{self.company_id} {self.adviser_id or self.unit_id} {self.kind}"
