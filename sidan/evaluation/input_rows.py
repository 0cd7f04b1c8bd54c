# SPDX-License-Identifier: Apache-2.0
"""The rows people add to an evaluation: outside figures, exclusions and re-checks, each seen by a second person."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.orders.models import Order
from sidan.people.models import Unit, User

# The six special situations of Beijing's rule (北京 Art 11) are not known in their words here, so the grounds are this
# project's neutral ones; a city names its own document beside each.
GROUNDS: dict[str, Words] = {
    "not_lawful": Words("诉求不合法或超出法定职责", "not lawful, or beyond the legal duty"),
    "legal_channel": Words("已进入诉讼、复议、信访等法定渠道", "in a legal channel already"),
    "policy_limit": Words("现行政策不支持，已解释到位", "not supported by policy, and explained"),
    "force_majeure": Words("不可抗力或突发事件", "force majeure or an emergency"),
    "false_report": Words("经核实不属实", "checked and found untrue"),
    "wrong_unit": Words("派单错误，不属该单位职责", "dispatched wrongly, not this unit's duty"),
}


class OutsideFigure(models.Model):
    """A figure measured elsewhere: of a unit or area, an indicator and a period, with its evidence.

    Counted only when a second person has checked it; a corrected figure replaces it and the old one stays.
    """

    subject = models.CharField(max_length=40, db_collation="C")
    indicator = models.CharField(max_length=60, db_collation="C")
    since = models.DateField()
    until = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    evidence = models.CharField(max_length=500)
    via = models.CharField(max_length=10)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    replaced_at = models.DateTimeField(null=True)
    replaced_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """A subject has one living figure of an indicator and a period; nobody checks their own."""

        verbose_name = _("outside figure")
        verbose_name_plural = _("outside figures")
        ordering = ("indicator", "subject", "since")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "indicator", "since", "until"],
                condition=Q(replaced_at__isnull=True),
                name="one_living_outside_figure",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="outside_figure_dates_in_order"),
            models.CheckConstraint(condition=~Q(evidence=""), name="outside_figure_has_evidence"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="outside_figure_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Return indicator, subject and period."""
        return f"{self.indicator} of {self.subject} {self.since}–{self.until}"

    @property
    def subject_of_log(self) -> str:
        """Return the figure's name in the audit log."""
        return f"outside:{self.pk}"


class Exclusion(models.Model):
    """An order that leaves the denominators of one unit (or of the area's own part) on a named ground (剔除).

    Proposed by one person with evidence, agreed by another; only an agreed one counts, and every one is published as a
    rate.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="exclusions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="exclusions", db_index=False)
    ground = models.CharField(max_length=20)
    evidence = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    is_agreed = models.BooleanField(null=True)
    reason = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Two persons, a known ground, evidence; one living exclusion of an order for a unit."""

        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ("-proposed_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=tuple(GROUNDS)), name="exclusion_ground_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="exclusion_has_evidence"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="exclusion_by_two_persons"
            ),
            models.UniqueConstraint(
                fields=["order", "unit"],
                condition=Q(ended_at__isnull=True) & ~Q(is_agreed=False),
                nulls_distinct=False,
                name="one_living_exclusion",
            ),
        ]

    def __str__(self) -> str:
        """Return order and ground."""
        return f"{self.ground} for order {self.order_id}"


class Recheck(models.Model):
    """A satisfied answer drawn by chance and asked again by somebody who did not handle it (满意件复核).

    `result` is "" while it waits, "right" when the resident says the same, "wrong" when not, "unreached" otherwise.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="rechecks", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    round = models.ForeignKey("evaluation.Round", models.PROTECT, related_name="drawn")
    drawn_at = models.DateTimeField()
    result = models.CharField(max_length=10, blank=True, default="")
    note = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        """An order is drawn once for a unit in a round."""

        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "order", "unit"], nulls_distinct=False, name="recheck_drawn_once"),
            models.CheckConstraint(condition=Q(result__in=("", "right", "wrong", "unreached")), name="recheck_result"),
        ]

    def __str__(self) -> str:
        """Return order and result."""
        return f"re-check of order {self.order_id}: {self.result or 'waiting'}"
