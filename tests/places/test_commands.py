# SPDX-License-Identifier: Apache-2.0
"""The commands tell in Chinese what came of a file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sidan.places.models import Area, Holiday, Site
from tests.places.conftest import COMMUNITY, GRIDS


def run(command: str, path: Path, text: str, **options: object) -> tuple[str, str]:
    """Run a command on a file and return what it tells on both channels."""
    path.write_text(text, encoding="utf-8")
    out, err = StringIO(), StringIO()
    try:
        call_command(command, path, stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_areas_are_imported_after_a_dry_run(city: None, tmp_path: Path):
    """The dry run writes nothing and says so."""
    text = f"code,name,备注\n{COMMUNITY}005,第5网格,x\n"

    out, _ = run("import_areas", tmp_path / "areas.csv", text, dry_run=True)
    assert out.splitlines() == [
        "未识别的列“备注”，已忽略。",
        "新增 1 行，修改 0 行，未变 0 行",
        "这是试运行，没有写入任何数据。",
    ]
    assert not Area.objects.filter(code=f"{COMMUNITY}005").exists()

    run("import_areas", tmp_path / "areas.csv", text)
    assert Area.objects.filter(code=f"{COMMUNITY}005").exists()


def test_faults_are_told_one_a_line(city: None, tmp_path: Path):
    """And the command fails."""
    _, err = run("import_sites", tmp_path / "sites.csv", f"类型,名称,网格编码\n楼栋,,{GRIDS[0]}\n楼栋,1栋,3\n")

    assert err.splitlines() == [
        "B2：“点位名称”不能为空。",
        "C3：编码应为 4、6、9、12 或 15 位数字，现为 1 位。",
        "未导入任何数据，请先改正 2 处错误。",
    ]
    assert not Site.objects.exists()


def test_days_are_imported(city: None, tmp_path: Path):
    """A file that is none is told in a sentence."""
    out, _ = run("import_holidays", tmp_path / "days.csv", "日期,事由,是否上班\n2026-09-01,台风,否\n")
    assert out.strip() == "新增 1 行，修改 0 行，未变 0 行"
    assert Holiday.objects.count() == 1

    _, err = run("import_holidays", tmp_path / "days.xlsx", "no sheet")
    assert err == "无法按电子表格读取该文件，请打开后另存为 .xlsx 再试。"
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import_holidays", tmp_path / "none.csv")
