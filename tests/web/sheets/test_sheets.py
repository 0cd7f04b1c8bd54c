# SPDX-License-Identifier: Apache-2.0
"""Sheets in and out: taken out, tried, applied; who may not, and what bad files are told."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sidan.base.sheets import read_table
from sidan.people.models import AuditEntry, Unit, User
from sidan.places.models import Area, Holiday, Site
from sidan.web.sheets.kinds import KINDS
from tests.base.sheet_files import workbook
from tests.places.map_files import collection
from tests.world import NORTH, World

BASE = "/desk/sheets"
SITES = f"点位类型,点位名称,所在网格编码\n单元,幸福小区9栋1单元,{NORTH}001002\n"
UNITS = "单位编码,单位名称,单位类型\nlamps,路灯管理处,城市管理部门\n"


def send(browser: Client, kind: str, content: bytes | str, name: str = "sheet.csv", **more: Any) -> Any:
    """Upload a file on trial."""
    data = content.encode() if isinstance(content, str) else content
    return browser.post(f"{BASE}/{kind}/trial", {"file": SimpleUploadedFile(name, data), **more})


# Who keeps a kind of sheet, where it is not who runs the system.
REGISTERS = {"skills", "registered_units", "companies", "advisers", "conflicts"}
KEEPERS = {"people": "security", "outside": "evaluator", **dict.fromkeys(REGISTERS, "organiser")}


def token_in(answer: Any) -> str:
    """Return the token of the kept file from the trial's page."""
    found = re.search(r'name="token" value="([0-9a-f]{32})"', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_out_as_a_sheet_that_goes_in_unchanged(offices: World, kind: str) -> None:
    """What is taken out is read again and changes nothing."""
    browser = offices.client(KEEPERS.get(kind, "system"))

    sheet = browser.get(f"{BASE}/{kind}/file")
    answer = send(browser, kind, sheet.content, "sheet.xlsx")

    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in sheet["Content-Disposition"]
    assert answer.status_code == 200, answer.content.decode()
    assert "没有要写入的内容" in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_the_empty_form_explains_each_column(offices: World, kind: str) -> None:
    """The form has the header and nothing beneath the row of help."""
    browser = offices.client(KEEPERS.get(kind, "system"))

    form = browser.get(f"{BASE}/{kind}/form").content

    table = read_table(form, "form.xlsx")
    assert table.rows == ()
    assert len(table.header) == len(KINDS[kind].columns())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("person", ["dispatcher", "handler", "leader", "auditor", "stranger"])
def test_nobody_else_opens_any_page_of_sheets(offices: World, person: str, kind: str) -> None:
    """Every address of every kind is closed to whoever administers nothing, and nothing is kept or written."""
    browser = offices.client(person)
    before = AuditEntry.objects.count()

    answers = [browser.get(f"{BASE}/{kind}/{page}") for page in ("", "file", "form")]
    answers += [send(browser, kind, SITES)]
    answers += [browser.post(f"{BASE}/{kind}/{deed}", {"token": "0" * 32}) for deed in ("apply", "drop")]

    assert {answer.status_code for answer in answers} == {403}
    assert browser.get(f"{BASE}/").status_code == 403
    assert browser.post(f"{BASE}/people/passwords").status_code == 403
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("person", "closed"),
    [
        ("system", {"people", "outside", *REGISTERS}),
        ("security", {"areas", "sites", "stations", "matters", "routes", "holidays", "outside", *REGISTERS}),
        ("organiser", set(KINDS) - REGISTERS),
    ],
)
def test_the_administrators_keep_to_their_own_sheets(offices: World, person: str, closed: set[str]) -> None:
    """Who runs the system does not staff it, and the other way about."""
    browser = offices.client(person)

    refused = {kind for kind in KINDS if browser.get(f"{BASE}/{kind}/").status_code == 403}

    assert refused == closed


@pytest.mark.parametrize("address", ["", "sites/", "sites/file", "people/form"])
def test_whoever_is_not_signed_in_is_asked_to(db: None, address: str) -> None:
    """Each address leads to the sign-in page."""
    assert Client().get(f"{BASE}/{address}")["Location"].startswith("/sign-in?next=")


def test_the_operators_own_account_may_use_every_kind(offices: World) -> None:
    """The account made on the command line administers all, as somebody must bring in the first people."""
    operator = User.objects.create_superuser("operator", None)
    browser = Client()
    browser.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")

    assert all(browser.get(f"{BASE}/{kind}/file").status_code == 200 for kind in KINDS)
    assert AuditEntry.objects.filter(action="people.exported", user=operator).exists()


def test_a_trial_tells_and_writes_nothing(system: Client, offices: World) -> None:
    """New and changed rows are shown, changes with before and after; the database stays as it was."""
    answer = send(system, "units", UNITS + "roads,公路所,交通运输部门\n")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert all(words in page for words in ("城管局照明所", "路灯管理处", "公路所", "全部写入"))
    assert Unit.objects.get(code="lamps").name == "城管局照明所"
    assert not Unit.objects.filter(code="roads").exists()


def test_the_second_press_writes_the_file_that_was_tried(system: Client, offices: World) -> None:
    """Apply needs no second upload, is audited, and works once."""
    token = token_in(send(system, "sites", SITES, "点位.csv"))

    answer = system.post(f"{BASE}/sites/apply", {"token": token}, follow=True)
    again = system.post(f"{BASE}/sites/apply", {"token": token})

    assert "新增 1 条" in answer.content.decode()
    site = Site.objects.get(name="幸福小区9栋1单元")
    assert site.area.code == f"{NORTH}001002"
    entry = AuditEntry.objects.get(action="places.imported")
    assert (entry.subject, entry.details) == ("点位.csv", {"kind": "sites", "added": 1, "changed": 0})
    assert again.status_code == 404


def test_what_changed_meanwhile_stops_the_whole_sheet(system: Client, offices: World) -> None:
    """A sheet that was sound and no longer is writes nothing and tells why; the file stays for another try."""
    token = token_in(send(system, "sites", SITES + f"单元,幸福小区9栋2单元,{NORTH}001003\n"))
    Area.objects.filter(code=f"{NORTH}001003").update(void_on="2026-01-01")

    answer = system.post(f"{BASE}/sites/apply", {"token": token})

    assert answer.status_code == 422
    assert "C3" in answer.content.decode()
    assert Site.objects.count() == 1


def test_nobody_applies_somebody_elses_file(offices: World) -> None:
    """A token opens only its uploader's file, and only for its own kind."""
    token = token_in(send(offices.client("system"), "units", UNITS))

    assert offices.client("security").post(f"{BASE}/units/apply", {"token": token}).status_code == 404
    assert offices.client("system").post(f"{BASE}/sites/apply", {"token": token}).status_code == 404
    assert Unit.objects.get(code="lamps").name == "城管局照明所"


def test_a_sheet_can_be_put_aside(system: Client, offices: World) -> None:
    """Put aside, the file is gone and nothing was written."""
    token = token_in(send(system, "sites", SITES))

    system.post(f"{BASE}/sites/drop", {"token": token})

    assert system.post(f"{BASE}/sites/apply", {"token": token}).status_code == 404
    assert Site.objects.count() == 1


def test_each_fault_is_told_with_its_cell_in_the_language_of_the_page(system: Client, offices: World) -> None:
    """A clerk reads which cells to mend, in Chinese or in English."""
    wrong = f"点位类型,点位名称,所在网格编码\n单元,,{NORTH}001002\n单元,好楼,12345\n"

    chinese = send(system, "sites", wrong)
    english = send(offices.client("system", headers={"Accept-Language": "en"}), "sites", wrong).content.decode()

    assert chinese.status_code == 422
    page = chinese.content.decode()
    assert "B2" in page
    assert "C3" in page
    assert "must not be empty" not in page
    assert "B2: Name must not be empty." in english
    assert 'name="token"' not in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.xlsx"),
        (b"not a workbook", "sheet.xlsx"),
        (b"PK\x03\x04broken", "sheet.xlsx"),
        (b"a,b\n1,2\n", "strange.csv"),
        (b"\x00\x01\x02", "sheet.csv"),
        (b"<html>", "sheet.html"),
        (b"%PDF-1.4", "sheet.pdf"),
        (b"{}", "sheet.geojson"),
        (b'{"type": "FeatureCollection", "features": [{}]}', "sheet.geojson"),
        (b"a,b", "x" * 300 + ".csv"),
    ],
)
@pytest.mark.parametrize("kind", ["areas", "holidays"])
def test_a_file_that_is_no_sheet_is_answered_with_a_sentence(
    system: Client, offices: World, kind: str, content: bytes, name: str
) -> None:
    """Whatever is uploaded, the answer is a page that says what is wrong."""
    answer = send(system, kind, content, name)

    assert answer.status_code == 422
    assert "sd-note-danger" in answer.content.decode()


def test_no_file_at_all_is_told(system: Client) -> None:
    """A press without a file, or with a garbled map, is answered on the page."""
    assert system.post(f"{BASE}/areas/trial").status_code == 422
    assert send(system, "areas", "区域编码,区域名称\n3699,临江市\n", system="mars").status_code == 422
    assert system.get(f"{BASE}/areas/trial").status_code == 405
    assert system.get(f"{BASE}/nothing/").status_code == 404
    assert system.post(f"{BASE}/areas/apply", {"token": "../../etc/passwd"}).status_code == 404


def test_a_workbook_with_a_day_is_read_as_the_day(system: Client, offices: World) -> None:
    """Holidays come from a spreadsheet as offices keep them."""
    sheet = workbook({"A1": "日期", "B1": "事由", "C1": "是否上班", "A2": "2026-08-13", "B2": "台风停工", "C2": "否"})

    token = token_in(send(system, "holidays", sheet, "days.xlsx"))
    system.post(f"{BASE}/holidays/apply", {"token": token})

    holiday = Holiday.objects.get()
    assert (holiday.day.isoformat(), holiday.name, holiday.is_working) == ("2026-08-13", "台风停工", False)


def test_new_people_get_passwords_shown_once(security: Client, offices: World) -> None:
    """After an import the administrator prints slips; the passwords work, and are not shown again."""
    people = "用户名,姓名,岗位,负责区域编码\nzhou,周新,网格员," + f"{NORTH}001002\n"
    User.objects.exclude(username="security").update(password="x")
    token = token_in(send(security, "people", people))
    security.post(f"{BASE}/people/apply", {"token": token})

    page = security.post(f"{BASE}/people/passwords").content.decode()

    found = re.search(r"<b>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</b>", page)
    assert found
    user = User.objects.get(username="zhou")
    assert user.check_password(found[1])
    assert user.must_change_password
    assert found[1] not in security.post(f"{BASE}/people/passwords").content.decode()


def overlapping() -> bytes:
    """Return a map file whose new grid lies two hundredths over the northern street's first."""
    west, north = 116.0, 28.0202
    ring = [[west, 28.0198], [west + 0.01, 28.0198], [west + 0.01, north + 0.01], [west, north + 0.01], [west, 28.0198]]
    return collection(({"社区编码": f"{NORTH}001", "名称": "新网格"}, {"type": "Polygon", "coordinates": [ring]}))


def test_faults_of_outlines_are_told_and_repaired_when_ticked(system: Client, offices: World) -> None:
    """The trial names place, size and change; ticked, the repair is tried, and the second press writes it."""
    first = send(system, "areas", overlapping(), "grids.geojson")
    token = token_in(first)
    refused = system.post(f"{BASE}/areas/apply", {"token": token})
    second = system.post(f"{BASE}/areas/trial", {"token": token, "repair": ["overlaps", "magic"]})
    applied = system.post(f"{BASE}/areas/apply", {"token": token, "repair": "overlaps"})

    page = first.content.decode()
    assert first.status_code == refused.status_code == 422
    assert 'id="fault-1"' in page
    assert 'name="repair" value="overlaps"' in page
    assert "28.01" in page
    assert second.status_code == 200
    assert '<input type="hidden" name="repair" value="overlaps">' in second.content.decode()
    assert applied.status_code == 302
    area = Area.objects.get(code=f"{NORTH}001004")
    assert area.geometry is not None
    assert min(lat for _, lat in area.geometry["coordinates"][0]) == 28.02
    assert AuditEntry.objects.filter(action="places.imported", details__repairs=["overlaps"]).exists()


def test_nobody_tries_again_with_anothers_file(system: Client, offices: World) -> None:
    """A token opens only its uploader's file."""
    token = token_in(send(system, "areas", overlapping(), "grids.geojson"))
    User.objects.create_superuser("operator", None)
    other = Client()
    other.force_login(User.objects.get(username="operator"), backend="django.contrib.auth.backends.ModelBackend")

    assert other.post(f"{BASE}/areas/trial", {"token": token}).status_code == 404
    assert offices.client("security").post(f"{BASE}/areas/trial", {"token": token}).status_code == 403
