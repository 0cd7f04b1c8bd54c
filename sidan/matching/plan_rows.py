# SPDX-License-Identifier: Apache-2.0
"""Plans of pairs, from the draft to the day they become true, and the pairs that are true."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sidan.base import clock
from sidan.base.errors import Words
from sidan.matching.register_rows import Adviser, Company
from sidan.people.models import User
from sidan.people.spans import SAME_DAYS, same

STATE_WORDS: dict[str, Words] = {
    "computing": Words("计算中", "being computed"),
    "failed": Words("未能算出", "could not be computed"),
    "draft": Words("草案", "draft"),
    "open": Words("征求意见", "open to comments"),
    "scheduled": Words("待启用", "to be adopted on a day"),
    "adopted": Words("已启用", "adopted"),
    "discarded": Words("已作废", "discarded"),
}
LONGEST_REMARK = 500


class PairingPlan(models.Model):
    """One proposal of who serves whom in an area.

    `instance` is what was computed from, as it was that moment (see `matching/instances.py`); `result` is what came of
    it: uncovered seats, ways out, changes, proof and figures. Pairs moved by hand change the planned pairs and the
    figures, never the instance.
    """

    name = models.CharField(max_length=100)
    area_code = models.CharField(max_length=12, db_collation="C")
    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    state = models.CharField(max_length=10, default="draft", db_collation="C")
    # {"fit", "distance", "change", "balance", "reach_km", "most_km"} as `problem.Weights`.
    weights = models.JSONField(default=dict)
    fewest_changes = models.BooleanField(default=False)
    # Codes of advisers who are planned as if they were gone already.
    without: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40, db_collation="C"), default=list, blank=True
    )
    instance = models.BinaryField(default=b"")
    result: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    # Counts up with each change, so that a stale click is told.
    version = models.PositiveIntegerField(default=0)
    # Why it could not be computed, or not be adopted on its day: a refusal as JSON.
    fault: "models.Field[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(null=True, blank=True)
    # When a worker was asked last to compute it, and how often.
    asked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    comment_until = models.DateField(null=True, blank=True)
    adopt_on = models.DateField(null=True, blank=True)
    scheduled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Plans are listed the newest first; each state has what it needs."""

        verbose_name = _("plan of pairs")
        verbose_name_plural = _("plans of pairs")
        ordering = ("-made_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=tuple(STATE_WORDS)), name="pairing_plan_state_known"),
            models.CheckConstraint(condition=~Q(name=""), name="pairing_plan_has_a_name"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(adopt_on__isnull=False), name="scheduled_pairing_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_at__isnull=False), name="adopted_pairing_has_its_moment"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area_code"], name="pairing_plan_by_area"),
            models.Index(fields=["adopt_on"], condition=Q(state="scheduled"), name="pairing_plan_by_day"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def state_words(self) -> Words:
        """Return the state in both languages."""
        return STATE_WORDS[self.state]

    @property
    def is_changeable(self) -> bool:
        """Say whether pairs may still be moved."""
        return self.state in ("draft", "open")

    @property
    def subject(self) -> str:
        """Return the plan's name in the audit log."""
        return f"pairing_plan:{self.pk}"


class PlannedPair(models.Model):
    """One seat of a company in a plan and who takes it, with what speaks for it."""

    plan = models.ForeignKey(PairingPlan, models.CASCADE, related_name="pairs", db_index=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField(default=0)
    adviser = models.ForeignKey(Adviser, models.PROTECT, related_name="+")
    skill = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    # `problem.Parts` as JSON: cost, fit, distance, change, fit_share, answered, likeness, distance_m, is_kept.
    parts: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    is_kept = models.BooleanField(default=False)
    # Set by hand: a new computing leaves it.
    is_fixed = models.BooleanField(default=False)

    class Meta:
        """A seat is taken once, and nobody sits twice at one company."""

        ordering = ("company__unit__code", "seat")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "company", "seat"], name="planned_seat_once"),
            models.UniqueConstraint(fields=["plan", "company", "adviser"], name="planned_adviser_once"),
        ]

    def __str__(self) -> str:
        """Return company, seat and adviser."""
        return f"{self.company_id}.{self.seat} {self.adviser_id}"


class PlanRemark(models.Model):
    """What somebody of the staff or of a company says of a plan that is open to comments, perhaps of one company."""

    plan = models.ForeignKey(PairingPlan, models.CASCADE, related_name="remarks")
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST_REMARK)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """Remarks are read the newest first."""

        ordering = ("-id",)
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="plan_remark_says_something")]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:40]


class PlanEvent(models.Model):
    """One thing done to a plan: append-only, and what the page shows as its history."""

    plan = models.ForeignKey(PairingPlan, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=20, db_collation="C")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    details: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        """Events are read in order."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Return plan and verb."""
        return f"{self.plan_id} {self.verb}"


class Pairing(models.Model):
    """Who serves a company from a day to a day (both counted, open while there is no end): the history of pairs."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="pairings")
    seat = models.PositiveSmallIntegerField(default=0)
    adviser = models.ForeignKey(Adviser, models.PROTECT, related_name="pairings")
    skill = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    plan = models.ForeignKey(PairingPlan, models.PROTECT, null=True, blank=True, related_name="pairings")

    class Meta:
        """A seat is held by one adviser on a day, and an adviser holds one seat of a company."""

        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ("company__unit__code", "seat", "from_on")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="pairing_days_in_order"
            ),
            ExclusionConstraint(name="seat_held_once", expressions=[same("company"), same("seat"), SAME_DAYS]),
            ExclusionConstraint(name="adviser_sits_once", expressions=[same("company"), same("adviser"), SAME_DAYS]),
        ]
        indexes: ClassVar = [models.Index(fields=["county", "from_on"], name="pairing_by_county")]

    def __str__(self) -> str:
        """Return company, adviser and the first day."""
        return f"{self.company_id} {self.adviser_id} {self.from_on}"
