# SPDX-License-Identifier: Apache-2.0
"""The command tells in Chinese what came of a file of messages, and says of every row left out why."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sidan.dispatch.management.commands import import_orders
from sidan.orders.models import Order
from tests.world import NORTH, SOUTH, World

pytestmark = pytest.mark.django_db
MESSAGES = "原话,电话,区域,备注\n路灯不亮,,南门街道,x\n,,,\n 　,138,,\n水管爆裂,12,火星,\n水管爆裂,12,,\n"


class Screen(StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Say that somebody watches."""
        return True


def run(path: Path, text: str = "", *arguments: str, err: StringIO | None = None) -> tuple[str, str]:
    """Run the command on a file, written first where there is a text, and return what it tells on both channels."""
    if text:
        path.write_text(text, encoding="utf-8")
    out, err = StringIO(), err or StringIO()
    try:
        call_command("import_orders", str(path), *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_a_file_is_taken_and_its_refused_rows_are_listed(world: World, tmp_path: Path):
    """Beside the file, by cell and reason, without a word of any message."""
    out, err = run(tmp_path / "m.csv", MESSAGES, "--column", "text=原话", "--area", NORTH)

    assert out.splitlines()[:3] == [
        "未识别的列“备注”，已忽略。",
        "导入 2 张，此前已导入 0 张，未能导入 2 行，用时 0 秒",
        "能推荐事项的 2 张，其中已填入事项的 2 张；长文分段补充 0 段",
    ]
    assert err == ""
    with (tmp_path / "m.csv.report.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert [row[:2] for row in rows] == [["A4", "否"], ["第5行", "否"], ["第6行", "是"]]
    assert [row[2] for row in rows[:2]] == ["没有内容。", "没有编码为 火星 的区域。"]
    assert rows[2][2].startswith("已导入；联系方式按原样保存：")
    assert set(Order.objects.values_list("area_code", flat=True)) == {NORTH, SOUTH}


def test_nothing_is_listed_when_every_row_is_taken(world: World, tmp_path: Path):
    """The second time the same rows are there already."""
    run(tmp_path / "m.csv", "text\n路灯坏了\n")
    out, _ = run(tmp_path / "m.csv")

    assert out.startswith("导入 0 张，此前已导入 1 张，未能导入 0 行")
    assert [file.name for file in tmp_path.iterdir()] == ["m.csv"]


def test_a_report_that_cannot_be_written_is_told_instead(world: World, tmp_path: Path):
    """Row by row on the terminal."""
    _, err = run(tmp_path / "m.csv", "id,text\n1,\n2,路灯坏了\n", "--report", str(tmp_path / "none" / "r.csv"))

    assert err.splitlines() == ["B2：没有内容。", f"文件 {tmp_path / 'none' / 'r.csv'} 无法写入。"]


def test_a_bar_moves_where_somebody_watches(world: World, tmp_path: Path):
    """Elsewhere there is none, so that logs stay readable."""
    _, err = run(tmp_path / "m.csv", "text\n路灯坏了\n", err=Screen())

    assert "█" * import_orders.BAR_LENGTH + " 1/1 " in err


def test_breaking_off_says_how_far_it_came(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """And how to go on."""

    def broken_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_orders, "import_messages", broken_off)
    _, err = run(tmp_path / "m.csv", "text\n路灯坏了\n")

    assert err == "已中断。本次已导入 0 张单，再次运行同一命令即可接着导入。"


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        ("电话\n1\n", [], "文件中没有来信内容这一列；现有的列：电话。"),
        ("text\n1\n", ["--area", "火星"], "没有编码为 火星 的区域。"),
        ("text\n1\n", ["--column", "words=text"], "'words=text' is not OURS=THEIRS"),
        ("", [], "找不到文件 m.csv。"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    world: World, tmp_path: Path, text: str, arguments: list[str], told: str
):
    """And nothing is opened."""
    _, err = run(tmp_path / "m.csv", text, *arguments)

    assert told in err
    assert not Order.objects.exists()
