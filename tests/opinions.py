# SPDX-License-Identifier: Apache-2.0
"""What tests of opinions share: a body with its list, a topic, and a ballot that is open."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sidan.base import clock
from sidan.orders import ballots, opinions, registry
from sidan.orders.bodies import Body, BodyMember, Meeting, Seat
from sidan.orders.models import Order
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor
from tests.world import LONG_AGO, NORTH, SOUTH, World

COMMUNITY, OTHER_COMMUNITY = f"{NORTH}001", f"{SOUTH}001"
FLAT_DM2 = 9_000


def with_conveners(world: World) -> World:
    """Give the northern community a convener, and the southern one another."""
    world.hold("convener", role="convener", area=COMMUNITY)
    world.hold("other_convener", role="convener", area=OTHER_COMMUNITY)
    return world


def a_body(world: World, weights: Iterable[tuple[int, int]], *, kind: str = "owners", roll: str = "owners") -> Body:
    """Return a body of the northern community whose members weigh as given: heads and square decimetres."""
    body = Body.objects.create(
        area=world.areas[COMMUNITY], kind=kind, name=f"幸福小区{kind}", roll=roll, from_on=LONG_AGO
    )
    BodyMember.objects.bulk_create(
        BodyMember(
            body=body,
            name=f"{number:03d}室",
            household=f"{number:03d}",
            heads=heads,
            area_dm2=area,
            from_on=LONG_AGO,
        )
        for number, (heads, area) in enumerate(weights, start=1)
    )
    return body


def owners(world: World, count: int) -> Body:
    """Return an owners' assembly of so many flats of one size."""
    return a_body(world, [(1, FLAT_DM2)] * count)


def a_topic(world: World) -> Order:
    """Return a topic that a resident raised and the convener took up."""
    place = Place(area_code=world.grid, text="幸福小区")
    order = submit(
        registry.current("forum"), {"text": "3栋要不要加装电梯？"}, by=Actor.anyone(), place=place, via="web"
    )
    world.move(order, "take_topic", "convener", scope="common_parts", screening="属于业主共同决定事项。")
    return order


def noticed(
    world: World, body: Body, *, decision: str = "general", ballot: str = "secret", days: int = 20, order: Any = None
) -> Order:
    """Return a topic about which the body's meeting was called, so many days ahead."""
    order = order or a_topic(world)
    day = clock.now().date() + timedelta(days=days)
    answers = {"body": str(body.pk), "decision": decision, "ballot": ballot, "held_on": day.isoformat()}
    world.move(order, "give_notice", "convener", question="是否同意加装电梯？", notice="请全体业主参加。", **answers)
    return order


def voting(world: World, body: Body, **more: Any) -> tuple[Order, Meeting]:
    """Return a topic whose ballot is open, and its meeting."""
    order = noticed(world, body, **more)
    clock.advance(days=more.get("days", 20))
    last = (clock.now().date() + timedelta(days=3)).isoformat()
    world.move(order, "begin_voting", "convener", closes_on=last)
    return order, opinions.current_meeting(order)


def vote(world: World, meeting: Meeting, choices: Iterable[str]) -> None:
    """Let the members vote by code in the order of their list, as far as choices are given."""
    slips = ballots.issue_vouchers(meeting, by=world.actor("convener"))
    for (_, code), choice in zip(slips, choices, strict=False):
        ballots.cast(code, choice)


def attend(world: World, meeting: Meeting, count: int) -> None:
    """Note that the first so many members of the list came."""
    seats = Seat.objects.filter(meeting=meeting).order_by("name").values_list("pk", flat=True)[:count]
    opinions.record_attendance(meeting, list(seats), by=world.actor("convener"))


def found_bodies(world: World) -> None:
    """Found an owners' assembly of three flats and a forum of three representatives in the northern community."""
    owners(world, 3)
    a_body(world, [(1, 0)] * 3, kind="community_forum", roll="representatives")


def go_to_vote(order: Order, world: World, choose: Callable[[Sequence[Any]], Any]) -> None:
    """Let all of a meeting's members come and vote, or only one of them; as many choices as there are."""
    convener = next(
        world.actor(name) for name in sorted(world.people) if opinions.may_convene(order, world.actor(name))
    )
    meeting = opinions.current_meeting(order)
    slips = ballots.issue_vouchers(meeting, by=convener)
    coming = slips[: choose([len(slips), 1])]
    opinions.record_attendance(meeting, [seat.pk for seat, _ in coming], by=convener)
    for _, code in coming:
        ballots.cast(code, choose(["agree", "against"]))
