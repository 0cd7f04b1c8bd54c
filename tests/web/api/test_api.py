# SPDX-License-Identifier: Apache-2.0
"""The API in the hands of an organiser's machine, and of those for whom it is not."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sidan.matching.models import Adviser, Company, Skill
from sidan.people.actors import Actor
from sidan.people.keys import end_key
from sidan.people.models import ApiKey, AuditEntry, Unit
from sidan.web.api import access
from sidan.web.limits import Window
from tests.matching.society import Society
from tests.web.api.conftest import Machine
from tests.world import COUNTY, NORTH, World

PATHS = ("skills", "units", "units/college", "companies", "companies/firm-1", "advisers", "advisers/L1",
         "advisers/L1/absences", "pairings")  # fmt: skip


def test_registers_are_read_changed_and_added_to(world: World, society: Society) -> None:
    """A machine with an organiser's key keeps skills, companies and advisers as the organiser would."""
    machine = Machine(world, "organiser")

    for path in (*PATHS, "conflicts"):
        assert machine.ask(path).status_code == 200, path
    facts = machine.ask("companies/firm-1").said["facts"]
    assert machine.ask("companies/firm-1", "put", {**facts, "industry": "纺织"}).said["facts"]["industry"] == "纺织"
    skill = {"code": "export", "facts": {"name": "外贸", "name_en": "Export"}}
    assert machine.ask("skills", "post", [skill]).said == {"count": 1}
    unit = {"name": "东山大学", "kind": "university", "area_code": COUNTY}
    assert machine.ask("units", "post", [{"code": "uni", "facts": unit}]).status_code == 201
    assert machine.ask("units/uni", "put", {**unit, "name_en": "Dongshan"}).said["facts"]["name_en"] == "Dongshan"
    adviser = {"code": "E9", "facts": {"kind": "expert", "name": "王博士", "unit": "uni", "area_code": COUNTY,
                                       "skills": ["export"]}}  # fmt: skip
    assert machine.ask("advisers", "post", [adviser]).status_code == 201
    away = [{"from_on": "2026-04-01", "until_on": "2026-04-03"}]
    assert machine.ask("advisers/E9/absences", "put", away).said["rows"] == away
    conflict = {"company": "firm-1", "adviser": "E9", "kind": "kin"}
    assert machine.ask("conflicts", "post", [conflict]).said == {"count": 1}
    number = machine.ask("conflicts").said["rows"][0]["number"]
    assert machine.ask(f"conflicts/{number}").said["kind"] == "kin"
    assert machine.ask(f"conflicts/{number}", "delete").status_code == 204

    assert machine.ask("conflicts").said["rows"] == []
    assert Company.objects.get(unit__code="firm-1").industry == "纺织"
    exported = AuditEntry.objects.filter(action="conflicts.exported")
    assert {entry.user for entry in exported} == {world.people["organiser"]}
    assert exported.filter(subject=f"conflict:{number}").count() == 1


def test_pairings_of_today_are_listed(world: World, society: Society) -> None:
    """Who serves whom today, by code."""
    society.pair("firm-1", "L1")

    rows = Machine(world, "leader").ask("pairings").said["rows"]

    assert [(row["company"], row["adviser"], row["seat"]) for row in rows] == [("firm-1", "L1", 0)]


def test_many_are_taken_as_a_whole_or_not_at_all(world: World, society: Society) -> None:
    """Each fault is told with the place in the list, the field and a sentence; nothing is kept."""
    sound = {"code": "export", "facts": {"name": "外贸", "name_en": "Export"}}
    taken = {"code": "loans", "facts": {"name": "贷款", "name_en": "Loans"}}

    answer = Machine(world, "organiser").ask("skills", "post", [sound, taken])

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.said["faults"] == [{"field": "rows.1", "sentence": "“贷款” means Finance already."}]
    assert not Skill.objects.filter(code="export").exists()


def test_faults_stand_at_their_fields(world: World, society: Society) -> None:
    """Swapped coordinates, a skill nobody knows, a capacity below nothing, a field nobody knows."""
    machine = Machine(world, "organiser")
    facts = machine.ask("companies/firm-1").said["facts"]

    swapped = machine.ask("companies/firm-1", "put", {**facts, "lon": 28.0, "lat": 116.0, "needs": ["dance"]})
    unknown = machine.ask("companies/firm-1", "put", {**facts, "colour": "red", "team": "many", "industry": "\0"})
    adviser = {"kind": "expert", "name": "x", "unit": "nowhere", "area_code": COUNTY}
    nowhere = machine.ask("advisers", "post", [{"code": "E9", "facts": adviser}])
    unit = {"name": "临江学院", "kind": "police", "area_code": COUNTY}
    units = machine.ask(
        "units", "post", [{"code": "x", "facts": unit}, {"code": "y", "facts": {**unit, "area_code": "9"}}]
    )

    assert {fault["field"] for fault in swapped.said["faults"]} == {"lon", "needs"}
    assert {fault["field"] for fault in unknown.said["faults"]} == {"colour", "team", "industry"}
    assert [fault["field"] for fault in nowhere.said["faults"]] == ["rows.0.facts.unit"]
    fields = [fault["field"] for fault in units.said["faults"]]
    assert fields == ["rows.0.facts.kind", "rows.0.facts.name", "rows.1.facts.area_code"]
    assert Company.objects.get(unit__code="firm-1").needs == ["finance"]


@pytest.mark.parametrize("body", ["{", '{"x": NaN}', "[]", "null", "[" * 100_000, '[{"code": "\\ud800"}]'])
def test_garbage_is_a_problem_and_no_fault_of_ours(world: World, society: Society, body: str) -> None:
    """Whatever is sent, the answer is a problem in words."""
    machine = Machine(world, "organiser")

    answers = [
        machine.browser.generic(method, f"/api/{path}", body, content_type="application/json")
        for method, path in (("POST", "companies"), ("PUT", "advisers/L1"), ("PUT", "skills/law"))
    ]

    assert {answer.status_code for answer in answers} <= {400, 422}
    assert machine.browser.post("/api/companies", {"a": "b"}).status_code == 415
    assert machine.browser.get("/api/companies?after=zz").status_code == 422


def test_who_may_not(world: World, society: Society) -> None:
    """No key, a wrong or ended one, a post elsewhere or none: nothing is shown, and nothing is changed."""
    facts = {"name": "x", "name_en": "x"}
    ended = Machine(world, "organiser")
    end_key(ApiKey.objects.get().pk, by=Actor.importer())
    for browser in (Client(), Client(headers={"Authorization": "Bearer sidan_x"}), ended.browser):
        assert [browser.get(f"/api/{path}").status_code for path in (*PATHS, "conflicts")] == [401] * 10
    for name in ("liaison", "boss", "handler", "dispatcher", "stranger"):
        machine = Machine(world, name)
        assert [machine.ask(path).status_code for path in (*PATHS, "conflicts")] == [403] * 10, name
        assert machine.ask("skills/law", "put", facts).status_code == 403, name
    leader = Machine(world, "leader")
    assert [leader.ask(path).status_code for path in PATHS] == [200] * 9
    assert leader.ask("conflicts").status_code == 403
    assert leader.ask("skills/law", "put", facts).status_code == 403
    unit = {"code": "uni", "facts": {"name": "东山大学", "kind": "university", "area_code": COUNTY}}
    assert leader.ask("units", "post", [unit]).status_code == 403

    assert Skill.objects.get(code="law").name == "法务"


def test_another_area_is_as_if_it_were_not_there(world: World, society: Society) -> None:
    """The organiser of the southern street knows neither the northern companies nor the county's advisers."""
    society.keep_apart("firm-1", "L1")
    south = Machine(world, "south_organiser")

    assert {row["code"] for row in south.ask("companies").said["rows"]} == {"firm-4", "firm-5", "firm-6"}
    assert south.ask("conflicts").said["rows"] == []
    assert south.ask("companies/firm-1", "put", {"industry": "x"}).status_code == 404
    assert south.ask("units").said["rows"] == []
    unit = {"name": "东山大学", "kind": "university", "area_code": COUNTY}
    assert south.ask("units/college", "put", unit).status_code == 404
    assert south.ask("units", "post", [{"code": "uni", "facts": unit}]).status_code == 422
    assert not Unit.objects.filter(code="uni").exists()
    assert south.ask("advisers/L1/absences", "put", []).status_code == 404
    adviser = {"kind": "expert", "name": "x", "unit": "college", "area_code": NORTH}
    assert south.ask("advisers", "post", [{"code": "E9", "facts": adviser}]).status_code == 422
    assert not Adviser.objects.filter(code="E9").exists()


def test_a_session_writes_with_its_token_alone(world: World, society: Society) -> None:
    """Somebody signed in reads by the session; a write from another site's page is refused."""
    browser: Any = world.client("organiser", enforce_csrf_checks=True)

    assert browser.get("/api/skills").status_code == 200
    body = '[{"code": "export", "facts": {"name": "外贸", "name_en": "Export"}}]'
    assert browser.post("/api/skills", body, content_type="application/json").status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    assert browser.post("/api/skills", body, content_type="application/json", headers=headers).status_code == 201


def test_whoever_asks_too_often_waits(
    world: World, society: Society, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the count of the minute an address is told how long to wait, with a key as without one; nothing changes."""
    settings.RATE_LIMITS = True
    monkeypatch.setattr(access, "window_of", partial(lambda window, *_, **__: window, Window(per_minute=2, per_hour=9)))
    machine = Machine(world, "organiser")
    assert [machine.ask("skills").status_code for _ in range(2)] == [200, 200]

    refused = machine.ask("skills/law", "put", {"name": "x", "name_en": "x"})

    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.said["title"] == "Please wait a little"
    assert Client().get("/api/skills").status_code == 429
    assert Skill.objects.get(code="law").name == "法务"


def test_the_schema_is_whole(world: World) -> None:
    """It is one file that anybody reads and no page from elsewhere."""
    schema = Client().get("/api/openapi.json").json()

    assert "/api/companies/{code}" in schema["paths"]
    assert Client().get("/api/docs").status_code == 404
