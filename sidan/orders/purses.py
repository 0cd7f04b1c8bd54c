# SPDX-License-Identifier: Apache-2.0
"""The rows of money: purses, the ledger of what moved in them, shares that people promise, and receipts.

Amounts are whole fen. A purse repeats what its postings sum up to, so that a constraint can refuse to overdraw it; the
postings themselves are never changed, which a trigger sees to. Only `sidan.orders.funds` writes these rows.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sidan.people.models import User

# Which accounts a kind of posting moves money between: (debited, credited).
ACCOUNTS: dict[str, tuple[str, str]] = {
    "allot": ("available", "treasury"),
    "reserve": ("reserved", "available"),
    "spend": ("spent", "reserved"),
    "release": ("available", "reserved"),
    "return": ("treasury", "available"),
}
YEARLY, CARRIED = "yearly", "carried_over"


class Purse(models.Model):
    """What one person may use in one year; what is available is what was allotted, less reserved, less spent."""

    user = models.ForeignKey(User, models.PROTECT, related_name="purses", db_index=False)
    year = models.PositiveSmallIntegerField()
    county = models.CharField(max_length=6, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    allotted_fen = models.BigIntegerField(default=0)
    reserved_fen = models.BigIntegerField(default=0)
    spent_fen = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """A purse is never overdrawn, whoever writes."""

        verbose_name = _("purse")
        verbose_name_plural = _("purses")
        constraints = (
            models.UniqueConstraint(fields=["user", "year", "county"], name="one_purse_a_year"),
            models.CheckConstraint(condition=Q(reserved_fen__gte=0, spent_fen__gte=0), name="purse_parts_not_negative"),
            models.CheckConstraint(
                condition=Q(allotted_fen__gte=F("reserved_fen") + F("spent_fen")), name="purse_never_overdrawn"
            ),
        )
        indexes = (models.Index(fields=["county", "year", "area_code"], name="purse_by_area"),)

    def __str__(self) -> str:
        """Return whose purse of which year."""
        return f"purse {self.user_id}/{self.year}"

    @property
    def available_fen(self) -> int:
        """Return what may still be promised."""
        return self.allotted_fen - self.reserved_fen - self.spent_fen


def _accounts_of_kinds() -> Q:
    """Return the condition that a posting moves money between the accounts of its kind."""
    found = Q()
    for kind, (debit, credit) in ACCOUNTS.items():
        found |= Q(kind=kind, debit=debit, credit=credit)
    return found


class Posting(models.Model):
    """One movement of money in a purse, debited to one account and credited to another; written once."""

    kind = models.CharField(max_length=10)
    debit = models.CharField(max_length=10)
    credit = models.CharField(max_length=10)
    amount_fen = models.BigIntegerField()
    purse = models.ForeignKey(Purse, models.PROTECT, related_name="postings", db_index=False)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="postings", db_index=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    # Why money was allotted: for the year, or left over from the one before.
    reason = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        """Every posting balances by itself; a purse gets its year's money once."""

        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = (
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="posting_of_something"),
            models.CheckConstraint(condition=_accounts_of_kinds(), name="posting_between_accounts_of_its_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["allot", "return"]) | Q(order__isnull=False), name="posting_names_its_order"
            ),
            models.UniqueConstraint(fields=["purse"], condition=Q(reason="yearly"), name="allotted_once_a_year"),
        )
        indexes = (
            models.Index(fields=["purse", "id"], name="posting_by_purse"),
            models.Index(fields=["order"], condition=Q(order__isnull=False), name="posting_by_order"),
        )

    def __str__(self) -> str:
        """Return kind, amount and purse."""
        return f"{self.kind} {self.amount_fen} in {self.purse_id}"


class Contribution(models.Model):
    """What one person promises to an order from their purse; counts when they have confirmed it."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="contributions")
    purse = models.ForeignKey(Purse, models.PROTECT, related_name="contributions")
    amount_fen = models.BigIntegerField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        """A purse gives to an order once."""

        constraints = (
            models.UniqueConstraint(fields=["order", "purse"], name="one_contribution_of_a_purse"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="contribution_of_something"),
        )

    def __str__(self) -> str:
        """Return amount and order."""
        return f"{self.amount_fen} to {self.order_id}"


class Receipt(models.Model):
    """A receipt for what was bought for an order: neither its number nor its picture is ever taken twice."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    picture_digest = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        """What was paid once is not paid again."""

        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = (
            models.UniqueConstraint(fields=["number"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["picture_digest"], name="receipt_picture_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="receipt_of_something"),
        )

    def __str__(self) -> str:
        """Return the number."""
        return self.number
