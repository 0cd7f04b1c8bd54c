# SPDX-License-Identifier: Apache-2.0
"""Workbooks are opened where they can do no harm."""

import sys

import pytest

from sidan.base import workbooks
from sidan.base.errors import Refused
from sidan.base.workbooks import workbook_rows
from tests.base.sheet_files import workbook

SHEET = workbook({"B2": "编码", "B4": 7})


def test_filled_rows_come_with_their_numbers():
    """Empty rows are left out, and the rows keep their place in the sheet."""
    assert workbook_rows(SHEET) == [[2, ["", "编码"]], [4, ["", "7"]]]


def test_a_reader_that_dies_is_a_refusal(monkeypatch):
    """When the reader is ended by the system, the server lives and the clerk is told what to do."""
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(Refused, match="The file is damaged or too large"):
        workbook_rows(SHEET)


def test_a_reader_that_does_not_come_back_is_a_refusal(monkeypatch):
    """A file that takes longer than a minute to open is given up."""
    monkeypatch.setattr(workbooks, "MOST_SECONDS", 0.001)

    with pytest.raises(Refused, match="The file is damaged or too large"):
        workbook_rows(SHEET)
