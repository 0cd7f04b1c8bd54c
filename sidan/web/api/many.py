# SPDX-License-Identifier: Apache-2.0
"""Many at once: each is tried, every fault is told, and nothing is kept unless all are sound."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction
from ninja import Body

from sidan.base.errors import Refused
from sidan.web.api.problems import SomeRefused

MOST_AT_ONCE = 200
# The body of such a request.
MANY = Body(..., min_length=1, max_length=MOST_AT_ONCE)  # type: ignore[type-arg]  # the same

Given = TypeVar("Given")


@transaction.atomic
def take_all(rows: Sequence[Given], take: Callable[[Given], object]) -> int:
    """Take each row and return how many; refused with the fault of each that cannot be taken, and then none is."""
    faults: dict[int, Refused] = {}
    for at, row in enumerate(rows):
        try:
            with transaction.atomic():
                take(row)
        except Refused as fault:
            faults[at] = fault
    if faults:
        raise SomeRefused(faults)
    return len(rows)
