# SPDX-License-Identifier: Apache-2.0
"""Small workbooks made for tests."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import xlsxwriter


def workbook(*sheets: dict[str, object], change: Callable[[xlsxwriter.Workbook], None] = lambda book: None) -> bytes:
    """Return an xlsx file whose sheets hold the given cells by address."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for cells in sheets:
            sheet = book.add_worksheet()
            for address, value in cells.items():
                if isinstance(value, date):
                    sheet.write_datetime(address, value, day)
                else:
                    sheet.write(address, value)
        change(book)
    return buffer.getvalue()


def ods(rows: str) -> bytes:
    """Return an OpenDocument sheet with the given rows in its own notation."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_cell(text: str, repeated: int = 1) -> str:
    """Return one cell of an OpenDocument sheet, empty when the text is."""
    again = f' table:number-columns-repeated="{repeated}"'
    if not text:
        return f"<table:table-cell{again}/>"
    return f'<table:table-cell{again} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def packed(parts: dict[str, str]) -> bytes:
    """Return a zip file with the given parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()
