# SPDX-License-Identifier: Apache-2.0
"""Living data kept through the admin pages: by the verbs, audited, refused in words with nothing lost."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sidan.orders.catalogue import Matter
from sidan.people.audit import record
from sidan.people.models import Absence, AuditEntry, Post, Unit, User
from sidan.places.calendars import calendar_for
from sidan.places.models import Area, Holiday, OfficeHours, Site
from tests.web.administration.test_doors import page
from tests.world import NORTH, World

UNIT = {"code": "roads", "name": "公路所", "kind": "transport", "area": "369901", "is_active": "on"}
GRID = f"{NORTH}001004"


def add(browser: Client, model: str, /, **answers: Any) -> Any:
    """Send the form for a new row."""
    return browser.post(page(model, "add"), answers)


def change(browser: Client, row: Any, /, **answers: Any) -> Any:
    """Send the form of a row that is there."""
    name = row._meta.model_name
    return browser.post(reverse(f"admin:{row._meta.app_label}_{name}_change", args=[row.pk]), answers)


def last_entry(action: str) -> tuple[str, str, dict[str, Any]]:
    """Return who did what to whom in the latest entry of an action."""
    entry = AuditEntry.objects.filter(action=action).latest("pk")
    assert entry.user is not None
    return entry.user.username, entry.subject, entry.details


def test_a_unit_is_added_changed_and_closed_by_its_verbs(system: Client) -> None:
    """Each press is one entry of the audit log."""
    assert add(system, "unit", **UNIT).status_code == 302
    unit = Unit.objects.get(code="roads")
    assert last_entry("unit.added") == ("system", "unit:roads", {"name": "公路所", "kind": "transport"})

    change(system, unit, **{**UNIT, "name": "县公路所"})
    assert last_entry("unit.changed")[1] == "unit:roads"

    change(system, unit, **{**UNIT, "name": "县公路所", "is_active": ""})
    unit.refresh_from_db()
    assert (unit.name, unit.is_active, unit.area_id is not None) == ("县公路所", False, True)
    assert last_entry("unit.closed")[1] == "unit:roads"


def test_what_a_verb_refuses_stands_above_the_form(system: Client) -> None:
    """The sentence is in the page's language, what was typed is still there, and nothing is written."""
    before = AuditEntry.objects.count()

    answer = add(system, "unit", **{**UNIT, "code": "lamps", "name": "另一个照明所"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "编码为 lamps 的单位已经存在。" in text
    assert 'value="另一个照明所"' in text
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("unit", {**UNIT, "area": "999999"}),
        ("unit", {**UNIT, "parent": "nobody"}),
        ("unit", {**UNIT, "kind": "nonsense"}),
        ("unit", {**UNIT, "code": "no spaces allowed"}),
        ("unit", {**UNIT, "name": "名" * 121}),
        ("area", {"code": "12", "name": "短"}),
        ("area", {"code": GRID, "name": "新网格", "lon": "116.01"}),
        ("area", {"code": GRID, "name": "新网格", "lon": "999", "lat": "28"}),
        ("area", {"code": f"{NORTH}009001", "name": "悬空网格"}),
        ("site", {"area": "3699", "kind": "stair", "name": ""}),
        ("site", {"area": f"{NORTH}001001", "kind": "stair", "name": "幸福小区3栋2单元"}),
        ("holiday", {"day": "2026-02-30", "name": "没有这天"}),
        ("holiday", {"day": "2026-08-13", "name": "台风", "county": "999999"}),
        ("officehours", {"morning_from": "9:00", "morning_until": "8:00", "afternoon_from": "14:00"}),
    ],
)
def test_bad_input_is_answered_on_the_form(system: Client, name: str, answers: dict[str, str]) -> None:
    """Nothing wrong is written, nothing breaks, and the form comes back with a fault."""
    before = AuditEntry.objects.count()

    answer = add(system, name, **answers)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert AuditEntry.objects.count() == before


def test_a_nul_is_refused_before_any_form(system: Client) -> None:
    """A character no database takes is a sentence, not a crash."""
    assert add(system, "unit", **{**UNIT, "name": "公路\x00所"}).status_code == 400


def test_people_and_posts_are_given_by_their_verbs(security: Client) -> None:
    """A person, a post, its end: each by its verb, each audited, no password made on the way."""
    add(security, "user", username="Zhou.Xin", display_name="周新", phone="0794-8220000", is_active="on")
    person = User.objects.get(username="zhou.xin")
    assert not person.has_usable_password()

    add(security, "post", user="zhou.xin", role="crew", area=f"{NORTH}001002", title="网格长")
    post = Post.objects.get(user=person)
    assert (post.role, post.area_code, post.title) == ("crew", f"{NORTH}001002", "网格长")
    assert last_entry("post.held")[:2] == ("security", "user:zhou.xin")

    change(security, post, title="副网格长", until_on="2026-12-31")
    post.refresh_from_db()
    assert (post.title, str(post.until_on)) == ("副网格长", "2026-12-31")

    change(security, person, display_name="周新", phone="0794-8220000")
    person.refresh_from_db()
    assert not person.is_active
    assert last_entry("user.deactivated")[1] == "user:zhou.xin"


def test_nobody_gives_a_post_to_themselves_or_joins_what_is_kept_apart(security: Client, offices: World) -> None:
    """The rules of the verbs hold here as everywhere."""
    own = add(security, "post", user="security", role="crew", area=f"{NORTH}001001")
    both = add(security, "post", user="system", role="security_admin")

    assert "不能" in own.content.decode() or "自己" in own.content.decode()
    assert "errorlist" in both.content.decode()
    assert Post.objects.filter(user__username__in=["security", "system"]).count() == 2


def test_an_absence_lets_a_colleague_act(security: Client, offices: World) -> None:
    """It is declared here and ended here, and is never changed."""
    post = Post.objects.get(user__username="dispatcher")
    answers = {"post": post.pk, "substitute": "south_dispatcher", "from_on": "2026-03-12", "until_on": "2026-03-20"}
    assert add(security, "absence", **answers).status_code == 302
    absence = Absence.objects.get()

    assert change(security, absence, **answers).status_code == 403
    security.post(page("absence"), {"action": "end_early", "_selected_action": [absence.pk]})

    assert not Absence.objects.exists()
    assert last_entry("absence.ended")[1] == "user:dispatcher"


def test_posts_are_ended_many_at_once(security: Client, offices: World) -> None:
    """Each by its verb; they end today."""
    posts = list(Post.objects.filter(role__in=["crew", "intake"]))

    security.post(page("post"), {"action": "end_now", "_selected_action": [post.pk for post in posts]})

    assert all(Post.objects.get(pk=post.pk).until_on for post in posts)


def test_one_time_passwords_are_shown_once_and_never_kept(security: Client, offices: World) -> None:
    """The chosen people get slips; the administrator's own account is left out."""
    chosen = User.objects.filter(username__in=["crew", "security"])

    answer = security.post(page("user"), {"action": "issue_passwords", "_selected_action": [u.pk for u in chosen]})

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode().count("<li>\n    <p") == 1
    assert User.objects.get(username="crew").must_change_password
    assert AuditEntry.objects.filter(action="password.issued").count() == 1


def test_places_are_kept_by_their_verbs(system: Client, offices: World) -> None:
    """An area, a site and their ends; codes stay, everything is audited."""
    add(system, "area", code=GRID, name="北门第4网格", lon="116.035", lat="28.015")
    area = Area.objects.get(code=GRID)
    assert (area.level, area.lon) == ("grid", 116.035)
    assert last_entry("admin.added")[1] == f"area:{GRID}"
    change(system, area, name="北门第四网格", households="321")
    area.refresh_from_db()
    assert (area.name, area.households, area.code) == ("北门第四网格", 321, GRID)

    add(system, "site", area=GRID, kind="shop", name="便民超市", address="东门路9号")
    site = Site.objects.get(name="便民超市")
    change(system, site, name="便民超市", address="东门路9号")
    site.refresh_from_db()
    assert (site.is_active, site.area.code) == (False, GRID)

    system.post(page("area"), {"action": "give_up", "_selected_action": [area.pk]})
    area.refresh_from_db()
    assert area.is_void
    assert last_entry("admin.removed")[1] == f"area:{GRID}"


def test_an_area_with_others_in_it_is_not_given_up(system: Client, offices: World) -> None:
    """The refusal names what still lies in it."""
    town = offices.areas[NORTH]

    answer = system.post(page("area"), {"action": "give_up", "_selected_action": [town.pk]}, follow=True)

    town.refresh_from_db()
    assert not town.is_void
    assert "北门社区" in answer.content.decode()


def test_own_days_and_hours_reach_the_calendar_at_once(system: Client, offices: World) -> None:
    """A typhoon day is off for deadlines counted from now on, and on again when it is dropped."""
    add(system, "holiday", day="2026-08-13", name="台风停工")
    holiday = Holiday.objects.get()
    assert not calendar_for("369901").is_working_day(holiday.day)

    delete = reverse("admin:places_holiday_delete", args=[holiday.pk])
    system.post(delete, {"post": "yes"})
    assert calendar_for("369901").is_working_day(holiday.day)
    assert last_entry("admin.removed")[1] == "day:2026-08-13"

    hours = {"morning_from": "09:00", "morning_until": "12:00", "afternoon_from": "13:30", "afternoon_until": "17:30"}
    add(system, "officehours", county="369901", **hours)
    assert OfficeHours.objects.get().county == "369901"


def test_a_matter_is_mended_with_its_conditions(system: Client, offices: World) -> None:
    """Words come line by line, limits as clerks write them, and the change is written down once."""
    matter = Matter.objects.get(code="city.lamp.dark")
    first, second = matter.conditions.order_by("position")
    form = {
        "name": "路灯不亮",
        "name_en": "Street lamp is dark",
        "unit_kind": "urban_management",
        "photos": "after",
        "words": "路灯不亮\n灯坏了\n\n路灯不亮",
        "is_active": "on",
        "conditions-TOTAL_FORMS": "2",
        "conditions-INITIAL_FORMS": "2",
    }
    for number, condition in enumerate((first, second)):
        form |= {
            f"conditions-{number}-{name}": str(getattr(condition, name)) for name in ("name", "name_en", "position")
        }
        form |= {f"conditions-{number}-id": str(condition.pk), f"conditions-{number}-matter": str(matter.pk)}
    form |= {"conditions-0-limit": "3工作日", "conditions-1-limit": second.limit}

    assert change(system, matter, **form).status_code == 302

    matter.refresh_from_db()
    first.refresh_from_db()
    assert (matter.words, matter.photos, first.limit) == (["路灯不亮", "灯坏了"], "after", "3 working_days")
    assert last_entry("admin.changed")[1] == "matter:city.lamp.dark"

    answer = change(system, matter, **{**form, "conditions-0-limit": "很快"})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_auditors_read_their_own_county_alone(offices: World, auditor: Client) -> None:
    """Entries of another county and of the city's own chain are not theirs; looking is written down."""
    for county in ("369901", "369902", ""):
        record(replace(offices.actor("dispatcher"), county=county), "sign_out", f"user:of-{county or 'city'}")

    text = auditor.get(page("auditentry")).content.decode()

    assert "user:of-369901" in text
    assert "user:of-369902" not in text
    assert "user:of-city" not in text
    assert AuditEntry.objects.filter(action="audit.viewed", user=offices.people["auditor"]).exists()


def test_auditors_find_an_order_by_its_number_however_typed(offices: World, auditor: Client) -> None:
    """Small letters and missing hyphens do not matter, and orders about other counties are not there."""
    order = offices.submit()

    found = auditor.get(page("order"), {"q": order.number.replace("-", "").lower()}).content.decode()

    assert order.number in found
    Post.objects.filter(user__username="auditor").update(area_code="369902")
    assert order.number not in auditor.get(page("order")).content.decode()


def test_lists_cost_the_same_for_many_rows(system: Client, offices: World, django_assert_max_num_queries: Any) -> None:
    """Fifty units cost no more queries than five."""
    area = offices.areas["369901"]
    Unit.objects.bulk_create(
        [Unit(code=f"u{number}", name=f"单位{number}", kind="transport", area=area) for number in range(60)]
    )
    system.get(page("unit"))

    with django_assert_max_num_queries(9):
        system.get(page("unit"))
