# SPDX-License-Identifier: Apache-2.0
"""Kinds of crew, the places they look after, their days of duty, and whose name is published."""

from datetime import date, timedelta
from typing import Any

import pytest

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.crews import CREW_KINDS, crew_kind
from sidan.people.duty import duty_words, is_on_duty, parse_duty, week_of
from sidan.people.grid_crew import crew_of
from sidan.people.models import Post
from sidan.people.people_sheets import export_people, import_people
from sidan.people.posts import POST_ROLES
from sidan.people.staffing import be_away, change_post, come_back, hold_post
from sidan.places.models import Site
from sidan.places.sites import add_site
from tests.people.conftest import TODAY, Office, refused

GRID, OTHER = "361002001001001", "361002001001002"
HEADER = "用户名,姓名,岗位,负责区域编码,队伍类别,负责点位编码,值班时间,公开姓名\n"


@pytest.fixture
def stair(office: Office) -> Site:
    """Return a stair in the first grid."""
    return add_site(GRID, "3栋2单元", kind="stair")


def post(office: Office, role: str = "crew", area: str = GRID, **facts: Any) -> Post:
    """Give somebody new a post."""
    name = f"p{len(office.people) + 1}"
    return hold_post(office.person(name), role, by=Actor.importer(), area=office.areas[area], **facts)


def test_every_kind_is_named_and_serves_in_a_post_there_is() -> None:
    """No kind is shown as a code; a county's own shows as written."""
    assert all(kind.words.zh and kind.words.en for kind in CREW_KINDS.values())
    assert {role for kind in CREW_KINDS.values() for role in kind.roles} <= set(POST_ROLES)
    assert crew_kind("护林员").words.zh == "护林员"


@pytest.mark.parametrize(
    ("role", "kind", "published"),
    [
        ("crew", "grid_head", True),
        ("crew", "", True),
        ("crew", "full_time", True),
        ("crew", "building_head", False),
        ("member", "stair_head", False),
        ("member", "volunteer", False),
        ("crew", "护林员", False),
    ],
)
def test_workers_of_the_grid_are_named_and_neighbours_are_not(
    office: Office, role: str, kind: str, published: bool
) -> None:
    """Unless somebody says otherwise, in either way."""
    held = post(office, role, kind=kind)
    told = post(office, role, kind=kind, is_published=not published)

    assert (held.is_published, told.is_published) == (published, not published)


def test_a_stair_head_looks_after_a_stair_of_the_grid(office: Office, stair: Site) -> None:
    """A place elsewhere, out of use, of another kind, or for a grid head is refused."""
    elsewhere = add_site(OTHER, "1栋1单元", kind="stair")

    assert post(office, kind="stair_head", site=stair).site == stair
    assert "does not lie in the area" in refused(post, office, kind="stair_head", site=elsewhere)
    assert refused(post, office, kind="building_head", site=stair) == "3栋2单元 is not of the kind: Building."
    assert "looks after the whole area" in refused(post, office, kind="grid_head", site=stair)
    Site.objects.filter(pk=stair.pk).update(is_active=False)
    stair.refresh_from_db()
    assert "out of use" in refused(post, office, kind="stair_head", site=stair)


def test_a_kind_goes_with_its_post(office: Office) -> None:
    """An elder is no crew, a grid head no volunteer, and a dispatcher has no kind at all."""
    assert "is a kind of member or volunteer" in refused(post, office, "crew", kind="elders")
    assert "is a kind of grid crew" in refused(post, office, "member", kind="grid_head")
    said = refused(post, office, "dispatcher", "361002001", kind="grid_head")
    assert said.startswith("Only crew, members and volunteers have a kind")


def test_what_is_not_said_of_a_post_stays(office: Office, stair: Site) -> None:
    """A change of the title leaves kind, place, days and name; a change of the days leaves the title."""
    held = post(office, kind="stair_head", site=stair, duty=parse_duty("周六"), is_published=True)

    change_post(held, by=office.chief, title="热心人", until_on=None)
    held.refresh_from_db()
    before = (held.kind, held.site, held.duty, held.is_published)
    change_post(held, by=office.chief, title="热心人", until_on=None, duty=[], site=None)
    held.refresh_from_db()

    assert before == ("stair_head", stair, parse_duty("Sat"), True)
    assert (held.title, held.duty, held.site_id) == ("热心人", [], None)


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("", "", ""),
        ("每天", "", ""),
        ("周一至周六", "周一至周六", "Mon-Sat"),
        ("Mon-Fri 08:00-18:00; Sat 09:00-12:00", "周一至周五 08:00-18:00；周六 09:00-12:00",
         "Mon-Fri 08:00-18:00; Sat 09:00-12:00"),
        ("周一、周三", "周一；周三", "Mon; Wed"),
        ("08:30-17:30；周日 休息", "周一至周六 08:30-17:30", "Mon-Sat 08:30-17:30"),
    ],
)  # fmt: skip
def test_days_of_duty_are_read_and_said(line: str, zh: str, en: str) -> None:
    """A day may go without hours; what is said is read back the same."""
    duty = parse_duty(line)

    assert (duty_words(duty).zh, duty_words(duty).en) == (zh, en)
    assert parse_duty(zh) == parse_duty(en) == duty


@pytest.mark.parametrize("line", ["周日 休息", "sometimes", "8"])
def test_a_line_that_names_no_day_of_duty_is_refused(line: str) -> None:
    """Whoever is never there holds no post."""
    with pytest.raises(Refused):
        parse_duty(line)


def test_office_duty_follows_the_calendar_and_other_duty_the_week() -> None:
    """A worked Saturday is a day of Monday-to-Friday duty; a holiday is none."""
    saturday = date(2026, 9, 5)
    office, week = week_of(parse_duty("周一至周五")), week_of(parse_duty("周一至周四"))

    assert is_on_duty(office, saturday, is_working_day=True)
    assert not is_on_duty(office, TODAY, is_working_day=False)
    assert is_on_duty(week, TODAY, is_working_day=False)


def test_the_sheet_brings_kinds_places_days_and_names(office: Office, stair: Site) -> None:
    """By their names or codes; what is written out is read back unchanged."""
    rows = (
        f"wang,王,网格员,{GRID},网格长,,周一至周六 08:00-18:00,\n"
        f"li,李,党员、志愿者,{GRID},单元长,{stair.code.upper()},,是\n"
        f"sun,孙,网格员,{GRID},护林员,,,\n"
    )
    import_people((HEADER + rows).encode(), "people.csv", by=office.chief)

    wang, li, sun = (Post.objects.get(user__username=name) for name in ("wang", "li", "sun"))
    assert (wang.kind, wang.is_published, duty_words(wang.duty).en) == ("grid_head", True, "Mon-Sat 08:00-18:00")
    assert (li.kind, li.site, li.is_published, li.duty) == ("stair_head", stair, True, [])
    assert (sun.kind, sun.is_published) == ("护林员", False)
    again = import_people(export_people(by=office.chief), "people.xlsx", by=office.chief)
    assert (again.created, again.changed) == ((), ())


def test_a_later_sheet_changes_the_days_and_keeps_the_name_published(office: Office) -> None:
    """An empty cell for the name leaves it as it is."""
    row = f"wang,王,网格员,{GRID},网格长,,"
    import_people(f"{HEADER}{row},否\n".encode(), "people.csv", by=office.chief)
    plan = import_people(f"{HEADER}{row}周一至周五,\n".encode(), "people.csv", by=office.chief)

    held = Post.objects.get(user__username="wang")
    assert len(plan.changed) == 1
    assert (held.is_published, duty_words(held.duty).zh) == (False, "周一至周五")


def test_a_sheet_says_which_place_there_is_not(office: Office) -> None:
    """With the cell."""
    row = f"li,李,member,{GRID},单元长,k7qf2mxp,,\n"

    plan = import_people((HEADER + row).encode(), "people.csv", by=office.chief, dry_run=True)

    assert [str(fault) for fault in plan.faults] == ["F2: There is no place with the code K7QF2MXP."]


def test_everybody_knows_the_posts_of_a_grid_and_the_published_names_alone(office: Office, stair: Site) -> None:
    """The community's crew too; who is only a member is not listed, and no telephone is in it."""
    post(office, kind="grid_head", duty=parse_duty("周一至周六"))
    post(office, area="361002001001", title="社区专干")
    post(office, "member", kind="stair_head", site=stair)
    post(office, "member")
    post(office, area=OTHER, kind="grid_head")

    shown = [(each.words.zh, each.name, each.site, each.duty.zh) for each in crew_of(GRID)]

    assert shown == [
        ("网格长", "P1", "", "周一至周六"),
        ("社区专干", "P2", "", ""),
        ("单元长", "", "3栋2单元", ""),
    ]


def test_an_absence_without_a_substitute_is_told_once_and_ended_like_any(office: Office) -> None:
    """Somebody found later takes its place once it is ended."""
    held, lin = post(office), office.person("lin")
    days = {"from_on": TODAY, "until_on": TODAY + timedelta(days=3)}
    gap = be_away(held, substitute=None, **days, by=office.chief)

    said = refused(be_away, held, substitute=lin, **days, by=office.chief)
    come_back(gap, by=office.chief)
    be_away(held, substitute=lin, **days, by=office.chief)

    assert said == "An absence without a substitute is already told for some of these days; end it first."
    assert held.absences.get().substitute == lin
