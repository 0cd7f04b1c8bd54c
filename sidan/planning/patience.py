# SPDX-License-Identifier: Apache-2.0
"""Doing a large thing again when the database stopped it for the sake of a small one."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

_DEADLOCK = "40P01"  # deadlock_detected, in PostgreSQL's list of errors
TRIES = 4

_Result = TypeVar("_Result")


def patiently(deed: Callable[[], _Result]) -> _Result:
    """Return what a deed returns, in a transaction of its own, done again when it was in a deadlock.

    An adoption locks many rows in one order, and somebody who presses a button some in another; PostgreSQL stops one of
    them, and the adoption can wait.
    """
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return deed()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _DEADLOCK:
                raise
    with transaction.atomic():
        return deed()
