# SPDX-License-Identifier: Apache-2.0
"""A county with purses: members who give, people who approve, pay and audit, and the steps of a small service."""

from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

from sidan.base.clock import now
from sidan.orders import funds, registry
from sidan.orders.models import Attachment, Order, Step
from sidan.orders.moves import Place, submit
from sidan.orders.purses import Posting, Purse
from sidan.people.actors import Actor
from tests.world import COUNTY, NORTH, World

YEAR = 2026
_pictures = count(1)


def picture(what: str = "") -> str:
    """Return the token of an uploaded picture; the same words make the same picture."""
    number = next(_pictures)
    digest = sha256((what or f"picture {number}").encode()).hexdigest()
    draft = Attachment(token=f"t{number}", file="a.jpg", thumbnail="b.jpg", digest=digest, width=9, height=9)
    draft.created_at = now()
    draft.save(force_insert=True)
    return draft.token


def fill_purses(world: World) -> None:
    """Give every member of the county more than a walk can spend, in this year and those it may come to."""
    for year in range(YEAR, YEAR + 5):
        funds.allot_area(COUNTY, year=year, amount_fen=10_000_000, by=Actor.importer())


@dataclass
class Micro:
    """The county with three members of 200 yuan each, an organiser, a treasurer and an auditor."""

    world: World
    receipts: Any = field(default_factory=lambda: count(1001))

    def __post_init__(self) -> None:
        """Give everybody a post and every member a purse."""
        for name in ("ming", "hong", "lan"):
            user = self.world.hold(name, role="member", area=NORTH)
            funds.allot(user, year=YEAR, amount_fen=20000, area_code=NORTH)
        self.world.hold("organiser", role="organiser", area=NORTH)
        self.world.hold("treasurer", role="treasurer", area=COUNTY)
        self.world.hold("auditor", role="auditor", area=COUNTY)

    def purse(self, name: str) -> Purse:
        """Return somebody's purse as it is now."""
        return Purse.objects.get(user=self.world.people[name], year=YEAR)

    def balance(self, name: str) -> tuple[int, int, int]:
        """Return what is available, reserved and spent in somebody's purse, in fen."""
        purse = self.purse(name)
        return purse.available_fen, purse.reserved_fen, purse.spent_fen

    def postings(self, order: Order) -> list[tuple[str, int]]:
        """Return kind and fen of what moved for an order."""
        return list(Posting.objects.filter(order=order).order_by("pk").values_list("kind", "amount_fen"))

    def find_need(self, *, by: str = "ming") -> Order:
        """Open an order: old Wang needs a handrail."""
        answers = {"text": "王大爷家门口没有扶手。", "beneficiary": "王大爷"}
        place = Place(area_code=self.world.grid, text="幸福小区3栋")
        return submit(registry.current("micro"), answers, by=self.world.actor(by), place=place, via="desk")

    def declare(self, order: Order, *, by: str = "ming", **how: Any) -> Step:
        """Declare alone (`amount`) or jointly (`shares`)."""
        move = "declare_jointly" if "shares" in how else "declare_alone"
        return self.world.move(order, move, by, use="repair", not_own_kin=True, **how)

    def approved(self, *, amount: str = "120") -> Order:
        """Return an order of one member's that the organiser has approved."""
        order = self.find_need()
        self.declare(order, amount=amount)
        self.world.move(order, "approve_alone", "organiser")
        return order

    def shown(self, **more: Any) -> Order:
        """Return an order that is done, with photos."""
        order = self.approved(**more)
        self.world.move(order, "show_done", "ming", result="装好了扶手。", after=[picture()])
        return order

    def bring(self, order: Order, *, yuan: str = "100", number: str = "", photo: str = "") -> Step:
        """Hand in a receipt as the one who opened the order."""
        return self.world.move(
            order,
            "bring_receipt",
            "ming",
            receipt_number=number or f"NO {next(self.receipts)}",
            receipt_amount=yuan,
            receipt_photo=[picture(photo)],
        )

    def payable(self, *, amount: str = "120", yuan: str = "100") -> Order:
        """Return an order with a receipt that the beneficiary has confirmed."""
        order = self.shown(amount=amount)
        self.bring(order, yuan=yuan)
        self.world.move(order, "record_slip", "crew", slip=[picture()], satisfaction=5)
        return order

    def announced(self, order: Order, notice: str = "为一户老人装了扶手。") -> Step:
        """Publish a paid order in the way that fits whether it was drawn."""
        order.refresh_from_db()
        move = "announce_for_audit" if order.facts["sampled"] else "announce"
        return self.world.move(order, move, "organiser", notice=notice)
