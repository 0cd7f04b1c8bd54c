# SPDX-License-Identifier: Apache-2.0
"""What a text is about is told from the city's own rows, and danger from the catalogue file."""

import pytest

from sidan.dispatch import hints
from sidan.dispatch.hints import dangers_in, suggested_matters
from sidan.orders.catalogue import Matter
from tests.world import COUNTY, World


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """Build suggesters anew: another test may have had other rows within the same minute."""
    hints._suggester.cache_clear()


def test_a_matter_is_suggested_from_the_rows(world: World) -> None:
    """The words of the city's rows speak, the likeliest matter first."""
    assert [matter.code for matter in suggested_matters("路灯不亮", county=COUNTY)] == ["city.lamp.dark"]
    assert suggested_matters("今天天气真好", county=COUNTY) == []


def test_a_matter_switched_off_is_not_suggested(world: World) -> None:
    """What the county has switched off since the suggester was built is left out at once."""
    suggested_matters("路灯不亮", county=COUNTY)
    Matter.objects.update(is_active=False)

    assert suggested_matters("路灯不亮", county=COUNTY) == []


def test_danger_names_the_number_to_call() -> None:
    """Fire calls for 119, and a lamp for nobody."""
    assert [danger.number for danger in dangers_in("楼上着火了")] == ["119"]
    assert dangers_in("路灯不亮") == []
