# SPDX-License-Identifier: Apache-2.0
"""Three orders: a resident wishes, the grid lists it, a member claims it (居民点单 · 网格接单 · 党员接单)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from tests.beginning import begin, photo, spawned_by, with_neighbours, withdraw
from tests.world import Clock, World


@pytest.fixture
def street(world: World) -> World:
    """Return the county with members in the crew's grid."""
    return with_neighbours(world)


def listed(world: World) -> Order:
    """Return a wish that the grid has listed."""
    wish = begin(world, "grid", text="老人家里灯泡坏了，够不着。")
    world.move(wish, "list_it", "crew")
    return wish


def claimed(world: World, by: str = "member") -> Order:
    """Return a wish that somebody has claimed."""
    wish = listed(world)
    world.move(wish, "claim", by)
    return wish


def test_a_neighbour_grants_a_wish_and_is_thanked(street: World) -> None:
    """The wish is listed, claimed, done with a photo, confirmed and thanked for."""
    wish = claimed(street)
    street.move(wish, "show", "member", answer="灯泡换好了。", after=[photo()])

    street.move(wish, "thank", "reporter", satisfaction="5", thanks="谢谢小李！")

    assert (wish.outcome, wish.solved, wish.satisfaction) == ("solved", "yes", 5)


def test_the_first_claim_wins(street: World) -> None:
    """Whoever comes second is told that the wish has moved on."""
    wish = claimed(street)

    with pytest.raises(Refused, match="the order has moved on"):
        street.move(wish, "claim", "volunteer")
    assert wish.member == street.people["member"]


def test_a_claim_can_be_given_back_once(street: World) -> None:
    """The wish is listed again with a fresh time; the next one cannot give it back."""
    wish = claimed(street)
    street.move(wish, "give_back", "member", reason="出差了。")
    street.move(wish, "claim", "volunteer")

    with pytest.raises(Refused, match="used 1 times already"):
        street.move(wish, "give_back", "volunteer", reason="也没空。")


def test_nobody_claims_more_than_three_at_once(street: World) -> None:
    """The fourth claim is refused until one of the three is done."""
    first, *_ = [claimed(street) for _ in range(3)]

    with pytest.raises(Refused, match="taken 3 already"):
        claimed(street)
    street.move(first, "show", "member", answer="好了。", after=[photo()])
    street.move(first, "thank", "reporter", satisfaction="5")
    assert claimed(street).stage == "helping"


def test_members_elsewhere_see_nothing_and_claim_nothing(street: World) -> None:
    """A wish is for the neighbours of its grid."""
    wish = listed(street)

    assert not Order.objects.visible_to(street.actor("south_member")).exists()
    with pytest.raises(Refused, match="not yours"):
        street.move(wish, "claim", "south_member")


def test_what_nobody_claims_becomes_a_service_order(street: World, clock: Clock) -> None:
    """The crew hands it on; the result is told once the service order is closed."""
    wish = listed(street)
    clock.to_due(wish)
    street.sweep()
    street.move(wish, "hand_on", "crew", tasks="楼道灯坏了")
    with pytest.raises(Refused, match="Still open: SD-"):
        street.move(wish, "tell_result", "crew", answer="修好了。")

    withdraw(street, spawned_by(wish)[0])
    street.move(wish, "tell_result", "crew", answer="部门修好了。")
    assert wish.holder == "reporter"


def test_a_wish_nobody_looks_at_is_listed_by_itself(street: World, clock: Clock) -> None:
    """The grid's silence keeps no wish from its neighbours, and nobody's silence strands it."""
    wish = begin(street, "grid", text="想找人陪我去医院。")

    stages = []
    for _ in range(3):
        clock.to_due(wish)
        street.sweep()
        wish.refresh_from_db()
        stages.append(wish.stage)

    assert stages == ["offered", "unclaimed", "with_dispatcher"]
