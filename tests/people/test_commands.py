# SPDX-License-Identifier: Apache-2.0
"""The commands of the operator: first administrators, passwords, keys and the audit log."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.contacts import keep
from sidan.people.models import Post, Unit, User
from tests.people.conftest import TODAY, Office
from tests.people.test_audit import without_the_trigger

pytestmark = pytest.mark.django_db


def run(*words: str | Path, language: str = "en") -> tuple[str, str]:
    """Return what a command writes to its two outputs."""
    out, err = StringIO(), StringIO()
    with translation.override(language):
        call_command(*map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_first_administrators_come_in_by_a_sheet_and_get_passwords(tmp_path: Path) -> None:
    """On a new machine nobody can give a post yet; the operator's command line can."""
    sheet, passwords = tmp_path / "people.csv", tmp_path / "passwords.csv"
    sheet.write_text("用户名,姓名,岗位\nsec,安全管理员,security_admin\nsys,系统管理员,系统管理员\n", encoding="utf-8")

    told, _ = run("import_people", sheet)
    run("issue_passwords", passwords)

    assert told == "new: 2, changed: 0, the same: 0\n"
    assert set(Post.objects.values_list("role", flat=True)) == {"security_admin", "system_admin"}
    row = passwords.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert User.objects.get(username="sec").check_password(row[2])
    assert passwords.stat().st_mode & 0o077 == 0


def test_passwords_do_not_overwrite_a_file(tmp_path: Path) -> None:
    """And then nobody gets one."""
    there = tmp_path / "passwords.csv"
    there.write_text("mine")
    User.objects.create_user("chen", display_name="陈明")

    with pytest.raises(CommandError, match="is there already"):
        run("issue_passwords", there)

    assert not User.objects.get(username="chen").has_usable_password()


def test_a_faulty_sheet_is_told_cell_by_cell_in_the_users_language(office: Office, tmp_path: Path) -> None:
    """Nothing is written and the command fails."""
    sheet = tmp_path / "units.csv"
    sheet.write_text("单位编码,单位名称,单位类型,所在区域编码,备注\ngas,燃气公司,gas,999999,x\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Faults to correct first: 1"):
        run("import_units", sheet)
    told, faults = run("import_units", sheet, "--dry-run", language="zh-hans")

    assert "没有编码为 999999 的区域。" in faults
    assert "未识别的列“备注”" in told
    assert not Unit.objects.filter(code="gas").exists()


def test_a_missing_file_is_said_plainly() -> None:
    """No traceback for a mistyped name."""
    with pytest.raises(CommandError, match=r"There is no file nowhere\.csv"):
        run("import_units", "nowhere.csv")


def test_keys_are_rotated_by_a_command() -> None:
    """It says how many contacts were written anew."""
    keep("", "13800000000", "", "", forget_on=TODAY + timedelta(days=1))

    assert run("rotate_contact_keys")[0] == "1 contacts are now under the first key.\n"


def test_the_audit_log_is_verified_by_a_command() -> None:
    """It prints heads to be noted, takes them back, and fails on the first wrong chain."""
    record(Actor(county="361002"), "sign_out")
    entry = record(Actor(county="361002"), "sign_out")
    told, _ = run("verify_audit")
    head = told.split()[1]

    assert told == f"holds   361002:2:{entry.digest.hex()}\n"
    assert run("verify_audit", "--head", head)[0] == told
    with without_the_trigger():
        type(entry).objects.filter(pk=entry.pk).update(actor="nobody")
    with pytest.raises(CommandError, match="1 audit chains do not hold"):
        run("verify_audit")


def test_a_head_that_cannot_be_read_is_refused() -> None:
    """A mistyped head is not taken for a breach."""
    with pytest.raises(CommandError, match="is not COUNTY:NUMBER:DIGEST"):
        run("verify_audit", "--head", "361002")
