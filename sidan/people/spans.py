# SPDX-License-Identifier: Apache-2.0
"""What lets the database refuse the same thing twice on the same day."""

from django.contrib.postgres.fields import RangeOperators
from django.db.models import F, Func, Value


def same(expression: str | Func) -> tuple[Func, str]:
    """Return the part of an exclusion that two rows share when the whole number `expression` is equal.

    A range of one number overlaps only itself; PostgreSQL's own GiST compares ranges, and comparing plain numbers
    would need the extension btree_gist, which not every server has.
    """
    return (
        Func(expression, expression, Value("[]"), function="int8range"),
        RangeOperators.OVERLAPS,
    )


SAME_DAYS = (
    Func(F("from_on"), F("until_on"), Value("[]"), function="daterange"),
    RangeOperators.OVERLAPS,
)
