# SPDX-License-Identifier: Apache-2.0
"""The small county with somebody for every role a programme may name, for walks through any programme."""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import count
from typing import Any

from sidan.base.clock import now
from sidan.orders.models import Attachment, Order
from sidan.orders.moves import Place
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.people.partners import Partner, PartnerKind
from sidan.people.posts import AREA_ROLES
from tests.opinions import found_bodies, go_to_vote
from tests.purses import fill_purses
from tests.world import COUNTY, LONG_AGO, World

# So many people hold each post over an area: whoever applied must not approve, and members act together.
PEOPLE_A_ROLE = 2
OFFICES = ("lamps", "water", "property")
COMPANIES = ("factory", "mill")

# What a programme needs to find before its first order, such as a purse for each member; each is called once a county.
PREPARATIONS: list[Callable[[World], None]] = [fill_purses, found_bodies]
# What people do beside moves once one has had an effect, such as casting their ballots.
AFTERMATHS: dict[str, Callable[[Order, World, Callable[[Sequence[Any]], Any]], None]] = {"open_ballot": go_to_vote}


class Society:
    """Everybody who may act, and what answers may name."""

    def __init__(self, world: World) -> None:
        """Give every post to somebody, over the whole county, and every unit its people."""
        self.world = world
        self._photos = count(1)
        for role in AREA_ROLES:
            for number in range(PEOPLE_A_ROLE):
                world.hold(f"{role}_{number}", role=role, area=COUNTY)
        for code in COMPANIES:
            world.units[code] = Unit.objects.create(code=code, name=code, kind="company", area=world.areas[COUNTY])
            world.hold(f"{code}_contact", role="company", unit=code)
        for code in OFFICES:
            world.hold(f"{code}_handler", role="handler", unit=code)
            world.hold(f"{code}_head", role="unit_head", unit=code)
        self._tie()
        for prepare in PREPARATIONS:
            prepare(world)
        self.staff = [world.actor(name) for name in sorted(world.people)]

    def _tie(self) -> None:
        """Make a unit a partner of the grid, so that its people hold that role."""
        kind = PartnerKind.objects.first() or PartnerKind.objects.create(code="owners", name="业委会")
        Partner.objects.create(
            area=self.world.areas[self.world.grid],
            area_code=self.world.grid,
            unit=self.world.units["property"],
            kind=kind,
            from_on=LONG_AGO,
        )

    @cached_property
    def order_of_a_resident(self) -> Order:
        """Return an order of the service loop, for programmes that take up another's."""
        return self.world.submit()

    @property
    def place(self) -> Place:
        """Return where every order is: the first grid, at its stair."""
        site = self.world.site
        return Place(area_code=self.world.grid, site_id=site.pk, lon=site.lon, lat=site.lat, text="幸福小区3栋2单元")

    def everybody(self, order: Order) -> list[Actor]:
        """Return all who might act on an order: the staff, the reporter, and somebody of whom nothing is known."""
        return [*self.staff, Actor.reporter(order.pk), Actor.anyone()]

    def photo(self) -> str:
        """Return the token of a picture that was just taken."""
        token = f"walk{next(self._photos)}"
        Attachment.objects.create(
            token=token,
            file=f"{token}.jpg",
            thumbnail=f"{token}.small.jpg",
            digest=token.rjust(64, "0"),
            width=8,
            height=8,
            created_at=now(),
        )
        return token
