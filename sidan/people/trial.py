# SPDX-License-Identifier: Apache-2.0
"""Imports whose rows are written by verbs that may refuse: all rows are tried, and all are taken or none."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db import transaction

from sidan.base.errors import Refused
from sidan.base.imports import Faulty, Plan


def tried(plan: Plan, write: Callable[[Plan], Iterable[Refused]], *, dry_run: bool) -> Plan:
    """Write a plan in one transaction and return it; raise Faulty, and write nothing, when any row is refused.

    `write` goes on after a refused row and yields its fault, so that a clerk sees all faults at once. A dry run writes
    as well and takes it back: it knows what the verbs know, and returns the faults instead of raising them.
    """
    if not plan.faults:
        with transaction.atomic():
            plan = replace(plan, faults=tuple(write(plan)))
            transaction.set_rollback(dry_run or bool(plan.faults))
    if plan.faults and not dry_run:
        raise Faulty(plan.faults)
    return plan
