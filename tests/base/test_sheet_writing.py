# SPDX-License-Identifier: Apache-2.0
"""What is written can be read again, and a spreadsheet takes nothing in it for a command."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.base import cells
from sidan.base.columns import Column, names, parse_rows
from sidan.base.errors import Refused, Words
from sidan.base.sheet_writing import MAX_CELL_LENGTH, write_csv, write_table
from sidan.base.sheets import read_table

KINDS = {"general": Words("综合", "General"), "exclusive": Words("专属", "Exclusive")}
COLUMNS = (
    Column("code", Words("编码", "Code"), cells.code_text, required=True, help=Words("15位数字", "15 digits")),
    Column("name", Words("名称", "Name"), cells.text(40_000)),
    Column("kind", Words("类型", "Kind"), cells.choice(KINDS), options=tuple(KINDS.values())),
    Column("households", Words("户数", "Households"), cells.whole(-9), style="number"),
    Column("from_on", Words("起始日", "From"), cells.day, style="day"),
    Column("is_open", Words("启用", "Open"), cells.yes_no),
)
GRID = {
    "code": "361002003001001",
    "name": "东门网格",
    "kind": "general",
    "households": 400,
    "from_on": date(2026, 10, 1),
    "is_open": False,
}
TITLE = Words("网格", "Grids")


def read_again(data: bytes, filename: str) -> list[dict[str, object]]:
    """Return the rows of a written file as they would be imported."""
    records, faults = parse_rows(read_table(data, filename, known=names(COLUMNS)), COLUMNS)
    assert faults == []
    return [dict(record.values) for record in records]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_written_is_read_again(language: str):
    """Every kind of value survives both formats in both languages."""
    shown = GRID | {"kind": KINDS["general"]}

    assert read_again(write_table(COLUMNS, [shown], title=TITLE, language=language), "a.xlsx") == [GRID]
    assert read_again(write_csv(COLUMNS, [shown], language=language), "a.csv") == [GRID]


def test_a_form_without_rows_has_header_and_help():
    """The empty form is in both languages and reads as a table without rows."""
    table = read_table(write_table(COLUMNS, [], title=TITLE), "a.xlsx", known=names(COLUMNS))

    assert table.header[:2] == ("编码 Code *", "名称 Name")
    assert table.rows == ()


@pytest.mark.parametrize("text", ["=1+1", "+86 794 8888888", "-x", "@cmd", '=HYPERLINK("http://x","y")', "{=1}"])
def test_no_text_becomes_a_formula(text: str):
    """A text stays a text in both formats, and comes back unchanged."""
    xlsx = write_table(COLUMNS, [GRID | {"name": text}], title=TITLE)
    csv = write_csv(COLUMNS, [GRID | {"name": text}])

    sheet = zipfile.ZipFile(io.BytesIO(xlsx)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert f",{text}".encode() not in csv or text.startswith("{")
    assert read_again(xlsx, "a.xlsx")[0]["name"] == text
    assert read_again(csv, "a.csv")[0]["name"] == text


def test_a_moment_is_written_as_the_local_clock_shows_it():
    """The zone is left off, and a negative number is still a number in csv."""
    columns = (Column("at", Words("时间", "At"), cells.text()), COLUMNS[3])
    rows = [{"at": datetime(2026, 10, 1, 8, 30, tzinfo=UTC), "households": -5}]

    assert write_csv(columns, rows).decode("utf-8-sig") == "时间 At,户数 Households\r\n2026-10-01 08:30,-5\r\n"
    assert read_table(write_table(columns, rows, title=TITLE), "a.xlsx").rows[0].cells == ("2026-10-01 08:30", "-5")


def test_a_text_longer_than_a_cell_is_refused():
    """A spreadsheet would cut it off silently; csv has no such limit."""
    long = GRID | {"name": "字" * (MAX_CELL_LENGTH + 1)}

    with pytest.raises(Refused, match="A text of 32768 characters does not fit"):
        write_table(COLUMNS, [long], title=TITLE)
    assert read_again(write_csv(COLUMNS, [long]), "a.csv") == [long]


def test_any_title_makes_the_name_of_a_sheet():
    """Signs that a spreadsheet forbids are left out, and long names are cut."""
    for title in ("a/b:c*d?[e]", "'", "长" * 40):
        assert write_table(COLUMNS, [], title=Words(title, title))


@settings(max_examples=20)  # each example opens a workbook in its own process
@given(
    st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")), max_size=20), max_size=5)
)
def test_all_texts_come_back(texts: list[str]):
    """Both formats keep every text, whatever signs it begins with."""
    rows = [GRID | {"name": text} for text in texts]

    assert [row["name"] for row in read_again(write_table(COLUMNS, rows, title=TITLE), "a.xlsx")] == texts
    assert [row["name"] for row in read_again(write_csv(COLUMNS, rows), "a.csv")] == texts
