# SPDX-License-Identifier: Apache-2.0
"""Bodies and their lists: set up by the administrator, brought in from a spreadsheet, all or nothing after a dry run.

A row is about the living member of its name and household, so that the same sheet taken twice adds nothing. Members
that the sheet does not name stay; one with a last day has left from the day after.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import NotFound, Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.orders.bodies import PLACE_FORUM, Body, BodyMember
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.people.models import User
from sidan.places.areas import find_area

TITLE = Words("成员名册", "Members of a body")
MOST_AREA_M2 = 1_000_000
_BATCH = 500
COLUMNS = (
    Column(
        "name",
        Words("姓名或房号", "Name or door"),
        cells.line(100),
        required=True,
        aliases=("姓名", "业主", "房号", "name"),
    ),
    Column("household", Words("户", "Household"), cells.line(60), aliases=("门牌", "户号"), width=20),
    Column(
        "heads",
        Words("人数", "Heads"),
        cells.whole(1, 1000),
        help=Words("不填为 1；一名业主有多套房只算一人", "empty means 1; an owner of several flats is one"),
        style="number",
    ),
    Column(
        "area_m2",
        Words("面积", "Area in m²"),
        lambda cell: _square_metres(cell),  # noqa: PLW0108  defined below
        aliases=("专有部分面积", "建筑面积", "面积（平方米）"),
        style="number",
    ),
    Column("user", Words("用户名", "User name"), cells.text(150), aliases=("账号",)),
    Column("until_on", Words("最后一天", "Last day"), cells.day, aliases=("截止日期",)),
)


@transaction.atomic
def add_body(
    area_code: str, kind: str, *, name: str, roll: str, rolls: Mapping[str, Collection[str]], by: Actor
) -> Body:
    """Set up a body in an area under its own name; one place has one forum. `rolls` are those each kind may hold."""
    require_may_keep_bodies(by)
    area = find_area(area_code)
    if kind not in rolls:
        raise Refused("There is no kind of body “%(code)s”.", code=kind[:40])
    if roll not in rolls[kind]:
        raise Refused("The list of such a body holds: %(rolls)s.", rolls=", ".join(rolls[kind]))
    body = Body(area=area, kind=kind, name=" ".join(name.split()), roll=roll, from_on=city_today())
    if not body.name or len(body.name) > 100:
        raise Refused("Give the body a name of at most %(most)d characters.", most=100)
    try:
        with transaction.atomic():
            body.save(force_insert=True)
    except IntegrityError:
        if kind == PLACE_FORUM and Body.objects.filter(area=area, kind=kind, until_on__isnull=True).exists():
            raise Refused("%(area)s has its forum already: one place, one forum.", area=area.name) from None
        raise Refused("%(area)s has a body named “%(name)s” already.", area=area.name, name=body.name) from None
    record(by, "body.added", f"body:{body.pk}", area=area.code, kind=kind)
    return body


@transaction.atomic
def end_body(body: Body, *, by: Actor) -> None:
    """End a body today; its past meetings stay."""
    require_may_keep_bodies(by)
    body.until_on = city_today()
    body.save(update_fields=["until_on"])
    record(by, "body.ended", f"body:{body.pk}")


def find_body(code: str) -> Body:
    """Return a living body by its number; NotFound when there is none. One query."""
    number = int(code) if code.isascii() and code.isdigit() and len(code) < 12 else 0
    body = Body.objects.select_related("area").filter(pk=number, until_on__isnull=True).first()
    if body is None:
        raise NotFound("There is no body with the number “%(code)s”.", code=code[:20])
    return body


@transaction.atomic
def import_body_members(
    body: Body, source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False
) -> Plan:
    """Add and change members as a sheet says; Faulty, and nothing written, when a row is wrong."""
    require_may_keep_bodies(by)
    spec = Spec(title=TITLE, columns=COLUMNS, key=_key, known=partial(_known, body), check=_faults_between)
    plan = prepare(source, filename, spec=spec).carried_out(partial(_write, body), dry_run=dry_run)
    if not dry_run and (plan.created or plan.changed):
        added, changed = len(plan.created), len(plan.changed)
        record(by, "body.members_imported", f"body:{body.pk}", added=added, changed=changed)
    return plan


def require_may_keep_bodies(by: Actor) -> None:
    """Refuse anybody but the system administrator and the operator's command line."""
    if by.system != "importer" and not by.holds("system_admin"):
        raise Refused("Only a system administrator may set up bodies and their lists.")


def _key(row: Record) -> Hashable:
    """Return what names the member of a row."""
    return row["name"], row.get("household") or ""


def _living(body: Body) -> dict[Hashable, BodyMember]:
    """Return the living members by what names them. One query."""
    living = BodyMember.objects.filter(body=body, until_on__isnull=True).select_related("user")
    return {(member.name, member.household): member for member in living}


def _known(body: Body, records: Sequence[Record]) -> Mapping[Hashable, Mapping[str, Any]]:
    """Return the present values of the members by what names them."""
    return {
        key: {
            "heads": member.heads,
            "area_m2": member.area_dm2,
            "user": member.user.username if member.user else "",
            "until_on": member.until_on,
        }
        for key, member in _living(body).items()
    }


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield rows that name somebody who has no account. One query."""
    users = {each.get("user") for each in records} - {"", None}
    known = set(User.objects.filter(username__in=users).values_list("username", flat=True))
    for each in records:
        if each.get("user") and each["user"] not in known:
            yield each.fault("user", Refused("Nobody here has the user name “%(name)s”.", name=each["user"]))


def _write(body: Body, plan: Plan) -> None:
    """Write the rows of a sound plan."""
    present = _living(body)
    changed = [change.record for change in plan.changed]
    names = {each.get("user") for each in (*plan.created, *changed)} - {"", None}
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    new = [BodyMember(body=body, name=each["name"], from_on=city_today()) for each in plan.created]
    for member, each in zip(new, plan.created, strict=True):
        _fill(member, each, users)
    BodyMember.objects.bulk_create(new, batch_size=_BATCH)
    amended = [present[_key(each)] for each in changed]
    for member, each in zip(amended, changed, strict=True):
        _fill(member, each, users)
    BodyMember.objects.bulk_update(amended, ["heads", "area_dm2", "user", "until_on"], batch_size=_BATCH)


def _fill(member: BodyMember, row: Record, users: Mapping[str, User]) -> None:
    """Give a member the values of a row; columns the sheet does not have stay as they are."""
    values = row.values
    member.household = values.get("household") or member.household
    member.heads = values.get("heads") or member.heads
    if values.get("area_m2") is not None:
        member.area_dm2 = values["area_m2"]
    if "user" in values:
        member.user = users.get(values["user"])
    if "until_on" in values:
        member.until_on = values["until_on"]


def _square_metres(cell: str) -> int | None:
    """Return an area written in square metres as whole square decimetres; more than two decimals are refused."""
    shown = cells.plain(cell).removesuffix("m2").removesuffix("㎡").replace(",", "").strip()
    if not shown:
        return None
    if cells.decimal(0, MOST_AREA_M2)(shown) is None:
        return None
    area = Decimal(shown) * 100
    if area != area.to_integral_value():
        raise Refused("write the area with at most two decimals instead of %(cell)s.", cell=cell)
    return int(area)
