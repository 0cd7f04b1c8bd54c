# SPDX-License-Identifier: Apache-2.0
"""The pages of the registers: forms that lose nothing, lists that are searched, and who may not."""

import re
from typing import Any

from django.test import Client

from sidan.matching.models import Adviser, Company, Conflict, Skill
from sidan.people.models import Unit
from tests.matching.conftest import society  # noqa: F401  a fixture
from tests.matching.society import Society
from tests.world import COUNTY, NORTH, World

PAGES = ("companies/", "companies/firm-1/", "advisers/", "advisers/L1/", "skills/", "units/")
KEPT = ("companies/new", "advisers/new", "skills/law/", "units/college/", "conflicts/")
ADVISER = {"name": "助企一号", "unit": "north", "user": "liaison", "area_code": COUNTY, "capacity": "4",
           "skills": "融资、审批代办", "absences": "2026-04-01~2026-04-03"}  # fmt: skip


def test_a_company_is_entered_searched_and_changed(world: World, society: Society) -> None:  # noqa: F811  the fixture
    """By the code of its unit, with needs by name; the list finds it, and its page shows who serves it."""
    Unit.objects.create(code="firm-9", name="北门茶业", kind="company", area=world.areas[NORTH])
    organiser = world.client("organiser")
    society.pair("firm-1", "L1")

    sent = {"unit": "firm-9", "size": "small", "team": "1", "needs": "融资、招工", "is_in_scope": "on",
            "lon": "116.002", "lat": "28.012"}  # fmt: skip
    made = organiser.post("/matching/companies/new", sent)
    changed = organiser.post("/matching/companies/firm-9/", {**sent, "industry": "茶"})

    assert (made["Location"], changed.status_code) == ("/matching/companies/firm-9/", 302)
    found = Company.objects.get(unit__code="firm-9")
    assert (found.needs, found.industry, found.lon) == (["finance", "workers"], "茶", 116.002)
    listed = organiser.get("/matching/companies/?q=北门&need=workers").content.decode()
    assert 'data-company="firm-9"' in listed
    assert 'data-company="firm-1"' not in listed
    organiser.post("/matching/companies/firm-9/", {**sent, "lon": "", "lat": ""})
    found.refresh_from_db()
    assert (found.lon, found.lat) == (None, None)
    without = organiser.get("/matching/companies/?which=open").content.decode()
    assert 'data-company="firm-1"' not in without
    assert 'data-company="firm-2"' in without
    assert "助企一号" in organiser.get("/matching/companies/firm-1/").content.decode()


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(world: World, society: Society) -> None:  # noqa: F811  the fixture
    """An unknown word, a team without skills, a rhythm too short: each beside its field, with what was typed."""
    sent = {"size": "small", "team": "1", "needs": "融次", "need_words": "想要一位老师", "rhythm_days": "2"}
    organiser: Any = world.client("organiser", headers={"Accept-Language": "en"})

    words = organiser.post("/matching/companies/firm-1/", sent)
    rest = organiser.post("/matching/companies/firm-1/", {**sent, "needs": "", "team": "2", "lon": "28", "lat": "116"})

    assert (words.status_code, rest.status_code) == (422, 422)
    assert "There is no skill “融次”" in words.context["form"].errors["needs"][0]
    assert "想要一位老师" in words.content.decode()
    assert "融次" in words.content.decode()
    assert set(rest.context["form"].errors) == {"team", "lon", "rhythm_days"}
    assert re.search(r'<details class="sd-map-numbers" open>.*value="28".*seem swapped', rest.content.decode(), re.S)
    assert Company.objects.get(unit__code="firm-1").needs == ["finance"]


def test_an_adviser_is_changed_with_absences_and_taken_out_of_use(world: World, society: Society) -> None:  # noqa: F811  the fixture
    """One form keeps skills, capacity and absences; a line that is no span is a fault and changes nothing."""
    organiser = world.client("organiser")

    bad = organiser.post("/matching/advisers/L1/", {**ADVISER, "absences": "next week", "capacity": "9"})
    less = organiser.post("/matching/advisers/L1/", {**ADVISER, "capacity": "-1", "unit": "nowhere"})
    kept = organiser.post("/matching/advisers/L1/", ADVISER)
    new = {**ADVISER, "code": "E9", "kind": "expert", "user": "", "name": "王博士"}
    entered = organiser.post("/matching/advisers/new", new)
    organiser.post("/matching/advisers/E9/state", {"verb": "close"})

    assert [set(each.context["form"].errors) for each in (bad, less)] == [{"absences"}, {"unit"}]
    assert (kept.status_code, entered["Location"]) == (302, "/matching/advisers/E9/")
    adviser = Adviser.objects.get(code="L1")
    assert (adviser.capacity, adviser.skills, adviser.absences.count()) == (4, ["finance", "approvals"], 1)
    assert not Adviser.objects.get(code="E9").is_active


def test_a_university_is_registered_and_experts_belong_to_it(world: World, society: Society) -> None:  # noqa: F811  the fixture
    """By its form; an office's kind, another's area and a name that is there are refused at their fields."""
    organiser = world.client("organiser", headers={"Accept-Language": "en"})
    sent = {"code": "uni", "name": "东山大学", "kind": "university", "area_code": COUNTY}

    twin = organiser.post("/matching/units/", {**sent, "name": "临江学院"})
    office = organiser.post("/matching/units/", {**sent, "kind": "police"})
    made = organiser.post("/matching/units/", sent)
    organiser.post("/matching/units/uni/", {**sent, "name_en": "Dongshan University", "phone": "0790-1"})
    organiser.post("/matching/advisers/new", {**ADVISER, "code": "E9", "kind": "expert", "user": "", "unit": "uni"})

    assert twin.context["form"].errors == {"name": ["临江学院 is a unit already: college."]}
    assert set(office.context["form"].errors) == {"kind"}
    assert made.status_code == 302
    unit = Unit.objects.get(code="uni")
    assert (unit.name_en, unit.phone, unit.kind) == ("Dongshan University", "0790-1", "university")
    assert Adviser.objects.get(code="E9").unit == unit
    listed = organiser.get("/matching/units/?q=东山")
    assert [(each["unit"].code, each["experts"]) for each in listed.context["rows"]] == [("uni", 1)]
    assert organiser.post("/matching/units/firm-1/", sent).status_code == 404
    assert world.client("leader").post("/matching/units/", sent).status_code == 403
    south = world.client("south_organiser")
    assert south.post("/matching/units/", {**sent, "code": "uni-2", "name": "南门学院"}).status_code == 422


def test_skills_and_conflicts_are_kept(world: World, society: Society) -> None:  # noqa: F811  the fixture
    """A word that means another skill is refused; a conflict is entered and ended."""
    organiser = world.client("organiser")

    organiser.post(
        "/matching/skills/law/", {"name": "法务", "name_en": "Law", "words": "合同，官司", "is_active": "on"}
    )
    taken = organiser.post("/matching/skills/", {"code": "loan", "kind": "skill", "name": "贷款", "name_en": "Loan"})
    nobody = organiser.post("/matching/conflicts/", {"company": "firm-1", "kind": "kin", "adviser": "L99"})
    organiser.post("/matching/conflicts/", {"company": "firm-1", "kind": "kin", "adviser": "L1"})
    conflict = Conflict.objects.get()
    page = organiser.get("/matching/conflicts/").content.decode()
    ended = organiser.post(f"/matching/conflicts/{conflict.pk}/end")

    assert Skill.objects.get(code="law").words == ["合同", "官司"]
    assert (taken.status_code, nobody.status_code, ended.status_code) == (422, 422, 302)
    assert f'data-conflict="{conflict.pk}"' in page
    conflict.refresh_from_db()
    assert conflict.ended_at is not None


def test_who_may_not(world: World, society: Society) -> None:  # noqa: F811  the fixture
    """Strangers, liaisons and companies see no register; leaders read; organisers elsewhere find nothing."""
    conflict = society.keep_apart("firm-1", "L1")

    def answers(name: str, *paths: str) -> set[int]:
        browser: Any = world.client(name)
        return {browser.get(f"/matching/{path}").status_code for path in paths}

    for name in ("stranger", "liaison", "boss", "handler", "dispatcher"):
        assert answers(name, *PAGES, *KEPT) == {403}, name
    assert (answers("leader", *PAGES), answers("leader", *KEPT)) == ({200}, {403})
    assert answers("organiser", *PAGES, *KEPT) == {200}
    assert answers("south_organiser", "companies/firm-1/", "advisers/L1/", "units/college/") == {404}
    south: Any = world.client("south_organiser")
    assert south.post(f"/matching/conflicts/{conflict.pk}/end").status_code == 404
    assert "firm-1" not in south.get("/matching/conflicts/").content.decode()
    leader: Any = world.client("leader")
    assert leader.post("/matching/companies/firm-1/", {"size": "large", "team": "1"}).status_code == 403
    assert "亲属" not in leader.get("/matching/companies/firm-1/").content.decode()
    assert Client().get("/matching/companies/")["Location"].startswith("/sign-in")


def test_lists_ask_few_queries(world: World, society: Society, django_assert_max_num_queries: Any) -> None:  # noqa: F811  the fixture
    """However many rows a page has, its queries are the same few."""
    organiser = world.client("organiser")
    organiser.get("/matching/companies/")

    for path in ("companies/", "advisers/", "conflicts/", "skills/", "units/"):
        with django_assert_max_num_queries(11):
            organiser.get(f"/matching/{path}")
