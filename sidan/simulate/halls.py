# SPDX-License-Identifier: Apache-2.0
"""Where the demo city decides together: its bodies with their lists, and the ballots cast beside the plays' moves."""

from datetime import date, timedelta
from random import Random

from sidan.orders.ballots import cast, issue_vouchers
from sidan.orders.bodies import Body, BodyMember
from sidan.orders.models import Order
from sidan.orders.opinions import CONVENER, current_meeting
from sidan.people.actors import actor_of
from sidan.people.queries import users_over
from sidan.places.models import Area
from sidan.simulate import names
from sidan.simulate.casting import Hook

COMMUNITY = "001001"
FLATS = 12
# Kind, what its list holds, what it is called after its community, how many it has.
BODIES = (
    ("owners", "owners", "{place}花园业主大会（演示）", FLATS),
    ("community_forum", "representatives", "{place}邻里议事厅（演示）", 9),
    ("village_representatives", "representatives", "清溪村村民代表会议（演示）", 15),
)
# How many agree, are against and abstain, by kind, in the first deep county and in the second; the others stay away.
VOTES = {
    "owners": ((9, 1, 1), (8, 2, 0)),
    "community_forum": ((5, 1, 0), (2, 5, 1)),
    "village_representatives": ((11, 1, 1), (10, 2, 1)),
}


def open_halls(*, today: date, rng: Random) -> None:
    """Set up the bodies of the first community of each deep county, with lists whose names say nothing of anybody."""
    since = today - timedelta(days=400)
    for county in names.DEEP:
        area = Area.objects.get(code=f"{county}{COMMUNITY}")
        for kind, roll, name, count in BODIES:
            called = name.format(place=area.name.removesuffix("社区"))
            body = Body.objects.create(area=area, kind=kind, name=called, roll=roll, from_on=since)
            rows = [_member(body, number, rng=rng) for number in range(1, count + 1)]
            BodyMember.objects.bulk_create(rows)


def _member(body: Body, number: int, *, rng: Random) -> BodyMember:
    """Return an entry: a flat with its area for owners, else a made-up representative."""
    if body.roll == "owners":
        door = f"1栋{(number + 1) // 2}0{2 - number % 2}室"
        return BodyMember(body=body, name=door, area_dm2=rng.randint(7200, 13800), from_on=body.from_on)
    name = f"{rng.choice(names.SURNAMES)}{rng.choice(names.GIVEN)}"
    return BodyMember(body=body, name=name, household=f"第{number}组", from_on=body.from_on)


def hooks() -> dict[str, Hook]:
    """Return what happens beside moves: once a ballot is open, most members vote."""
    return {"begin_voting": _vote}


def _vote(order: Order) -> None:
    """Give out the vouchers of the ballot that was just opened, and cast most of them."""
    meeting = current_meeting(order)
    convener = users_over(CONVENER, order.area_code).order_by("pk")[0]
    slips = issue_vouchers(meeting, by=actor_of(convener))
    agree, against, abstain = VOTES[meeting.body.kind][sorted(names.DEEP).index(order.county)]
    choices = ["agree"] * agree + ["against"] * against + ["abstain"] * abstain
    for (_, code), choice in zip(slips, choices, strict=False):
        cast(code, choice)
