# SPDX-License-Identifier: Apache-2.0
"""The rows of planning: plans of grids, what people say of them, and what an adoption carried over."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.base import clock
from sidan.base.errors import Words
from sidan.people.models import User
from sidan.places.models import Area

STATE_WORDS: dict[str, Words] = {
    "waiting": Words("等待计算", "waiting to be computed"),
    "computing": Words("计算中", "being computed"),
    "failed": Words("计算失败", "failed"),
    "ready": Words("已算出", "ready"),
    "published": Words("公示中", "published for comment"),
    "scheduled": Words("待启用", "to be adopted on a day"),
    "adopted": Words("已启用", "adopted"),
    "rolled_back": Words("已撤销启用", "taken back"),
    "withdrawn": Words("已撤回", "withdrawn"),
}
STATES = tuple(STATE_WORDS)
SOURCES = ("today", "file", "drawn")
LONGEST_COMMENT = 500


class GridPlan(models.Model):
    """One proposal of new grids for an area, from the question to its adoption.

    `instance` is what was planned over, as gzipped GeoJSON; `asked` the bounds, weights and wishes; `result` what was
    computed and is never changed again; `edits` what was moved by hand since, and `adjusted` what that comes to.
    """

    # Eight signs that nobody can guess, as published plans are looked up by it.
    code = models.CharField(max_length=8, unique=True, db_collation="C")
    name = models.CharField(max_length=100)
    area = models.ForeignKey(Area, models.PROTECT, related_name="grid_plans")
    source = models.CharField(max_length=10)
    file_name = models.CharField(max_length=200, blank=True, default="")
    instance = models.BinaryField()
    asked = models.JSONField()
    seed = models.PositiveIntegerField(default=1)

    state = models.CharField(max_length=12, default="waiting")
    progress = models.PositiveSmallIntegerField(default=0)
    # When the worker last said that it is at it, and how often it has begun; a worker may be stopped in the middle.
    heard_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # The refusal that ended the computing: {"text": English sentence, "values": {...}}.
    fault = models.JSONField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    # The curve of what keeping crews costs: a list of points, or None while nobody has asked for it.
    curve = models.JSONField(null=True, blank=True)
    # Whether computing it again from its seed gave the same regions: {"at", "is_same"}.
    checked = models.JSONField(null=True, blank=True)
    # Moves by hand, in order: {"area", "region", "was", "by", "at"}.
    edits: "models.Field[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list, blank=True)
    adjusted = models.JSONField(null=True, blank=True)
    # Counts up with each change by hand, so that a stale click is told.
    version = models.PositiveIntegerField(default=0)

    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    comment_until = models.DateField(null=True, blank=True)
    adopt_on = models.DateField(null=True, blank=True)
    scheduled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Plans are listed the newest first; each state has what it needs."""

        verbose_name = _("plan of grids")
        verbose_name_plural = _("plans of grids")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="plan_state_known"),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="plan_source_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="plan_progress_is_a_share"),
            models.CheckConstraint(condition=~Q(name=""), name="plan_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "computing", "failed", "withdrawn")) | Q(result__isnull=False),
                name="plan_past_computing_has_a_result",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | Q(fault__isnull=False), name="failed_plan_says_why"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(adopt_on__isnull=False), name="scheduled_plan_has_its_day"
            ),
        )
        indexes = (models.Index(fields=["adopt_on"], condition=Q(state="scheduled"), name="plan_by_day_of_adoption"),)

    def __str__(self) -> str:
        """Return name and code."""
        return f"{self.name} {self.code}"

    @property
    def state_words(self) -> Words:
        """Return the state in both languages."""
        return STATE_WORDS[self.state]

    @property
    def is_adjustable(self) -> bool:
        """Say whether areas may be moved by hand: before anybody was asked what they think of it."""
        return self.state == "ready"

    @property
    def is_public(self) -> bool:
        """Say whether everybody may look at it."""
        return self.published_at is not None and self.state in ("published", "scheduled", "adopted", "rolled_back")

    @property
    def is_adjusted(self) -> bool:
        """Say whether something was moved by hand."""
        return bool(self.edits)

    @property
    def subject(self) -> str:
        """Return the plan's name in the audit log."""
        return f"plan:{self.code}"


class PlanComment(models.Model):
    """What somebody said of a published plan; nobody knows who, and no contact is asked for."""

    plan = models.ForeignKey(GridPlan, models.PROTECT, related_name="comments", db_index=False)
    text = models.CharField(max_length=LONGEST_COMMENT)
    made_at = models.DateTimeField(default=clock.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    hidden_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """Comments are read the newest first; one is hidden for a reason."""

        verbose_name = _("comment on a plan")
        verbose_name_plural = _("comments on plans")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="plan_comment_says_something"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_reason=""), name="plan_comment_is_hidden_for_a_reason"
            ),
        )
        indexes = (models.Index(fields=["plan", "-id"], name="plan_comment_by_plan"),)

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:40]


class Adoption(models.Model):
    """A plan that became true on a day, and perhaps was taken back within it."""

    plan = models.OneToOneField(GridPlan, models.PROTECT, related_name="adoption")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # How many rows of each kind it carried, for the report: {"area": 12, "order": 340, …}.
    counts = models.JSONField(default=dict)
    # What people should know: sentences as {"text", "values"}.
    notes = models.JSONField(default=list)
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Adoptions are read the newest first."""

        verbose_name = _("adoption of a plan")
        verbose_name_plural = _("adoptions of plans")
        ordering = ("-at",)

    def __str__(self) -> str:
        """Return plan and day."""
        return f"{self.plan_id} {self.on}"


class Carried(models.Model):
    """One row that an adoption made, changed or took away; append-only, and all that a rollback needs.

    `old` and `new` hold the columns that changed. Without `old` the row was made, without `new` it was taken away, and
    then `old` is the whole row. Orders have rows of their own for it: `orders.AreaChange`.
    """

    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="carried", db_index=False)
    what = models.CharField(max_length=20)
    row = models.BigIntegerField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        """Rows are read kind by kind in the order they were written."""

        constraints = (
            models.CheckConstraint(condition=Q(old__isnull=False) | Q(new__isnull=False), name="carried_row_changed"),
        )
        indexes = (models.Index(fields=["adoption", "what", "id"], name="carried_by_adoption"),)

    def __str__(self) -> str:
        """Return what was carried."""
        return f"{self.what} {self.row}"
