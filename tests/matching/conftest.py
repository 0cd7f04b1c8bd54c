# SPDX-License-Identifier: Apache-2.0
"""What tests of matching share: the companies and those who help them."""

import pytest

from tests.matching.society import Society, settle
from tests.world import World


@pytest.fixture
def society(world: World) -> Society:
    """Return companies, liaisons and experts beside the small county."""
    return settle(world)
