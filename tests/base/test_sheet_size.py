# SPDX-License-Identifier: Apache-2.0
"""A small file that would fill the memory is refused before it is opened."""

import pytest

from sidan.base.errors import Refused
from sidan.base.sheet_size import require_reasonable_size
from sidan.base.sheets import read_table
from tests.base.sheet_files import ods, ods_cell, packed, workbook

FAR_ROW = f'<table:table-row table:number-rows-repeated="1048575">{ods_cell("", 16384)}</table:table-row>'


def test_a_stray_cell_far_away_is_named():
    """Two cells that span the whole sheet are refused, and the clerk is told how far the sheet reaches."""
    data = workbook({"A1": "编码", "XFD20001": "x"})

    with pytest.raises(Refused, match="down to row 20001 and over 16384 columns"):
        read_table(data, "grids.xlsx")


def test_a_table_of_ordinary_size_passes():
    """Five columns over a few thousand rows are no matter."""
    require_reasonable_size(workbook({f"{letter}{row}": 1 for letter in "ABCDE" for row in range(1, 3000)}))


@pytest.mark.parametrize(
    "rows",
    [
        f"{FAR_ROW}<table:table-row>{ods_cell('', 99) + ods_cell('y')}",
        f'<table:table-row table:number-rows-repeated="1000000">{ods_cell("x", 9)}',
        f'<table:table-row table:number-rows-repeated="1000">{ods_cell("x", 16000)}',
    ],
)
def test_repeated_cells_are_counted(rows: str):
    """An OpenDocument sheet may say "this cell, sixteen thousand times"."""
    with pytest.raises(Refused, match="please delete the empty cells around the table"):
        require_reasonable_size(ods(f"{rows}</table:table-row>"))


def test_empty_rows_to_the_end_of_the_sheet_are_no_matter():
    """Office programs fill a sheet up with repeated empty cells; they hold nothing."""
    require_reasonable_size(ods(f"<table:table-row>{ods_cell('x')}</table:table-row>{FAR_ROW}"))


def test_a_file_that_unpacks_to_very_much_is_refused():
    """A part of 210 MB of blanks packs to almost nothing."""
    with pytest.raises(Refused, match="The file is larger than"):
        require_reasonable_size(packed({"xl/worksheets/sheet1.xml": " " * (210 * 2**20)}))


def test_an_address_across_two_pieces_is_still_seen():
    """The file is read piece by piece, and no address is lost between them."""
    address = '<c r="XFD1048576">'
    for cut in range(len(address)):
        filler = " " * (2**20 - cut)
        with pytest.raises(Refused, match="1048576"):
            require_reasonable_size(packed({"sheet.xml": filler + address}))
