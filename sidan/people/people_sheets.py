# SPDX-License-Identifier: Apache-2.0
"""People and their posts as sheets: one row for each post, or one for a person who holds none yet.

An import adds and changes and never takes away: who is not in the sheet keeps account and posts. Passwords are no
matter of sheets; `passwords.issue_first` hands them out afterwards.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.people.accounts import change_user
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_staff
from sidan.people.contact_details import normal_phone
from sidan.people.crew_columns import CREW_COLUMNS, crew_cells, crew_facts_of, sites_named
from sidan.people.crew_facts import CrewFacts
from sidan.people.crews import kind_words
from sidan.people.days import city_today, held_between
from sidan.people.models import Post, Unit, User
from sidan.people.posts import GIVEN_ROLES, POST_ROLES
from sidan.people.staffing import add_user, change_post, hold_post
from sidan.people.trial import tried
from sidan.places.codes import stripped
from sidan.places.models import Area

TITLE = Words("人员和岗位", "People and posts")
_OF_CREW = tuple(column.name for column in CREW_COLUMNS)
_OF_A_POST = ("unit", "area", "title", "from_on", "until_on", *_OF_CREW)
_CHANGING = ("name", "phone", "title", "until_on", *_OF_CREW)


def import_people(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Add people and posts, and mend them, as a sheet says; Faulty, and nothing written, when any row is wrong."""
    require_may_staff(by)
    plan = prepare(source, filename, spec=PEOPLE)

    def write(plan: Plan) -> Iterator[Refused]:
        yield from _written(plan, by=by)
        record(by, "people.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, write, dry_run=dry_run)


def export_people(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the people who work here with their present and coming posts, as a sheet that `import_people` reads."""
    require_may_staff(by)
    held = Post.objects.filter(held_between(city_today(), None), user__is_active=True).select_related(
        "user", "unit", "site"
    )
    rows = [_row_of(post) for post in held.order_by("user__username", "from_on", "id")]
    busy = {row["username"] for row in rows}
    rows += [_row_of_user(user) for user in User.objects.filter(is_active=True) if user.username not in busy]
    record(by, "people.exported", "", count=len(rows))
    return write_table(PEOPLE.columns, map(_shown, rows), title=TITLE, language=language)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a row as a clerk reads them."""
    if "role" not in row:
        return row
    kind = kind_words(row["kind"]) if row["kind"] else ""
    return {**row, "role": POST_ROLES[row["role"]].words, "kind": kind}


def _row_of_user(user: User) -> dict[str, Any]:
    """Return the cells of a person, without those of a post."""
    return {"username": user.username, "name": user.display_name, "phone": user.phone}


def _row_of(post: Post) -> dict[str, Any]:
    """Return the cells of a person's post."""
    return {
        **_row_of_user(post.user),
        "role": post.role,
        "unit": post.unit.code if post.unit else "",
        "area": post.area_code,
        "title": post.title,
        "from_on": post.from_on,
        "until_on": post.until_on,
        **crew_cells(post),
    }


def _known(records: Sequence[Record]) -> dict[Hashable, Mapping[str, Any]]:
    """Return the rows there are already, by key; two queries."""
    names = {each["username"] for each in records}
    known: dict[Hashable, Mapping[str, Any]] = {
        _key(row): row for row in map(_row_of_user, User.objects.filter(username__in=names))
    }
    for key, post in _posts_by_key(names).items():
        row = _row_of(post)
        known[key] = {name: row[name] for name in _CHANGING}
    # An empty cell leaves the name as published as it is.
    silent = {_key(each) for each in records if each.get("is_published") is None}
    return {
        key: {name: value for name, value in row.items() if name != "is_published" or key not in silent}
        for key, row in known.items()
    }


def _posts_by_key(names: Iterable[str]) -> dict[Hashable, Post]:
    """Return the posts of people by key; one query.

    A row without a first day means the post as it is held today, or the one that comes next.
    """
    found: dict[Hashable, Post] = {}
    posts = Post.objects.filter(user__username__in=names).select_related("user", "unit", "area", "site__area")
    for post in posts.order_by("from_on"):
        row = _row_of(post)
        found[_key(row)] = post
        if post.until_on is None or post.until_on >= city_today():
            found.setdefault(_key({**row, "from_on": None}), post)
    return found


def _key(row: Record | Mapping[str, Any]) -> Hashable:
    """Return what names a row: the person and the post, by its first day where one is given."""
    return tuple(row.get(name) or None for name in ("username", "role", "unit", "area", "from_on"))


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield what is wrong with the units and areas that rows refer to, and where rows of one person differ."""
    units, areas, sites = _named(Unit, records, "unit"), _named(Area, records, "area"), sites_named(records)
    first: dict[str, Record] = {}
    for each in records:
        person = first.setdefault(each["username"], each)
        if (each["name"], each.get("phone")) != (person["name"], person.get("phone")):
            same = person.where("name")
            yield each.fault("name", Refused("Name and phone of one person differ from %(cell)s.", cell=same))
        if each.get("unit") and each["unit"] not in units:
            yield each.fault("unit", Refused("There is no unit %(code)s.", code=each["unit"]))
        if each.get("area") and each["area"] not in areas:
            yield each.fault("area", Refused("There is no area %(code)s.", code=each["area"]))
        if each.get("site") and each["site"] not in sites:
            yield each.fault("site", Refused("There is no place with the code %(code)s.", code=each["site"].upper()))
        if not each.get("role") and any(each.get(name) for name in _OF_A_POST):
            yield each.fault("role", Refused("Please say which post this is."))


def _named(model: type[Unit] | type[Area], records: Sequence[Record], column: str) -> dict[str, Any]:
    """Return the units or areas that a column names, by code; one query."""
    codes = {each.get(column) for each in records} - {None, ""}
    return {found.code: found for found in model._default_manager.filter(code__in=codes)}


def _written(plan: Plan, *, by: Actor) -> Iterator[Refused]:
    """Write every row and yield what is refused."""
    records = [*plan.created, *(change.record for change in plan.changed)]
    units, areas, sites = _named(Unit, records, "unit"), _named(Area, records, "area"), sites_named(records)
    names = {each["username"] for each in records}
    people = {user.username: user for user in User.objects.filter(username__in=names)}
    known = _posts_by_key(names)
    for each in sorted(records, key=lambda record: record.row):
        try:
            user = _person(each, people, by=by)
            post = known.get(_key(each))
            crew = crew_facts_of(each, sites)
            if post is not None:
                _mend(post, each, crew, by=by)
            elif each.get("role"):
                unit, area = units.get(each.get("unit", "")), areas.get(each.get("area", ""))
                days = {"from_on": each.get("from_on"), "until_on": each.get("until_on")}
                hold_post(user, each["role"], by=by, unit=unit, area=area, title=each.get("title", ""), **days, **crew)
        except Refused as reason:
            yield each.fault("role" if each.get("role") else "username", reason)


def _person(each: Record, people: dict[str, User], *, by: Actor) -> User:
    """Return the person of a row, added to `people` when new and mended when the row says otherwise."""
    user = people.get(each["username"])
    phone = each.get("phone", user.phone if user else "")
    if user is None:
        user, _ = add_user(each["username"], each["name"], by=by, phone=phone, with_password=False)
    elif (user.display_name, user.phone) != (each["name"], phone):
        change_user(user, by=by, display_name=each["name"], phone=phone)
        user.display_name, user.phone = each["name"], phone
    people[user.username] = user
    return user


def _mend(post: Post, each: Record, crew: CrewFacts, *, by: Actor) -> None:
    """Give a post what its row says; columns that the sheet does not have stay as they are."""
    row = _row_of(post)
    said = {name: each[name] for name in ("title", "until_on", *_OF_CREW) if name in each.values}
    if said.get("is_published") is None:
        said.pop("is_published", None)
    if any(value != row[name] for name, value in said.items()):
        title, until_on = each.get("title", post.title), each.get("until_on", post.until_on)
        change_post(post, by=by, title=title, until_on=until_on, **crew)


def _username(cell: str) -> str:
    """Return a user name as it is stored."""
    return User.objects.normal_username(cells.code_text(cell))


def _area_code(cell: str) -> str:
    """Return the code of an area without trailing zeros, or "" for none."""
    return stripped(cell) if cell else ""


PEOPLE = Spec(
    title=TITLE,
    columns=(
        Column(
            "username",
            Words("用户名", "User name"),
            _username,
            required=True,
            aliases=("账号", "登录名"),
            help=Words(
                "登录用，一人一个；同一人有几个岗位就写几行", "for signing in; one row for each post of a person"
            ),
        ),
        Column("name", Words("姓名", "Name"), cells.text(60), required=True),
        Column("phone", Words("工作电话", "Work phone"), normal_phone, aliases=("电话", "手机")),
        Column(
            "role",
            Words("岗位", "Post"),
            cells.choice({code: POST_ROLES[code].words for code in GIVEN_ROLES}),
            aliases=("角色",),
            options=tuple(POST_ROLES[code].words for code in GIVEN_ROLES),
        ),
        Column("unit", Words("单位编码", "Unit code"), cells.code_text, aliases=("单位",)),
        Column("area", Words("负责区域编码", "Area code"), _area_code, aliases=("区域编码", "负责区域")),
        Column(
            "title",
            Words("称谓", "Title"),
            cells.text(60),
            help=Words("例如网格长、楼栋长，可不填", "such as grid head; may be empty"),
        ),
        Column(
            "from_on",
            Words("开始日期", "From"),
            cells.day,
            style="day",
            help=Words("不填为今天", "empty means today"),
        ),
        Column(
            "until_on",
            Words("结束日期", "Until"),
            cells.day,
            style="day",
            help=Words("最后一天，含当天；不填为长期", "the last day, counted; empty means for good"),
        ),
        *CREW_COLUMNS,
    ),
    key=_key,
    known=_known,
    check=_faults_between,
)
