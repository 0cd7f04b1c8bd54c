# SPDX-License-Identifier: Apache-2.0
"""Rows of hot issues: what each run found, which orders belong to it, and what was opened from it.

An issue keeps its row while it grows and when it rests; an order belongs to one issue at a time. Nothing of a person is
here: voices are counted, never named.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sidan.orders.models import Order


class HotRun(models.Model):
    """One look at what came in: until when, at how many messages, and how long it took."""

    until = models.DateTimeField()
    messages = models.PositiveIntegerField()
    issues = models.PositiveIntegerField()
    seconds = models.FloatField()

    class Meta:
        """The latest is what pages tell."""

        indexes = (models.Index(fields=["-until"], name="hot_run_latest"),)

    def __str__(self) -> str:
        """Return until when it looked."""
        return f"hot issues until {self.until:%Y-%m-%d %H:%M}"


class HotIssue(models.Model):
    """What many wrote about the same trouble at the same place, with its heat and the working behind it.

    `name` is of its own words, `given_name` a dispatcher's; `is_live` while the last run found it; `joined_to` when
    another took over most of its orders. `days` holds how many came on each of the last days, the latest last.
    """

    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    area_code = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    matter = models.CharField(max_length=80, blank=True, default="", db_collation="C")
    name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=8)
    heat = models.FloatField()
    voices = models.PositiveIntegerField()
    recent = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    expected = models.FloatField()
    surprise = models.FloatField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    days: "models.Field[list[int], list[int]]" = ArrayField(models.PositiveIntegerField(), default=list)
    # Units that orders of it complain of: who works there must not see it.
    about_units: "models.Field[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    is_live = models.BooleanField(default=True)
    quiet_until = models.DateTimeField(null=True)
    joined_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    found_at = models.DateTimeField()
    looked_at = models.DateTimeField()

    class Meta:
        """The live ones of an area are read hottest first."""

        constraints = (
            models.CheckConstraint(condition=Q(state__in=["new", "growing", "steady", "fading"]), name="hot_state"),
        )
        indexes = (
            models.Index(fields=["-heat", "id"], condition=Q(is_live=True), name="hot_live_by_heat"),
            GinIndex(fields=["about_units"], condition=~Q(about_units=[]), name="hot_by_about_units"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.title

    @property
    def title(self) -> str:
        """Return the name a dispatcher gave, else its own."""
        return self.given_name or self.name

    @property
    def subject(self) -> str:
        """Return the issue's name in the audit log."""
        return f"hot:{self.pk}"


class HotMember(models.Model):
    """An order's place in an issue."""

    issue = models.ForeignKey(HotIssue, models.CASCADE, related_name="members", db_index=False)
    order = models.OneToOneField(Order, models.CASCADE, related_name="hot_member")
    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")

    class Meta:
        """An issue's orders are read the latest first."""

        indexes = (models.Index(fields=["issue", "-order"], name="hot_member_by_issue"),)

    def __str__(self) -> str:
        """Return issue and order."""
        return f"{self.order_id} of hot {self.issue_id}"


class HotOpened(models.Model):
    """An order that somebody opened from an issue: supervision, a forum."""

    issue = models.ForeignKey(HotIssue, models.CASCADE, related_name="opened")
    order = models.OneToOneField(Order, models.CASCADE, related_name="opened_from")

    def __str__(self) -> str:
        """Return issue and order."""
        return f"{self.order_id} from hot {self.issue_id}"
