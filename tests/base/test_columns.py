# SPDX-License-Identifier: Apache-2.0
"""Declared columns turn a table into records, and each fault into a sentence with its cell."""

import pytest

from sidan.base import cells
from sidan.base.columns import Column, names, parse_rows, strange_headers
from sidan.base.errors import Refused, Words
from sidan.base.sheets import read_table

COLUMNS = (
    Column("code", Words("网格编码", "Code"), cells.code_text, required=True),
    Column("name", Words("名称", "Name"), cells.text(5), aliases=("网格名称",)),
    Column("households", Words("户数", "Households"), cells.whole()),
)


def parsed(text: str):
    """Return what the columns make of a csv file."""
    return parse_rows(read_table(text.encode(), "a.csv", known=names(COLUMNS)), COLUMNS)


@pytest.mark.parametrize(
    "header", ["网格编码,名称,户数", "Code,Name,Households", "网格编码 Code *,网格名称,户数（户）", "户数,code,NAME"]
)
def test_headers_are_known_in_both_languages_and_any_order(header: str):
    """Chinese, English, both together, other usual names, in any order."""
    order = [0, 1, 2] if not header.startswith("户数") else [2, 0, 1]
    cells_ = ["361", "东门", "400"]

    records, faults = parsed(f"{header}\n{','.join(cells_[place] for place in order)}\n")

    assert faults == []
    assert records[0].values == {"code": "361", "name": "东门", "households": 400}


def test_each_fault_names_its_cell():
    """All faults of all rows are told at once, and faulty rows give no record."""
    records, faults = parsed("编号说明,,\nCode,Name,Households\n1,东门,400\n,东门,x\n3,名字实在太长了,5\n")

    assert [record.row for record in records] == [3]
    assert [str(fault) for fault in faults] == [
        "A4: Code must not be empty.",
        "C4: x is not a number.",
        "B5: the text has 7 characters; at most 5 fit.",
    ]


def test_faults_are_told_in_the_language_of_the_user():
    """Address, sentence and column name are translated together."""
    chinese = {"%(cell)s: %(reason)s": "%(cell)s：%(reason)s", "%(column)s must not be empty.": "%(column)s不能为空。"}

    (fault,) = parsed("Code,Name\n,东门\n")[1]

    assert fault.said(lambda text: chinese.get(text, text), language="zh-hans") == "A2：网格编码不能为空。"


def test_a_missing_column_is_told_with_what_the_file_has():
    """Without its required column no row is read."""
    records, faults = parsed("编号,名称\n1,东门\n")

    assert records == []
    assert [str(fault) for fault in faults] == ["The column Code is missing; the file has: 编号, 名称."]


def test_a_column_that_stands_there_twice_is_told():
    """Nobody should guess which of two columns is meant."""
    _, faults = parsed("Code,Name,网格名称\n1,东门,西门\n")

    assert faults == [Refused("Two columns are named %(column)s: %(cells)s.", column=COLUMNS[1].header, cells="B1, C1")]


def test_a_column_not_in_the_file_is_not_in_the_record():
    """An absent column is told from an empty cell: the one leaves things as they are, the other empties them."""
    (record,), _ = parsed("Code,Name\n1,\n")

    assert record.values == {"code": "1", "name": ""}
    assert record.get("households", 7) == 7
    assert str(record.fault("name", Refused("wrong."))) == "B2: wrong."
    assert str(record.fault("households", Refused("wrong."))) == "Row 2: wrong."


def test_short_rows_end_in_empty_cells():
    """A row of a csv file may stop early."""
    (record,), _ = parsed("Code,Name,Households\n1\n")

    assert record.values == {"code": "1", "name": "", "households": None}


def test_headers_nobody_knows_are_told_apart():
    """A misspelt header would otherwise be lost silently."""
    table = read_table("Code,户数量,\n1,2,3\n".encode(), "a.csv", known=names(COLUMNS))

    assert strange_headers(table, COLUMNS) == ("户数量",)
