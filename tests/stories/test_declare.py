# SPDX-License-Identifier: Apache-2.0
"""A branch declares, is reviewed level by level, publicised, named and checked each year (红旗、模范党支部申报)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order, Step
from sidan.people.models import Unit
from tests.beginning import begin, photo
from tests.world import COUNTY, NORTH, Clock, World


@pytest.fixture
def county(world: World) -> World:
    """Return the county with a village branch and an organiser."""
    world.units["branch"] = Unit.objects.create(
        code="branch", name="清溪村党支部", name_en="Qingxi branch", kind="party_branch", area=world.areas[NORTH]
    )
    world.hold("secretary", role="unit_head", unit="branch")
    world.hold("organiser", role="organiser", area=COUNTY)
    return world


def declared(world: World) -> Order:
    """Return a declaration with the branch's own assessment."""
    order = begin(world, "declare", "secretary", unit="branch", category="flag_governed", text="矛盾不出村。")
    world.move(order, "assess", "secretary", self_score=118, self_report="逐项说明。", evidence=[photo()])
    return order


def publicised(world: World) -> Order:
    """Return a declaration that passed two reviews, a visit and a meeting."""
    order = declared(world)
    world.move(order, "pass_first", "organiser", reviewed_score=112, review_note="属实。")
    world.move(order, "pass_second", "leader", reviewed_score=110, review_note="同意。")
    seen = {"checked_on": "2026-03-10", "site_note": "看了五户。", "reviewed_score": 109}
    world.move(order, "visited", "organiser", **seen)
    chosen = {"meeting_on": "2026-03-10", "meeting_note": "同意推荐。", "reviewed_score": 109}
    world.move(order, "recommend", "organiser", **chosen)
    return order


def due(world: World, order: Order, clock: Clock) -> None:
    """Let the time of the stage run out."""
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()


def named(world: World, clock: Clock) -> Order:
    """Return a declaration whose branch is named."""
    order = publicised(world)
    due(world, order, clock)
    world.move(order, "name_it", "leader", remark="命名。")
    return order


def test_a_branch_is_named_from_below(county: World, clock: Clock) -> None:
    """Two scores stand side by side; after the days of publicity the leader names it."""
    order = publicised(county)
    assert order.published_at is not None
    with pytest.raises(Refused, match="has moved on"):
        county.move(order, "name_it", "leader", remark="提前命名。")

    due(county, order, clock)
    county.move(order, "name_it", "leader", remark="命名。")

    assert order.stage == "named"
    assert Step.objects.get(order=order, move="assess").answers["self_score"] == 118
    assert Step.objects.get(order=order, move="recommend").answers["reviewed_score"] == 109


def test_no_branch_reviews_itself(county: World) -> None:
    """Somebody of the branch who is an organiser too must leave the review to others."""
    county.hold("secretary", role="organiser", area=COUNTY)
    order = declared(county)

    with pytest.raises(Refused, match="somebody else must record"):
        county.move(order, "pass_first", "secretary", reviewed_score=150, review_note="满分。")
    with pytest.raises(Refused, match="not yours"):
        county.move(order, "pass_first", "handler", reviewed_score=150, review_note="满分。")


def test_it_is_returned_twice_at_most(county: World) -> None:
    """After two returns it is passed on or refused, with the reason."""
    order = declared(county)
    for _ in range(2):
        county.move(order, "send_back", "organiser", reason="缺佐证。")
        county.move(order, "assess", "secretary", self_score=100, self_report="已补。", evidence=[photo()])
    with pytest.raises(Refused, match="used 2 times already"):
        county.move(order, "send_back", "organiser", reason="还缺。")

    county.move(order, "refuse", "organiser", reason="不符合条件。")

    assert (order.stage, order.outcome) == ("refused", "refused")


def test_a_late_review_goes_one_level_up(county: World, clock: Clock) -> None:
    """The first review that does not come is made by the next level, and a branch that never assesses lapses."""
    order = declared(county)
    forgotten = begin(county, "declare", "secretary", unit="branch", category="flag_civil", text="移风易俗。")
    due(county, order, clock)
    forgotten.refresh_from_db()

    assert (order.stage, order.holder) == ("second_review", "leader")
    assert (forgotten.stage, forgotten.outcome) == ("withdrawn", "withdrawn")


def test_a_title_is_checked_each_year_and_kept_or_withdrawn(county: World, clock: Clock) -> None:
    """It is kept after the first year; after the second the branch is heard before the leader withdraws it."""
    order = named(county, clock)
    due(county, order, clock)
    assert (order.stage, order.holder) == ("recheck", "organiser")
    county.move(order, "keep_title", "organiser", recheck_score=105, recheck_note="保持。")

    due(county, order, clock)
    county.move(order, "propose_removal", "organiser", recheck_score=70, removal_reason="长期不开会。")
    with pytest.raises(Refused, match="has moved on"):
        county.move(order, "remove", "leader", reason="摘牌。")
    county.move(order, "defend", "secretary", defence="已经整改。")
    county.move(order, "remove", "leader", reason="整改不到位。")

    assert (order.stage, order.outcome) == ("removed", "refused")
