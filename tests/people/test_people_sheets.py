# SPDX-License-Identifier: Apache-2.0
"""People and posts in sheets: one row for each post, whole or not at all."""

from datetime import date, timedelta

import pytest

from sidan.base import clock
from sidan.base.imports import Faulty
from sidan.people.models import AuditEntry, Post, User
from sidan.people.people_sheets import export_people, import_people
from tests.people.conftest import TODAY, Office, refused

HEADER = "用户名,姓名,工作电话,岗位,单位编码,负责区域编码,称谓,开始日期,结束日期\n"
CHEN = "chen,陈明,0794-8220000,片区调度员,,361002001000,,,"
CHEN_TOO = "chen,陈明,0794-8220000,handler,water,,科长,2026-10-01,2026-12-31"
WANG = "wang,王网格,138 1234 5678,网格员,,361002001001001,网格长,,"
NEW = "zhou,周新,,,,,,,"


def sheet(*rows: str) -> bytes:
    """Return a csv file of people and posts."""
    return (HEADER + "\n".join(rows)).encode()


def test_people_come_in_with_their_posts(office: Office) -> None:
    """One person may have two rows, or one without a post."""
    plan = import_people(sheet(CHEN, CHEN_TOO, WANG, NEW), "people.csv", by=office.chief)

    assert len(plan.created) == 4
    posts = Post.objects.filter(user__username="chen").order_by("from_on")
    assert [(post.role, post.area_code, post.title, post.from_on, post.until_on) for post in posts] == [
        ("dispatcher", "361002001", "", TODAY, None),
        ("handler", "", "科长", date(2026, 10, 1), date(2026, 12, 31)),
    ]
    wang = User.objects.get(username="wang")
    assert (wang.phone, wang.has_usable_password(), wang.must_change_password) == ("13812345678", False, True)
    assert not User.objects.get(username="zhou").posts.exists()
    assert AuditEntry.objects.get(action="people.imported").details == {"added": 4, "changed": 0}


def test_a_dry_run_knows_what_the_verbs_would_refuse_and_writes_nothing(office: Office) -> None:
    """Separation of duties is told with its cell before anything happens."""
    audit = "chen,陈明,0794-8220000,审计员,,361002,,,"

    plan = import_people(sheet(CHEN, audit), "people.csv", by=office.chief, dry_run=True)

    assert [str(fault) for fault in plan.faults] == [
        "D3: 陈明 cannot be auditor and area dispatcher at once: these are kept in different hands."
    ]
    assert not User.objects.filter(username="chen").exists()


def test_one_wrong_row_keeps_every_row_out(office: Office) -> None:
    """All faults are told, none of the good rows is written."""
    rows = (
        WANG,
        "li,李一,,handler,nowhere,,,,",
        "li,李二,,crew,,361002999,,,",
        "sun,孙,,,water,,,,",
    )

    with pytest.raises(Faulty) as faulty:
        import_people(sheet(*rows), "people.csv", by=office.chief)

    assert [str(fault) for fault in faulty.value.faults] == [
        "E3: There is no unit nowhere.",
        "B4: Name and phone of one person differ from B3.",
        "F4: There is no area 361002999.",
        "D5: Please say which post this is.",
    ]
    assert not User.objects.filter(username="wang").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("li,李,12,,,,,,", "C2: This is not a phone number."),
        ("li,李,,市长,,,,,", "D2: 市长 is not one of: area dispatcher, supervisor,"),
        ("li,李,,crew,,,,,", "D2: Please say over which area: grid crew."),
        ("li,李,,handler,water,,,2026-10-01,2026-09-01", "D2: The post would end on 2026-09-01, before it begins"),
        ("l,李,,,,,,,", "A2: A user name has 2 to 60 letters"),
        ("li,李,,handler,water,,,someday,", "H2: someday is not a day such as 2026-10-01."),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_cell(office: Office, row: str, said: str) -> None:
    """Whether the cell or the verb refuses it."""
    plan = import_people(sheet(row), "people.csv", by=office.chief, dry_run=True)

    assert len(plan.faults) == 1
    assert str(plan.faults[0]).startswith(said)


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    """Not on the next day either, when a post without a first day would begin a day later."""
    rows = sheet(CHEN, CHEN_TOO, WANG, NEW)
    import_people(rows, "people.csv", by=office.chief)
    clock.advance(days=1)

    plan = import_people(rows, "people.csv", by=office.chief)

    assert (plan.created, plan.changed, len(plan.unchanged)) == ((), (), 4)


def test_what_is_written_out_is_read_back(office: Office) -> None:
    """The chief is in it as well; ended posts and people who left are not."""
    import_people(sheet(CHEN, CHEN_TOO, WANG, NEW), "people.csv", by=office.chief)

    plan = import_people(export_people(by=office.chief), "people.xlsx", by=office.chief)

    assert (plan.created, plan.changed, len(plan.unchanged)) == ((), (), 5)
    assert AuditEntry.objects.get(action="people.exported").details == {"count": 5}


def test_a_sheet_mends_names_titles_and_last_days(office: Office) -> None:
    """What differs is changed by the same verbs the pages use, each with its entry in the log."""
    import_people(sheet(CHEN, WANG), "people.csv", by=office.chief)
    until = TODAY + timedelta(days=30)

    plan = import_people(
        sheet(CHEN.replace("陈明", "陈明明"), WANG.replace("网格长,,", f"总网格长,,{until}")),
        "people.csv",
        by=office.chief,
    )

    assert len(plan.changed) == 2
    post = Post.objects.get(user__username="wang")
    assert (post.title, post.until_on) == ("总网格长", until)
    assert User.objects.get(username="chen").display_name == "陈明明"
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"user.changed", "post.changed"} <= actions


def test_who_is_not_in_the_sheet_keeps_everything(office: Office) -> None:
    """An import adds and mends and never takes away."""
    import_people(sheet(CHEN, WANG), "people.csv", by=office.chief)

    import_people(sheet(NEW), "people.csv", by=office.chief)

    assert Post.objects.filter(user__username__in=["chen", "wang"], until_on__isnull=True).count() == 2


def test_nobody_gives_themselves_a_post_by_a_sheet(office: Office) -> None:
    """The verbs refuse in a sheet what they refuse in a page."""
    row = "chief,安全管理员,,dispatcher,,3610,,,"

    plan = import_people(sheet(row), "people.csv", by=office.chief, dry_run=True)

    assert [str(fault) for fault in plan.faults] == [
        "D2: Nobody gives a post to themselves; please ask the other administrator."
    ]


def test_nobody_but_the_security_administrator_brings_people_in_or_out(office: Office) -> None:
    """Not the system administrator, not the auditor."""
    office.person("root", "system_admin")
    root = office.actor("root")

    for said in (refused(import_people, sheet(), "people.csv", by=root), refused(export_people, by=root)):
        assert said == "Only a security administrator may change people and their posts."


def test_the_posts_of_the_other_programmes_go_in_and_out(office: Office) -> None:
    """Members, organisers and the like stand over an area, company contacts at a unit."""
    over = ("党员、志愿者", "组织员", "议事召集人", "经费管理员", "惠企特派员")
    rows = [f"p{number},人员{number},,{post},,361002001000,,," for number, post in enumerate(over)]

    import_people(sheet(*rows, "firm,企业甲,,企业联系人,water,,,,"), "people.csv", by=office.chief)

    held = set(Post.objects.exclude(role="security_admin").values_list("role", flat=True))
    assert held == {"member", "organiser", "convener", "treasurer", "liaison", "company"}
    again = import_people(export_people(by=office.chief), "people.xlsx", by=office.chief)
    assert (len(again.created), len(again.changed)) == (0, 0)


def test_a_tie_is_not_given_by_sheet(office: Office) -> None:
    """Who is a grid partner follows from the unit, so that the sheet does not know the word."""
    with pytest.raises(Faulty) as faulty:
        import_people(sheet("chen,陈明,,网格共建伙伴,water,361002001000,,,"), "people.csv", by=office.chief)

    assert "网格共建伙伴 is not one of:" in str(faulty.value.faults[0])
