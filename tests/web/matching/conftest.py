# SPDX-License-Identifier: Apache-2.0
"""What the tests of the pages of matching share: the society of the tests beneath, and a plan of the county."""

import pytest

from sidan.matching.drafting import draft
from sidan.matching.models import Adviser, PairingPlan
from sidan.matching.problem import Weights
from tests.matching.society import Society, settle
from tests.world import COUNTY, World


@pytest.fixture
def society(world: World) -> Society:
    """Return companies, liaisons and experts beside the small county."""
    return settle(world)


@pytest.fixture
def plan(world: World, society: Society) -> PairingPlan:
    """Return a computed plan of the county for six companies, one of them a key company, with room to move."""
    Adviser.objects.filter(code__in=("L2", "L3")).update(capacity=5)
    return draft(COUNTY, "春季结对", weights=Weights(), by=world.actor("organiser"))
