# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets of messages are read however a hotline calls its columns, and what is none is refused in a sentence."""

import gzip
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from sidan.base.errors import Refused
from sidan.dispatch.message_sheets import Message, Sheet, read_messages
from tests.world import CHINA

TABLE = "留言编号,留言主题,留言时间,留言详情,备注\n7,路灯不亮,2019/2/28 11:25:05,南街路灯坏了三天。,x\n"


def read(
    folder: Path, data: bytes | str, name: str = "messages.csv", *, columns: dict[str, str] | None = None
) -> Sheet:
    """Write a file and read its messages."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_messages(file, columns=columns)


def only(sheet: Sheet) -> Message:
    """Return the one message of a sheet."""
    (message,) = sheet.messages
    return message


def test_columns_are_known_by_the_names_hotlines_use(tmp_path: Path):
    """Title and detail become one text; what nobody knows is named, not dropped silently."""
    sheet = read(tmp_path, TABLE)

    message = only(sheet)
    assert (message.id, message.words) == ("7", "路灯不亮\n\n南街路灯坏了三天。")
    assert message.at == datetime(2019, 2, 28, 11, 25, tzinfo=CHINA)
    assert sheet.ignored == ("备注",)


def test_both_ways_of_writing_a_time_are_read(tmp_path: Path):
    """With strokes and with hyphens; what is no time stays as it is written."""
    sheet = read(tmp_path, "text,time\n一,2019/5/7 6:04:44\n二,2017-06-08 17:31:20\n三,上周\n")

    assert [message.at and f"{message.at:%Y-%m-%d %H:%M}" for message in sheet.messages] == [
        "2019-05-07 06:04",
        "2017-06-08 17:31",
        None,
    ]
    assert sheet.messages[2].time_words == "上周"


def test_other_names_of_columns_can_be_told(tmp_path: Path):
    """The column told stands before one that would have been taken."""
    sheet = read(tmp_path, "content,原话,who\n摘要,路灯坏了,甲\n", columns={"text": "原话", "name": "who"})

    assert (only(sheet).words, only(sheet).name) == ("路灯坏了", "甲")


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["packed", "plain"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_chinese_office_programs_are_read(tmp_path: Path, encoding: str, pack: type[bytes]):
    """In each encoding they write, packed or not, the same message has the same key."""
    name = "m.csv.gz" if pack is not bytes else "m.csv"

    message = only(read(tmp_path, pack(TABLE.encode(encoding)), name))

    assert message.key == only(read(tmp_path, TABLE)).key


def test_a_workbook_holds_the_same_messages(tmp_path: Path):
    """A time kept as a date and one kept as text are one, and of a formula its result is read."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["留言编号", "留言主题", "留言时间"])
        stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_datetime(1, 2, datetime(2019, 2, 28, 11, 25, 5), stamp)  # noqa: DTZ001  as a sheet keeps it
        sheet.write_number(1, 0, 7)
        sheet.write_string(1, 1, "路灯不亮\n\n南街路灯坏了三天。")
        sheet.write_formula(2, 1, '="路灯"&"又坏了"', value="路灯又坏了")

    messages = read(tmp_path, file.getvalue(), "m.xlsx").messages

    assert messages[0].key == only(read(tmp_path, TABLE)).key
    assert messages[1].words == "路灯又坏了"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path):
    """Nothing is ever calculated."""
    assert only(read(tmp_path, 'text\n"=HYPERLINK(""http://x"")路灯"\n')).words == '=HYPERLINK("http://x")路灯'


def test_a_row_without_words_is_refused_by_its_cell(tmp_path: Path):
    """Spaces and invisible signs are no words; the other rows are read."""
    sheet = read(tmp_path, "id,text\n1,路灯坏了\n2,\n3,\u200b　\n")

    assert [message.id for message in sheet.messages] == ["1"]
    assert [str(fault) for fault in sheet.faults] == ["B3: nothing is written here.", "B4: nothing is written here."]


def test_a_text_beyond_all_bounds_is_refused(tmp_path: Path):
    """A cell of sixty thousand characters is a file read wrongly."""
    sheet = read(tmp_path, f"text\n{'长' * 60_000}\n")

    assert [str(fault) for fault in sheet.faults] == ["A2: the text has 60000 characters; at most 50000 fit."]


def test_a_stray_nul_costs_no_message(tmp_path: Path):
    """It is dropped; a file full of them is not a text."""
    assert only(read(tmp_path, f"text\n路灯\0坏了{'。' * 500}\n")).words.startswith("路灯坏了")

    with pytest.raises(Refused, match="not a text in UTF-8 or GB 18030"):
        read(tmp_path, b"text\n" + b"\0\1" * 50)


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ("电话,备注\n1,2\n", "m.csv", "The file has no column of messages; its columns are: 电话, 备注."),
        ("text,内容\n1,2\n", "m.csv", "Two columns are named Text: A1, B1."),
        ("", "m.csv", "The file is empty."),
        ("no sheet", "m.xlsx", "cannot be read as a spreadsheet"),
        ("text\n1\n", "m.pdf", "This kind of file cannot be read"),
        ("no archive", "m.csv.gz", "The file is damaged or locked"),
    ],
)
def test_what_is_no_sheet_of_messages_is_refused(tmp_path: Path, data: str, name: str, told: str):
    """In one sentence that says what the file is or has."""
    with pytest.raises(Refused) as refused:
        read(tmp_path, data, name)

    assert told in str(refused.value)


def test_a_column_told_but_not_there_is_refused(tmp_path: Path):
    """With the columns that are there; so is a file that is not there."""
    with pytest.raises(Refused, match="The column 原话 is missing; the file has: text, time"):
        read(tmp_path, "text,time\n1,2\n", columns={"text": "原话"})
    with pytest.raises(Refused, match=r"There is no file none\.csv"):
        read_messages(tmp_path / "none.csv")


def test_a_message_is_known_by_what_it_says_and_not_by_its_row(tmp_path: Path):
    """Another row, order of columns or name of file changes nothing; another word, place or number does."""
    first = only(read(tmp_path, "id,text,place\n1,路灯坏了,南街\n"))

    same = read(
        tmp_path, "place,text,id\n北街,路灯坏了,1\n南街,路灯坏了,1\n南街,路灯坏了,2\n南街,路灯又坏了,1\n", "b.csv"
    )

    assert [message.key == first.key for message in same.messages] == [False, True, False, False]


def test_a_message_shows_nothing_in_a_log(tmp_path: Path):
    """Its row alone."""
    assert repr(only(read(tmp_path, "text,phone\n路灯坏了,13800000000\n"))) == "Message(第2行)"
