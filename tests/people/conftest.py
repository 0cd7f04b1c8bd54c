# SPDX-License-Identifier: Apache-2.0
"""A small office for the tests of people: one county, its water company, its town, and who works there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sidan.base import clock
from sidan.base.errors import Refused
from sidan.people.actors import Actor, actor_of
from sidan.people.models import Post, Unit, User
from sidan.people.staffing import add_user, hold_post
from sidan.people.units import add_unit
from sidan.places.models import Area

TODAY = date(2026, 9, 1)  # a Tuesday

AREAS = {
    "3610": ("city", "抚州市"),
    "361002": ("county", "临川区"),
    "361002001": ("town", "青云街道"),
    "361002001001": ("community", "东乡社区"),
    "361002001001001": ("grid", "第一网格"),
    "361002001001002": ("grid", "第二网格"),
    "361002002": ("town", "西大街街道"),
    "361003": ("county", "东乡区"),
}


@dataclass
class Office:
    """What the tests stand on; whoever is not named here is a stranger."""

    areas: dict[str, Area]
    water: Unit
    town_office: Unit
    chief: Actor
    people: dict[str, User] = field(default_factory=dict)

    def person(self, username: str, role: str = "", *, unit: Unit | None = None, area: str = "") -> User:
        """Add a person, with a post held since long ago when a role is given."""
        user, _ = add_user(username, username.title(), by=Actor.importer(), with_password=False)
        if role:
            self.post(user, role, unit=unit, area=area)
        self.people[username] = user
        return user

    def post(
        self, user: User, role: str, *, unit: Unit | None = None, area: str = "", until: date | None = None
    ) -> Post:
        """Give a person a post since the beginning of the year."""
        place = self.areas[area] if area else None
        since = date(2026, 1, 1)
        return hold_post(user, role, by=Actor.importer(), unit=unit, area=place, from_on=since, until_on=until)

    def actor(self, username: str) -> Actor:
        """Return what a person may do today."""
        return actor_of(User.objects.get(username=username), ip="192.0.2.7")


def refused(verb: Callable[..., Any], *args: Any, **named: Any) -> str:
    """Return the sentence with which a verb refuses."""
    with pytest.raises(Refused) as refusal:
        verb(*args, **named)
    return str(refusal.value)


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    """Let every test of people begin at ten in the morning of TODAY."""
    with clock.travel(datetime(2026, 9, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def office(db: None) -> Office:
    """Return the office with its areas, two units and the security administrator."""
    areas: dict[str, Area] = {}
    for code, (level, name) in AREAS.items():
        above = max((other for other in areas if code.startswith(other)), key=len, default=None)
        areas[code] = Area.objects.create(code=code, level=level, name=name, parent=areas.get(above or ""))
    operator = Actor.importer()
    water = add_unit("water", "临川区供水公司", kind="water", by=operator, area=areas["361002"])
    town_office = add_unit("qingyun", "青云街道办事处", kind="town", by=operator, area=areas["361002001"])
    chief, _ = add_user("chief", "安全管理员", by=operator, with_password=False)
    hold_post(chief, "security_admin", by=operator)
    return Office(areas, water, town_office, actor_of(chief))
