# SPDX-License-Identifier: Apache-2.0
"""A need that was open when companies began to choose among several experts goes on as it was begun."""

import pytest

from sidan.matching.expert_panel import panel_of
from sidan.orders import registry
from sidan.orders.allowed import moves_for
from sidan.programmes.shelf import OFFICIAL, proved
from tests.beginning import begin
from tests.matching.society import settle
from tests.world import World

NEW = (OFFICIAL / "expert.toml").read_text(encoding="utf-8")
# As edition 1 had it: one unit is proposed, which leads from then on, and the company says yes or no.
FIRST = (
    ("edition = 2", "edition = 1"),
    (
        'asks     = ["proposed", "why"]\nneeds    = ["impartial_experts"]',
        'asks = ["unit", "why"]\ndoes = ["give_lead"]',
    ),
    ('asks     = ["unit"]\nneeds    = ["among_the_proposed"]\ndoes     = ["give_lead"]\n', ""),
)


@pytest.mark.usefixtures("shelf")
def test_an_open_need_of_edition_1_keeps_its_way(world: World) -> None:
    """No panel, the old form of the proposal, and the unit leads before the company has said yes."""
    settle(world)
    old = NEW
    for new_lines, old_lines in FIRST:
        assert new_lines in old
        old = old.replace(new_lines, old_lines)
    old = old[: old.index("[fields.proposed]")] + old[old.index("[fields.why]") :]
    registry.serve(proved(old, name="expert.toml"), old)
    order = begin(world, "expert", "boss", subject="law", text="合同怎么签。")
    registry.serve(proved(NEW, name="expert.toml"), NEW)
    organiser = world.actor("organiser")
    assert panel_of(order, organiser, moves_for(organiser, order)) is None

    world.move(order, "propose", "organiser", unit="college", why="熟悉合同。")
    assert (order.stage, order.unit) == ("proposed", world.units["college"])
    world.move(order, "choose", "boss")

    assert (order.edition, order.stage) == (1, "agreeing")
