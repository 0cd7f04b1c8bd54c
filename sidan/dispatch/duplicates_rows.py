# SPDX-License-Identifier: Apache-2.0
"""The rows by which duplicates are found: the terms of each open or recent order, and how rare each term is."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sidan.orders.models import SearchEntry


class Fingerprint(models.Model):
    """The terms of an order's words, written in the transaction that opens it; open orders and recent ones have one.

    It hangs on the search entry and goes with it when the words of an order are blanked. `keys` are the few terms it is
    found by, `cell` the square of its point. The area stands in the order alone, which a redrawing carries over.
    """

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="+")
    county = models.CharField(max_length=6, db_collation="C")
    created_at = models.DateTimeField()
    cell = models.BigIntegerField(null=True)
    keys: "models.Field[list[int], list[int]]" = ArrayField(models.IntegerField())
    terms = models.BinaryField()

    class Meta:
        """Found by its rare words, and by where it is."""

        indexes = (
            # Without a list of pending entries, which every search would have to read through.
            GinIndex(fields=["keys"], fastupdate=False, name="fingerprint_by_key"),
            models.Index(
                fields=["cell", "-created_at"], condition=models.Q(cell__isnull=False), name="fingerprint_cell"
            ),
        )

    def __str__(self) -> str:
        """Return the order it is of."""
        return f"fingerprint of {self.entry_id}"


class Rarity(models.Model):
    """In how many of the latest orders each term stands; one row, counted anew every hour."""

    orders = models.PositiveIntegerField()
    counts = models.BinaryField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return of how many orders."""
        return f"terms of {self.orders} orders"
