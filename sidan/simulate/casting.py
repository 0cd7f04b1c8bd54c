# SPDX-License-Identifier: Apache-2.0
"""Who plays which role in the demo city's plays, and what stands for photos, days, units and people in answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sidan.base import clock
from sidan.orders.bodies import Body
from sidan.orders.declare import Field
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.people.actors import Actor, actor_of
from sidan.people.models import Post, Unit, User
from sidan.people.queries import users_at, users_over
from sidan.places.calendars import calendar_for
from sidan.simulate import names, shapes
from sidan.simulate.city import City
from sidan.simulate.photos import Drawing, drafts, draw_receipt

_OVER_AREAS = frozenset(
    {"dispatcher", "supervisor", "leader", "revisitor", "crew", "intake", "member", "organiser", "convener"}
    | {"treasurer", "liaison", "auditor"}
)
_OF_UNITS = {"company": "company", "unit_head": "unit_head", "opening_unit": "unit_head"}

# What a capability does beside moves, as casting ballots does; by the move that has just been made.
Hook = Callable[[Order], None]


@dataclass(frozen=True)
class SceneOf:
    """Where a play is, who acts in it, and its order once there is one."""

    actor: Actor
    place: Place
    order: Order | None = None


@dataclass
class Cast:
    """The people of the city as plays need them; drawn by the demo's own seed."""

    city: City
    broken: Sequence[Drawing]
    mended: Sequence[Drawing]
    rng: Random
    hooks: Mapping[str, Hook] = field(default_factory=dict)
    _receipts: int = 0

    def scene(self, by: str, *, county: int) -> SceneOf:
        """Return somebody who may open, in a grid of one of the deep counties."""
        code = sorted(names.DEEP)[county]
        grid = self.rng.choice([grid for grid in sorted(self.city.grids) if grid.startswith(f"{code}001001")])
        site = self.rng.choice(self.city.sites[grid])
        lon, lat = shapes.inside(self.city.grids[grid], rng=self.rng)
        place = Place(grid, site.pk, lon, lat, site.name)
        if by == "anyone":
            return SceneOf(Actor.anyone(), place)
        role, _, number = by.partition(":")
        return SceneOf(self._somebody(role, grid, number=int(number or 1)), place)

    def again(self, order: Order, actor: Actor) -> SceneOf:
        """Return the scene of an order that is under way."""
        place = Place(order.area_code, order.site_id, order.lon, order.lat, order.place_text)
        return SceneOf(actor, place, order)

    def actor(self, by: str, order: Order) -> Actor:
        """Return somebody who plays a role for an order: "member:2" is the second over its area."""
        role, _, rest = by.partition(":")
        number = int(rest or 1)
        if role == "reporter":
            return Actor.reporter(order.pk)
        if role == "clock":
            return Actor.clock()
        if role == "rule":
            return Actor.rule()
        people = self._players(role, order)
        return actor_of(people[(number - 1) % len(people)])

    def answers(self, given: Mapping[str, Any], fields: Mapping[str, Field], *, scene: SceneOf) -> dict[str, Any]:
        """Return the answers with rows and days in the place of what stands for them."""
        return {code: self._answer(value, fields[code], scene) for code, value in given.items()}

    def hook(self, order: Order, move: str) -> None:
        """Let happen what follows a move outside the engine."""
        if move in self.hooks:
            self.hooks[move](order)

    def _somebody(self, role: str, area: str, *, number: int) -> Actor:
        """Return the n-th holder of a post over an area or at a unit of the county."""
        if role in _OVER_AREAS:
            people = list(users_over(role, area).order_by("pk"))
        else:
            post = _OF_UNITS.get(role, "handler")
            held = Post.objects.filter(role=post, unit__area__code__startswith=area[:6])
            if role == "opening_unit":
                held = held.filter(unit__kind="party_branch")
            people = [each.user for each in held.select_related("user").order_by("pk")]
        return actor_of(people[(number - 1) % len(people)])

    def _players(self, role: str, order: Order) -> list[User]:
        """Return who holds a role for an order, by id."""
        if role in ("taker", "opener"):
            return [user for user in [order.member if role == "taker" else order.opener] if user is not None]
        if role == "participant":
            return [User.objects.get(pk=user) for user in order.participants]
        if role in ("unit", "unit_head"):
            return self._staff([order.unit_id])
        if role in ("opening_unit", "company"):
            return self._staff([order.opener_unit_id])
        if role in ("party", "assistant"):
            return [user for unit in order.assisting for user in self._staff([unit])[:1]]
        return list(users_over(role, order.area_code).order_by("pk"))

    def _staff(self, units: Sequence[int | None]) -> list[User]:
        """Return everybody who acts for some units, by id."""
        found = Unit.objects.filter(pk__in=[unit for unit in units if unit])
        people = [user for role in ("handler", "unit_head", "company") for user in users_at(role, found)]
        return sorted(people, key=lambda user: user.pk)

    def _answer(self, value: Any, declared: Field, scene: SceneOf) -> Any:
        """Return one answer; what begins with an at sign stands for something of the city."""
        if isinstance(value, list):
            return [self._answer(each, declared, scene) for each in value]
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        kind, _, rest = value[1:].partition(":")
        stands = {
            "photo": self._photo,
            "day": self._day,
            "here": self._here,
            "unit": self._unit,
            "person": self._person,
            "receipt": self._receipt,
            "order": self._order,
            "across": self._across,
            "moment": self._moment,
            "body": self._body,
        }
        return stands[kind](rest, scene)

    def _photo(self, which: str, scene: SceneOf) -> str:
        """Return a drawn picture: "@photo:before", "@photo:after" or "@photo:receipt", of which each is another."""
        if which == "receipt":
            return drafts([draw_receipt(f"{self._receipts:04d}", self.rng)], 1, at=clock.now(), rng=self.rng)[0]
        pictures = self.broken if which == "before" else self.mended
        return drafts(pictures, 1, at=clock.now(), rng=self.rng)[0]

    def _day(self, days: str, scene: SceneOf) -> str:
        """Return a day so many days ahead: "@day:7"."""
        return (self._today(scene) + timedelta(days=int(days))).isoformat()

    def _today(self, scene: SceneOf) -> date:
        """Return the day in the scene's county."""
        return calendar_for(scene.place.area_code[:6]).local(clock.now()).date()

    def _here(self, rest: str, scene: SceneOf) -> str:
        """Return the order's own place as a position."""
        return f"{scene.place.lon},{scene.place.lat}"

    def _person(self, asked: str, scene: SceneOf) -> str:
        """Return the user name of the n-th holder of a post over the place, and what follows: "@person:member/2 80"."""
        person, space, more = asked.partition(" ")
        role, _, number = person.partition("/")
        people = list(users_over(role, scene.place.area_code).order_by("pk"))
        return people[(int(number or 1) - 1) % len(people)].username + space + more

    def _moment(self, days: str, scene: SceneOf) -> str:
        """Return nine in the morning so many days ahead, or before: "@moment:-1"."""
        return f"{self._day(days, scene)}T09:00"

    def _body(self, kind: str, scene: SceneOf) -> str:
        """Return the number of a body of a kind in the place: "@body:owners"."""
        community = scene.place.area_code[:12]
        return str(Body.objects.get(kind=kind, area__code=community, until_on__isnull=True).pk)

    def _receipt(self, rest: str, scene: SceneOf) -> str:
        """Return the number of a receipt that is used nowhere else."""
        self._receipts += 1
        return f"DEMO{self._today(scene):%Y%m%d}{self._receipts:04d}"

    def _order(self, programme: str, scene: SceneOf) -> str:
        """Return the number of the newest order of a programme in the county: "@order:service"."""
        found = Order.objects.filter(programme=programme, county=scene.place.area_code[:6]).order_by("-id").first()
        if found is None:
            raise LookupError(f"A play names an order of {programme}, and there is none yet.")
        return found.number

    def _unit(self, asked: str, scene: SceneOf) -> str:
        """Return the code of a unit of a kind, the county's own before the city's: "@unit:company/2"."""
        return self._unit_in(scene.place.area_code[:6], asked)

    def _across(self, asked: str, scene: SceneOf) -> str:
        """Return the code of a unit of the other deep county: "@across:party_branch"."""
        return self._unit_in(next(code for code in names.DEEP if code != scene.place.area_code[:6]), asked)

    def _unit_in(self, county: str, asked: str) -> str:
        """Return the code of the n-th unit of a kind in a county, or of the city's."""
        kind, _, number = asked.partition("/")
        units = [*self.city.units, *self.city.others]
        fitting = [u for u in units if u.kind == kind and u.area and u.area.code.startswith(county)]
        fitting = fitting or [u for u in units if u.kind == kind]
        return fitting[(int(number or 1) - 1) % len(fitting)].code
