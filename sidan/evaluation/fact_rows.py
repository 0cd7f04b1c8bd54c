# SPDX-License-Identifier: Apache-2.0
"""The rows of counting: a fact for every part in an order, and sums of facts by day and by month.

Nothing here is entered: every row follows from orders and their steps, and can be made again (`evaluation_facts`). No
text and nobody's name stands here.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.evaluation.tallies import TALLIES
from sidan.orders.models import Order


class Fact(models.Model):
    """What became of one part in an order: a unit's share, the opening unit's, or the area's own.

    `bears` marks the part that bears the order's own outcome; every order has one. Days are those of the city's zone,
    NULL for what has not happened. `settled_on` is the day the time to answer was settled: answered, or run out.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="facts_counted", db_index=False)
    share_id = models.BigIntegerField(null=True)
    part = models.CharField(max_length=10)
    unit_id = models.BigIntegerField(default=0)
    county = models.CharField(max_length=6, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    programme = models.CharField(max_length=40, db_collation="C")
    matter_id = models.BigIntegerField(default=0)
    standing = models.CharField(max_length=10, db_collation="C")
    bears = models.BooleanField()
    first_day = models.DateField()
    last_day = models.DateField()

    received_on = models.DateField(null=True)
    given_on = models.DateField(null=True)
    returned = models.BooleanField()
    misdirected = models.BooleanField()
    dispatch_on = models.DateField(null=True)
    dispatch_met = models.BooleanField()
    sign_on = models.DateField(null=True)
    sign_met = models.BooleanField()
    settled_on = models.DateField(null=True)
    settled_met = models.BooleanField()
    answered = models.BooleanField()
    ended = models.BooleanField()
    contact_met = models.BooleanField()
    extended = models.BooleanField()
    suspended = models.BooleanField()
    pressed = models.BooleanField()
    reworks = models.PositiveIntegerField()
    problem = models.BooleanField()
    reopened = models.BooleanField()
    late_on = models.DateField(null=True)
    late_days = models.PositiveIntegerField()
    first_on = models.DateField(null=True)
    first_minutes = models.PositiveIntegerField()
    closed_on = models.DateField(null=True)
    end = models.CharField(max_length=12, blank=True, default="")
    mark = models.PositiveSmallIntegerField(null=True)
    assist_on = models.DateField(null=True)
    assist_met = models.BooleanField()

    class Meta:
        """A share is counted once, and an order's own part once."""

        verbose_name = _("counted part")
        verbose_name_plural = _("counted parts")
        constraints = (
            models.UniqueConstraint(fields=["order", "share_id"], nulls_distinct=False, name="fact_once"),
            models.CheckConstraint(
                condition=Q(standing__in=("counted", "suspended", "excluded")), name="fact_standing_known"
            ),
        )
        indexes = (
            # A period asks for what was still going on in it; older history costs nothing.
            models.Index(fields=["last_day"], name="fact_by_last_day"),
        )

    def __str__(self) -> str:
        """Return part and order."""
        return f"{self.part} of order {self.order_id}"


class _Sums(models.Model):
    """Sums of facts that share day (or month), unit, area, programme and standing; 0 stands for no unit, no matter."""

    day = models.DateField()
    unit_id = models.BigIntegerField()
    area_code = models.CharField(max_length=15, db_collation="C")
    programme = models.CharField(max_length=40, db_collation="C")
    standing = models.CharField(max_length=10, db_collation="C")

    class Meta:
        """Only the two tables below are tables."""

        abstract = True


class Daily(_Sums):
    """Sums by day and matter."""

    matter_id = models.BigIntegerField()

    class Meta:
        """One row for each key; a period reads a range of days."""

        constraints = (
            models.UniqueConstraint(
                fields=["day", "unit_id", "area_code", "programme", "matter_id", "standing"], name="daily_sum_once"
            ),
        )

    def __str__(self) -> str:
        """Return day and unit."""
        return f"{self.day} {self.unit_id}"


class Monthly(_Sums):
    """Sums by month, without the matter; `day` is the first of the month."""

    class Meta:
        """One row for each key; a year reads twelve of them for a unit in one area."""

        constraints = (
            models.UniqueConstraint(
                fields=["day", "unit_id", "area_code", "programme", "standing"], name="monthly_sum_once"
            ),
        )

    def __str__(self) -> str:
        """Return month and unit."""
        return f"{self.day:%Y-%m} {self.unit_id}"


for _table in (Daily, Monthly):
    for _tally in TALLIES:
        _table.add_to_class(_tally, models.IntegerField(default=0))


class Counted(models.Model):
    """Up to which step everything is counted; one row."""

    step_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the step."""
        return f"counted to step {self.step_id}"
