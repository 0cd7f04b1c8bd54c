# SPDX-License-Identifier: Apache-2.0
"""What people are told: one row for each person and each step or notice that concerns them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.orders.models import Order
from sidan.people.models import User


class Message(models.Model):
    """One line somebody with an account is told, kept in both languages as it was on the day.

    It is about a step of an order, or a notice of something else that leads to the page `path` ("" for none).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="messages", db_index=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="messages", null=True)
    seq = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=200, blank=True, default="")
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody is told twice of one step, however often its job runs."""

        constraints = (models.UniqueConstraint(fields=["user", "order", "seq"], name="told_once_of_a_step"),)
        indexes = (
            models.Index(fields=["user", "-id"], name="message_by_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="unread_message"),
        )

    def __str__(self) -> str:
        """Return the line in Chinese."""
        return self.zh

    @property
    def words(self) -> Words:
        """Return the line in both languages."""
        return Words(self.zh, self.en)


class Delivery(models.Model):
    """One attempt to reach a reporter outside the pages; it keeps no address and no words of the message."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="deliveries")
    seq = models.PositiveIntegerField()
    carrier = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        """A step is delivered once by each carrier."""

        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = (
            models.UniqueConstraint(fields=["order", "seq", "carrier"], name="delivered_once_by_a_carrier"),
            models.CheckConstraint(
                condition=Q(outcome__in=["sent", "failed", "no_address"]), name="delivery_outcome_known"
            ),
        )

    def __str__(self) -> str:
        """Return carrier and outcome."""
        return f"{self.carrier}: {self.outcome}"
