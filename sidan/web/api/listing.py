# SPDX-License-Identifier: Apache-2.0
"""One page of a register, as every list of the API gives it."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from sidan.orders.keyset import LARGEST_SIZE, Page, Sorting, page

Row = TypeVar("Row", bound=Model)


def one_page(found: QuerySet[Row], *related: str, after: str) -> Page[Row]:
    """Return the rows after a mark in the order they were entered, with what they are joined to. One query."""
    return page(
        found, sorting=Sorting(), shape=lambda rows: rows.select_related(*related), mark=after, size=LARGEST_SIZE
    )
