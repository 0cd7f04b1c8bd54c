# SPDX-License-Identifier: Apache-2.0
"""What the database itself refuses of registers and pairings."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sidan.matching.models import Pairing
from tests.matching.society import Society
from tests.world import World


def test_a_seat_is_held_by_one_adviser_on_a_day(world: World, society: Society) -> None:
    """Two advisers never hold the same seat on one day; the second begins when the first has ended."""
    first = society.pair("firm-1", "L1")

    with pytest.raises(IntegrityError, match="seat_held_once"), transaction.atomic():
        society.pair("firm-1", "L2")
    first.until_on = date(2026, 3, 9)
    first.save()
    society.pair("firm-1", "L2", since=date(2026, 3, 10))

    assert Pairing.objects.count() == 2


def test_a_team_is_made_of_different_people(world: World, society: Society) -> None:
    """Nobody holds two seats of one company."""
    society.pair("firm-2", "L2", seat=0)

    with pytest.raises(IntegrityError, match="adviser_sits_once"), transaction.atomic():
        society.pair("firm-2", "L2", seat=1)

    assert Pairing.objects.count() == 1
