# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  small tables read best one row a line
"""One small county that every test knows: two streets, six grids, five units, eleven people and a stranger.

Everybody holds one post. The stranger can sign in and must see nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from sidan.base import clock
from sidan.orders import registry
from sidan.orders.catalogue import Condition, Matter, MatterGroup
from sidan.orders.models import Order, Step
from sidan.orders.moves import Place, make, submit
from sidan.orders.sweep import sweep
from sidan.people.actors import Actor, actor_of
from sidan.people.models import Post, Unit, User
from sidan.places.models import Area, Site
from sidan.web.sessions import SessionStore

CHINA = ZoneInfo("Asia/Shanghai")
# A Tuesday morning with office hours ahead.
MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=CHINA)
LONG_AGO = date(2020, 1, 1)

CITY, COUNTY = "3699", "369901"
NORTH, SOUTH = "369901001", "369901002"
PASSWORD = "a long pass-phrase"


class Clock:
    """The clock as a test moves it; it stands still otherwise."""

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Move the clock forward."""
        clock.advance(days=days, hours=hours, minutes=minutes)

    def to(self, moment: datetime) -> None:
        """Set the clock to a moment."""
        clock.move_to(moment)

    def to_due(self, order: Order, *, minutes: float = 1) -> None:
        """Set the clock a little after the order is due."""
        order.refresh_from_db()
        assert order.due_at is not None
        clock.move_to(order.due_at)
        clock.advance(minutes=minutes)


@dataclass
class World:
    """The county, built anew for each test."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    site: Site = field(init=False)
    _keys: Any = field(default_factory=lambda: count(1))

    @property
    def grid(self) -> str:
        """Return the code of the first grid of the northern street, where the crew works."""
        return f"{NORTH}001001"

    def actor(self, name: str) -> Actor:
        """Return the actor of one of the people, with the posts held today."""
        return actor_of(self.people[name])

    def client(self, name: str, **headers: Any) -> Client:
        """Return a browser in which one of the people is signed in: by a session alone, as signing in takes long."""
        user, session, browser = self.people[name], SessionStore(), Client(**headers)
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return browser

    def hold(self, name: str, *, role: str, unit: str = "", area: str = "") -> User:
        """Give somebody one more post; a name nobody has yet is a newcomer."""
        if name not in self.people:
            self.people[name] = User.objects.create_user(name, PASSWORD, display_name=name)
        Post.objects.create(
            user=self.people[name],
            role=role,
            unit=self.units.get(unit),
            area=self.areas.get(area),
            area_code=area,
            from_on=LONG_AGO,
        )
        return self.people[name]

    def submit(self, text: str = "楼道灯坏了三天，晚上看不见路。", *, area: str | None = None, **more: Any) -> Order:
        """Open a service order as a resident does, by default in the crew's grid."""
        answers: Mapping[str, Any] = {"text": text, **more.pop("answers", {})}
        by = more.pop("by", Actor.anyone())
        place = more.pop("place", None) or Place(area_code=area or self.grid, text="幸福小区3栋2单元")
        return submit(registry.current("service"), answers, by=by, place=place, via=more.pop("via", "web"), **more)

    def move(self, order: Order, move: str, by: str | Actor, **answers: Any) -> Step:
        """Make a move as one of the people, or as the reporter, and bring `order` up to date."""
        actor = by if isinstance(by, Actor) else Actor.reporter(order.pk) if by == "reporter" else self.actor(by)
        step = make(order, move, answers, by=actor)
        order.refresh_from_db()
        return step

    def dispatch(self, order: Order, *, unit: str = "lamps", **answers: Any) -> Step:
        """Dispatch an order to a unit as the northern street's dispatcher."""
        matter = answers.pop("matter", "city.lamp.dark#usual")
        return self.move(order, "dispatch", "dispatcher", unit=unit, matter_decided=matter, **answers)

    def at_work(self, **more: Any) -> Order:
        """Return an order that the lamp office has signed for."""
        order = self.submit(**more)
        self.dispatch(order)
        self.move(order, "sign", "handler")
        return order

    def answered(self, **more: Any) -> Order:
        """Return an order that awaits the resident's verdict."""
        order = self.at_work(**more)
        self.move(order, "answer", "handler", answer="灯泡已更换，今后每月巡查一次。")
        return order

    def sweep(self) -> int:
        """Let the clock make its moves now."""
        return sweep(clock.now())


def build() -> World:
    """Write the county into the database and return it."""
    world = World()
    _areas(world)
    _units(world)
    _people(world)
    _matters()
    return world


def _areas(world: World) -> None:
    """Make a city, a county, two streets of one community each, and three square grids in each, side by side."""

    def add(code: str, name: str, level: str, **more: Any) -> None:
        parent = (
            None
            if level == "city"
            else Area.objects.get(code=code[: {"county": 4, "town": 6, "community": 9, "grid": 12}[level]])
        )
        world.areas[code] = Area.objects.create(code=code, name=name, level=level, parent=parent, **more)

    add(CITY, "临江市", "city", name_en="Linjiang")
    add(COUNTY, "东山县", "county", name_en="Dongshan")
    for street, (code, name) in enumerate(((NORTH, "北门街道"), (SOUTH, "南门街道"))):
        add(code, name, "town")
        add(f"{code}001", f"{name[:2]}社区", "community")
        for number in range(1, 4):
            west, south = 116.0 + 0.01 * (number - 1), 28.01 - 0.01 * street
            ring = [
                [west, south],
                [west + 0.01, south],
                [west + 0.01, south + 0.01],
                [west, south + 0.01],
                [west, south],
            ]
            add(
                f"{code}001{number:03d}",
                f"{name[:2]}第{number}网格",
                "grid",
                geometry={"type": "Polygon", "coordinates": [ring]},
                households=400,
            )
    world.site = Site.objects.create(
        code="k7qf2mxp", kind="stair", name="幸福小区3栋2单元", area=world.areas[world.grid], lon=116.005, lat=28.015
    )


def _units(world: World) -> None:
    """Make five units: two departments, a street, a property company and one of another county's kind."""
    for code, name, name_en, kind, area in (
        ("lamps", "城管局照明所", "Lamp office", "urban_management", COUNTY),
        ("water", "水务公司", "Water company", "water", COUNTY),
        ("north", "北门街道办", "North street office", "street_office", NORTH),
        ("property", "幸福物业", "Happy property management", "property_management", NORTH),
        ("housing", "住建局", "Housing bureau", "housing", COUNTY),
    ):
        world.units[code] = Unit.objects.create(
            code=code, name=name, name_en=name_en, kind=kind, area=world.areas[area]
        )


def _people(world: World) -> None:
    """Make eleven people with one post each, and the stranger without any."""
    for name, shown, role, where in (
        ("dispatcher", "陈派单", "dispatcher", NORTH),
        ("south_dispatcher", "林南门", "dispatcher", SOUTH),
        ("supervisor", "周督办", "supervisor", COUNTY),
        ("leader", "吴领导", "leader", COUNTY),
        ("revisitor", "郑回访", "revisitor", COUNTY),
        ("crew", "李网格", "crew", f"{NORTH}001001"),
        ("handler", "王照明", "handler", "lamps"),
        ("plumber", "赵水务", "handler", "water"),
        ("intake", "孙话务", "intake", COUNTY),
        ("evaluator", "考评甲", "evaluator", COUNTY),
        ("second_evaluator", "考评乙", "evaluator", COUNTY),
        ("stranger", "路人甲", "", ""),
    ):
        user = User.objects.create_user(name, PASSWORD, display_name=shown)
        world.people[name] = user
        if role:
            unit = world.units.get(where)
            area = world.areas.get(where)
            Post.objects.create(
                user=user, role=role, unit=unit, area=area, area_code=where if area else "", from_on=LONG_AGO
            )


def _matters() -> None:
    """Make a few matters: a dark lamp with two conditions, a burst pipe, and a wish about the property company."""
    for group, name, name_en in (
        ("city", "城管", "City"),
        ("city.lamp", "照明", "Lamps"),
        ("live", "民生", "Livelihood"),
        ("live.water", "供水", "Water"),
    ):
        MatterGroup.objects.create(code=group, name=name, name_en=name_en)
    for code, group, name, name_en, kind, photos, conditions in (
        (
            "city.lamp.dark", "city.lamp", "路灯不亮", "Street lamp is dark", "urban_management", "none",
            (("usual", "单灯不亮", "2 working_days"), ("danger", "漏电或倾倒", "2 urgent_hours")),
        ),
        ("live.water.burst", "live.water", "水管爆裂", "Burst pipe", "water", "after", (("usual", "一般", "1 urgent_hours"),)),
        ("live.property", "live", "物业服务", "Property service", "housing", "none", (("usual", "一般", "5 working_days"),)),
    ):  # fmt: skip
        matter = Matter.objects.create(
            code=code, group=MatterGroup.objects.get(code=group), name=name, name_en=name_en, unit_kind=kind,
            words=[name], photos=photos,
        )  # fmt: skip
        for position, (condition, words, limit) in enumerate(conditions):
            Condition.objects.create(
                matter=matter, code=condition, name=words, name_en=condition, limit=limit, position=position
            )
