# SPDX-License-Identifier: Apache-2.0
"""Tables are read as clerks made them, whatever program wrote the file."""

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from sidan.base.errors import Refused
from sidan.base.sheets import Table, column_letters, plain_name, read_table
from sidan.base.workbooks import cell_text
from tests.base.sheet_files import ods, ods_cell, workbook


def texts(table: Table) -> list[tuple[str, ...]]:
    """Return the rows of a table without their numbers."""
    return [row.cells for row in table.rows]


def test_a_sheet_is_read_as_a_person_sees_it():
    """Codes keep their digits, days and times look like days and times, spaces at the ends are gone."""
    data = workbook(
        {
            "A1": "编码",
            "B1": "名称",
            "C1": "面积",
            "D1": "启用",
            "E1": "日期",
            "F1": "时刻",
            "A2": 361002003001001,
            "B2": "　东门网格 ",
            "C2": 3.5,
            "D2": True,
            "E2": date(2026, 10, 1),
            "F2": datetime(2026, 10, 1, 8, 30),  # noqa: DTZ001  spreadsheets know no zones
        }
    )

    table = read_table(data, "grids.xlsx")

    assert table.header == ("编码", "名称", "面积", "启用", "日期", "时刻")
    assert texts(table) == [("361002003001001", "东门网格", "3.5", "yes", "2026-10-01", "2026-10-01 08:30")]


def test_rows_keep_their_number_in_the_file():
    """A title above, an empty row between and a table beginning in column B move no address."""
    data = workbook({"B1": "某市网格一览表", "B3": "编码", "C3": "名称", "B4": "1", "C4": "甲", "B7": "2", "C7": "乙"})

    table = read_table(data, "grids.xlsx")

    assert (table.header, table.header_row) == (("", "编码", "名称"), 3)
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("", "1", "甲")), (7, ("", "2", "乙"))]
    assert table.where(7, 2) == "C7"


def test_known_columns_find_the_header_under_a_busy_title():
    """The row with the most known names is the header, however many cells the rows above fill."""
    data = workbook({"A1": "填报", "B1": "单位", "C1": "某局", "D1": "2026", "A2": "网格编码（15位）", "B2": "名称*"})

    table = read_table(data, "grids.xlsx", known={"网格编码", "名称"})

    assert table.header_row == 2


def test_the_row_that_explains_the_columns_is_not_data():
    """A row beginning with the help sign is skipped."""
    table = read_table("编码,名称\n※ 15位数字,全称\n1,甲\n".encode(), "grids.csv")

    assert texts(table) == [("1", "甲")]


def test_hidden_and_empty_sheets_are_passed_over():
    """The first visible sheet with anything in it is read."""

    def hide_first(book: Workbook) -> None:
        book.worksheets()[2].activate()
        book.worksheets()[0].very_hidden()

    data = workbook({"A1": "下拉选项"}, {}, {"A1": "编码", "A2": "1"}, change=hide_first)

    assert texts(read_table(data, "grids.xlsx")) == [("1",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files_are_read_in_the_encodings_of_chinese_offices(encoding: str, separator: str):
    """Encoding and separator are recognised; a quoted cell may hold both signs and lines."""
    text = separator.join(["编码", "名称"]) + "\r\n" + separator.join(["1", '"甲,乙;丙\n丁"']) + "\r\n"

    table = read_table(text.encode(encoding), "grids.CSV")

    assert texts(table) == [("1", "甲,乙;丙\n丁")]


def test_an_openoffice_sheet_is_read():
    """An .ods file gives the same table, repeated empty cells counted."""
    rows = "".join(
        f"<table:table-row>{cells}</table:table-row>"
        for cells in (ods_cell("编码") + ods_cell("名称"), ods_cell("1") + ods_cell("甲") + ods_cell("", 1000))
    )

    table = read_table(ods(rows), "grids.ods")

    assert (table.header, texts(table)) == (("编码", "名称"), [("1", "甲")])


@pytest.mark.parametrize(
    ("data", "filename", "sentence"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"\n , \n", "a.csv", "The file is empty."),
        (workbook({}), "a.xlsx", "The file is empty."),
        (b"%PDF-1.7", "a.pdf", "This kind of file cannot be read"),
        (b"hello", "", "This kind of file cannot be read"),
        (b"hello", "a.xlsx", "The file cannot be read as a spreadsheet"),
        (b"PK\x03\x04 cut off", "a.xlsx", "The file cannot be read as a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "The file cannot be read as a spreadsheet"),
        (b"\xff\xfe\x00\xd8\x00", "a.csv", "The file is not a text in UTF-8 or GB 18030"),
        (b"a,b\n1,\x00\n", "a.csv", "The file is not a text in UTF-8 or GB 18030"),
        (b"a\n" + b"x" * (5 * 2**20) + b"\n", "a.csv", "The file cannot be read as a table from line 2 on."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, filename: str, sentence: str):
    """Every unreadable file is answered with what to do, never with an error page."""
    with pytest.raises(Refused) as refused:
        read_table(data, filename)

    assert str(refused.value).startswith(sentence)


def test_a_file_may_be_named_by_its_path(tmp_path):
    """A path brings its own name; a longer file than allowed is refused before it is read."""
    path = tmp_path / "grids.csv"
    path.write_bytes(b"a,b\n1,2\n")
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(40 * 2**20)

    assert texts(read_table(path)) == [("1", "2")]
    with pytest.raises(Refused, match="The file is larger than 30 MB"):
        read_table(large)


def test_too_many_rows_are_refused():
    """A table longer than asked for is refused as a whole; the limit itself is still taken."""
    data = b"a\n" + b"1\n" * 30

    assert len(read_table(data, "a.csv", max_rows=30).rows) == 30
    with pytest.raises(Refused, match="more than 29 rows"):
        read_table(data, "a.csv", max_rows=29)
    with pytest.raises(Refused, match="more than 2 rows"):
        read_table(data, "a.csv", max_rows=2)


def test_the_letters_of_a_column_are_those_of_a_spreadsheet():
    """Columns are counted A to Z, then AA."""
    assert [column_letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_what_clerks_add_to_a_header_does_not_matter():
    """Spaces, stars, colons and remarks in brackets are not part of a name."""
    assert {plain_name(name) for name in ("网格 编码", "网格编码*", "*网格编码：", "网格编码（15位）")} == {"网格编码"}


def test_a_time_of_day_keeps_its_seconds_only_when_it_has_any():
    """Times read as 08:30, or 08:30:15."""
    assert [cell_text(value) for value in (time(8, 30), time(8, 30, 15), None, 1e-7, 1e15, -2.0)] == [
        "08:30",
        "08:30:15",
        "",
        "0.0000001",
        "1000000000000000",
        "-2",
    ]


@pytest.mark.parametrize("cut", [0, 4, 700, -700, -1])
@pytest.mark.parametrize("filename", ["a.xlsx", "a.xls", "a.ods"])
def test_no_damage_breaks_the_reader(cut: int, filename: str):
    """A workbook cut off or scratched anywhere is read or refused."""
    data = bytearray(workbook({"A1": "编码", "A2": "1"}))
    data[cut] ^= 0x55

    for damaged in (bytes(data), bytes(data[:cut])):
        with suppress(Refused):
            assert read_table(damaged, filename).header


@given(st.binary(max_size=300))
def test_no_text_file_breaks_the_reader(data: bytes):
    """Whatever the bytes are, there is a table or a refusal."""
    with suppress(Refused):
        assert read_table(data, "a.csv").header
