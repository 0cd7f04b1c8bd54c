# SPDX-License-Identifier: Apache-2.0
"""Before they ask: what the coming week brought in earlier years."""

from datetime import date, datetime, timedelta

from sidan.base.errors import Words
from sidan.dispatch.before_they_ask import Season, coming_monday, outlook
from sidan.orders.catalogue import Matter
from sidan.orders.models import Order
from tests.world import CHINA, COUNTY, NORTH, World


def came(world: World, day: date, *, times: int = 1) -> None:
    """Let orders about dark lamps have come on a day."""
    for _time in range(times):
        order = world.submit()
        at = datetime.combine(day, datetime.min.time(), tzinfo=CHINA) + timedelta(hours=10)
        Order.objects.filter(pk=order.pk).update(created_at=at, matter=Matter.objects.get(code="city.lamp.dark"))


def test_the_week_is_told_by_earlier_years(world: World) -> None:
    """Nine orders in three weeks of last year are three a week; the place known since then alone is told."""
    came(world, date(2025, 3, 1))
    came(world, date(2025, 3, 18), times=9)

    found = outlook([COUNTY], monday=date(2026, 3, 16))

    (season,) = found.seasons
    assert (season.area, season.count, season.weeks, season.expected) == (NORTH, 9, 3, 3.0)
    assert season.by_year == ((2025, 9),)
    assert season.interval == (0, 8)
    assert season.matter == Words("路灯不亮", "Street lamp is dark")


def test_without_a_year_of_history_nothing_is_told(world: World) -> None:
    """A place known for half a year is named, and no season is made up."""
    came(world, date(2025, 9, 20), times=5)

    found = outlook([COUNTY], monday=date(2026, 3, 16))

    assert found.seasons == ()
    assert found.too_young == (Words("北门街道", ""),) or [name.zh for name in found.too_young] == ["北门街道"]


def test_week_53_has_a_week_before() -> None:
    """Week 53 of 2026 is compared with week 52 of a year that has none; the next Monday is never today."""
    assert coming_monday(date(2026, 3, 16)) == date(2026, 3, 23)
    season = Season("3699", Words("", ""), "x", ((2024, 0), (2025, 4)), 6, 0.0)
    assert season.times_usual is None


def test_week_53_is_read(world: World) -> None:
    """The outlook of a week 53 reads the last weeks of earlier years."""
    came(world, date(2025, 1, 2))
    came(world, date(2025, 12, 23), times=3)

    assert [season.count for season in outlook([COUNTY], monday=date(2026, 12, 28)).seasons] == [3]
