# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets of residents' messages, as hotlines and message boards export them: what each row says.

Columns are known by the names such exports use; any other name can be told. Nothing here writes anything.
"""

import gzip
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sidan.base import cells
from sidan.base.columns import Column, Record, names, parse_rows, strange_headers
from sidan.base.errors import Refused, Words
from sidan.base.sheet_size import MAX_BYTES
from sidan.base.sheets import Table, plain_name, read_table
from sidan.base.text import clean

LONGEST_MESSAGE = 50_000  # longer is no message of one resident but a file that was read wrongly
LONGEST_CELL = 200
LONGEST_PLACE = 1_000
# Broken exports hold single NULs, which no database keeps; where there are more, the file is not a text at all.
STRAY_NULS = 1_000


def _as_written(cell: str) -> str:
    """Return a text as it is; it is cleaned and measured where it is kept."""
    return cell


def _moment_or_words(cell: str) -> datetime | str | None:
    """Return the moment of a message, or the words of the cell when it names none."""
    try:
        return cells.moment()(cell)
    except Refused:
        return cell


COLUMNS = (
    Column(
        "id",
        Words("编号", "Number"),
        cells.line(LONGEST_CELL),
        aliases=("uid", "留言编号", "工单编号", "工单号", "诉求编号", "信件编号", "external id"),
    ),
    Column(
        "title",
        Words("标题", "Title"),
        _as_written,
        aliases=("主题", "留言主题", "留言标题", "诉求标题", "工单标题", "信件标题", "subject"),
    ),
    Column(
        "text",
        Words("内容", "Text"),
        _as_written,
        aliases=(
            *("详情", "正文", "留言详情", "留言内容", "诉求内容", "主要内容", "反映内容", "信件内容", "问题描述"),
            *("detail", "details", "content", "message", "body", "description"),
        ),
    ),
    Column(
        "time",
        Words("时间", "Time"),
        _moment_or_words,
        aliases=("留言时间", "来信时间", "来电时间", "提交时间", "登记时间", "诉求时间", "date", "created", "received"),
    ),
    Column(
        "place",
        Words("地址", "Address"),
        _as_written,
        aliases=("地点", "详细地址", "事发地址", "事发地点", "诉求地址", "位置", "place", "location"),
    ),
    Column(
        "area",
        Words("区域编码", "Area code"),
        cells.line(LONGEST_CELL),
        aliases=("区域", "所属区域", "网格编码", "网格", "area", "grid"),
    ),
    Column(
        "name",
        Words("姓名", "Name"),
        _as_written,
        aliases=("联系人", "来电人", "反映人", "诉求人", "留言人", "contact"),
    ),
    Column(
        "phone",
        Words("电话", "Phone"),
        _as_written,
        aliases=("联系电话", "手机", "手机号", "手机号码", "来电号码", "联系方式", "tel", "mobile"),
    ),
    Column("email", Words("邮箱", "E-mail"), _as_written, aliases=("电子邮箱", "电子邮件", "email")),
)
COLUMN_NAMES = tuple(column.name for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Message:
    """One row: who wrote what, when and about where, as far as the file says; `where` is its row in words."""

    where: Words | str
    words: str
    id: str = ""
    at: datetime | None = None
    time_words: str = ""
    place: str = ""
    area: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Return the row alone, so that no log line or error report shows what a resident wrote."""
        return f"Message({self.where})"

    @property
    def key(self) -> str:
        """Return what the message is known by wherever it is read from: its number, words, time and place.

        The file's name and the row do not count, so that a file sent again, sorted anew or saved in another format adds
        nothing; two messages without numbers are one when all of this is the same.
        """
        at = self.at.isoformat() if self.at else self.time_words
        told = "\x1f".join((self.id, self.words, at, self.place, self.area))
        return hashlib.sha256(f"message\x1f{told}".encode()).hexdigest()


@dataclass(frozen=True)
class Sheet:
    """The messages of a file in its order, the rows that hold none with the reason, and headers nobody knows."""

    messages: Sequence[Message]
    faults: Sequence[Refused]
    ignored: Sequence[str]


def read_messages(file: Path, *, columns: Mapping[str, str] | None = None) -> Sheet:
    """Return the messages of an .xlsx, .xls, .ods, .csv or .csv.gz file; Refused when it is no such file.

    `columns` tells which header stands for a column of `COLUMN_NAMES`, where the file calls it otherwise.
    """
    chosen = dict(columns or {})
    data, name = _content(file)
    table = read_table(data, name, known=names(COLUMNS) | set(chosen.values()))
    table = _renamed(table, chosen)
    records, faults = parse_rows(table, COLUMNS)
    plain = {plain_name(header) for header in table.header}
    if not any(plain_name(header) in plain for column in COLUMNS[1:3] for header in column.headers):
        headers = ", ".join(filter(None, table.header))
        raise Refused("The file has no column of messages; its columns are: %(headers)s.", headers=headers)
    if of_header := [fault for fault in faults if "cell" not in fault.values]:
        raise of_header[0]
    messages = []
    for record in records:
        try:
            messages.append(_message(record))
        except Refused as fault:
            faults.append(fault)
    return Sheet(messages, faults, strange_headers(table, COLUMNS))


def _content(file: Path) -> tuple[bytes, str]:
    """Return the bytes of a file, unpacked, without stray NULs, and the name by which its kind is known."""
    packed = file.suffix.lower() == ".gz"
    try:
        with gzip.open(file) if packed else file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise Refused("The file is damaged or locked; please open it and save it again as .xlsx.") from None
    except OSError:
        raise Refused("There is no file %(file)s.", file=file.name) from None
    name = file.stem if packed else file.name
    is_text = name.lower().endswith((".csv", ".txt", ".tsv")) and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if is_text and 0 < data.count(0) * STRAY_NULS <= len(data):
        data = data.replace(b"\0", b"")
    return data, name


def _renamed(table: Table, chosen: Mapping[str, str]) -> Table:
    """Return the table with the chosen headers called by our names, and no other header taken for theirs."""
    header = list(table.header)
    for column in COLUMNS:
        if column.name not in chosen:
            continue
        wanted, own = plain_name(chosen[column.name]), {plain_name(each) for each in column.headers}
        places = [place for place, each in enumerate(table.header) if plain_name(each) == wanted]
        if not places:
            raise Refused(
                "The column %(column)s is missing; the file has: %(headers)s.",
                column=chosen[column.name],
                headers=", ".join(filter(None, table.header)),
            )
        header = ["" if plain_name(each) in own else each for each in header]
        header[places[0]] = column.name
    return replace(table, header=tuple(header))


def _message(record: Record) -> Message:
    """Return the message of a row; Refused, with its cell, when there is none."""
    words = _words(record)
    if not words:
        raise record.fault("text", Refused("nothing is written here."))
    _require_at_most(LONGEST_MESSAGE, words, record=record, column="text")
    time = record.get("time")
    at = time if isinstance(time, datetime) else None
    texts = {name: _line(record, name) for name in ("id", "place", "area", "name", "phone", "email")}
    _require_at_most(LONGEST_PLACE, texts["place"], record=record, column="place")
    return Message(record.where(""), words, at=at, time_words=time if isinstance(time, str) else "", **texts)


def _words(record: Record) -> str:
    """Return title and text, the title once."""
    title, text = (clean(record.get(name, ""), max_length=10**7) for name in ("title", "text"))
    return text if text.startswith(title) else f"{title}\n\n{text}".strip()


def _require_at_most(most: int, text: str, *, record: Record, column: str) -> None:
    """Refuse a text that is too long for what its column should hold."""
    if len(text) > most:
        reason = Refused("the text has %(length)d characters; at most %(most)d fit.", length=len(text), most=most)
        raise record.fault(column, reason)


def _line(record: Record, name: str) -> str:
    """Return a cell as one line of words."""
    return " ".join(clean(record.get(name, ""), max_length=10**7).split())
