# SPDX-License-Identifier: Apache-2.0
"""At which line of a programme file a fault stands, found from the words with which its sentence begins.

Faults name their place as “moves “claim” asks: …”; the parser keeps no positions, so the table is found by its code,
then the key in it, then the line of a value that the sentence quotes. Pure: no Django.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_AT_LINE = re.compile(r"\(at line (\d+)")
_UNKNOWN = re.compile(r"^In (?P<place>.+?) the key (?P<key>“[^”]+”) is unknown")
_SHAPE = re.compile(r"^(?P<text>(?:Expected|Invalid|Object) .+) in (?P<place>[^`]+)\.$")
_TABLE = re.compile(r"^(?P<table>\w+)(?: “(?P<code>[^”]*)”)?(?P<rest>.*)$")
_QUOTED = re.compile(r"“([^”]+)”")
_CIRCLE = re.compile(r"\((\w+) → (\w+)")
_HEADER = re.compile(r"^\s*\[{1,2}\s*([\w.\-\"]+)\s*\]{1,2}")
_KEY = re.compile(r"^\s*[\w\"\-]+\s*=")
# What sentences call a key by the name of one entry of it.
_KEYS = {"choice": "choices"}
_LISTS = ("stages", "moves", "indicators", "classes", "tiers", "bonuses", "deductions")


def line_of(fault: str, source: str) -> int:
    """Return the line (from 1) at which the fault a sentence tells stands; 1 when the whole file is meant."""
    if at := _AT_LINE.search(fault):
        return int(at[1])
    text = _Text(source.splitlines())
    if fault.startswith("This is not TOML"):
        return max(len(text.lines), 1)
    place, said = _place_of(fault)
    return text.find(place, said) or 1


def with_lines(faults: Iterable[str], source: str, *, name: str) -> list[str]:
    """Return the faults of a file as `file:line: sentence`, in the order of its lines."""
    return [f"{name}:{line}: {fault}" for line, fault in sorted((line_of(each, source), each) for each in faults)]


def _place_of(fault: str) -> tuple[str, str]:
    """Return the words that name the place, and what is said of it."""
    if unknown := _UNKNOWN.match(fault):
        return unknown["place"], unknown["key"]
    if shape := _SHAPE.match(fault):
        return shape["place"].replace(".", " "), shape["text"].replace("`", "“", 1).replace("`", "”", 1)
    place, _, said = fault.partition(": ")
    return place, said


@dataclass(frozen=True)
class _Text:
    """The lines of a file, asked for places; every answer is a line from 1, or 0 when there is none."""

    lines: list[str]

    def find(self, place: str, said: str) -> int:
        """Return the line of a place, or within it of a value that is quoted."""
        match = _TABLE.match(place)
        quoted = _QUOTED.findall(said)
        if match is not None and match["table"] == "indicators":
            quoted.reverse()  # first the key that is too many, then the measure
        if match is None or place == "the file":
            return self._value(quoted, range(1, self._end_of_top))
        if match["code"] is None and match["table"] in _LISTS:
            return self._among(match["table"], said) or self._at_top(match["table"], quoted)
        span = self._table(match["table"], match["code"])
        if not span:
            return self._at_top(match["table"], filter(None, (match["code"], *quoted)))
        return self._inside(span, match["rest"], quoted) or span.start

    def _at_top(self, key: str, words: Iterable[str]) -> int:
        """Return the line of a key that stands before every table, or of a word on a further line of its value."""
        line = self._key(key, range(1, self._end_of_top))
        if not line:
            return self._value(words, range(1, len(self.lines) + 1))
        return self._value(words, self._extent(line, range(1, self._end_of_top))) or line

    def _inside(self, span: range, rest: str, quoted: list[str]) -> int:
        """Return the line within a table of the keys that are named, or else of a value that is quoted."""
        inner = _QUOTED.findall(rest)
        found = 0
        for key in re.findall(r"[a-z_]+", _QUOTED.sub("", rest)):
            line = self._key(_KEYS.get(key, key), span)
            if line:
                found, span = line, self._extent(line, span)
        if found:
            return self._value(inner, span) or self._value(quoted, span) or found
        return self._value(quoted, span)

    def _among(self, table: str, said: str) -> int:
        """Return the line of what is wrong with a list as a whole: a code used twice, a circle of moves."""
        if circle := _CIRCLE.search(said):
            found = next((n for n, row in enumerate(self._rows(table)) if _leads(row, circle[1], circle[2])), 0)
            return self._headers_of(table)[found]
        for code in _QUOTED.findall(said):
            again = [n for n, row in enumerate(self._rows(table)) if row.get("code") == code]
            if len(again) > 1 and self._headers_of(table):
                span = self._span(self._headers_of(table)[again[1]], table)
                return self._key("code", span) or span.start
        return next(iter(self._headers_of(table)), 0)

    def _table(self, table: str, code: str | None) -> range:
        """Return the lines of a table, of one of a list by its code, or of an entry of a table of tables."""
        if code is not None and table in _LISTS:
            headers = self._headers_of(table)
            number = next((n for n, row in enumerate(self._rows(table), start=1) if str(row.get("code", n)) == code), 0)
            return self._span(headers[number - 1], table) if 0 < number <= len(headers) else range(0)
        for name in (f"{table}.{code}", table) if code is not None else (table,):
            for line in self._headers_of(name):
                span = self._span(line, name)
                own = self._key(code or "", span) if name == table and code is not None else 0
                return range(own, own + 1) if own else span
        return range(0)

    def _span(self, header: int, name: str) -> range:
        """Return the lines of a table with the tables inside it."""
        later = (line for line, other in self._headers if line > header and not other.startswith(f"{name}."))
        return range(header, min(later, default=len(self.lines) + 1))

    def _extent(self, line: int, span: range) -> range:
        """Return the lines over which the value of the key at a line goes on."""
        if header := _HEADER.match(self.lines[line - 1]):
            return self._span(line, header[1])
        ends = (
            n for n in range(line + 1, span.stop) if _KEY.match(self.lines[n - 1]) or _HEADER.match(self.lines[n - 1])
        )
        return range(line, min(ends, default=span.stop))

    def _key(self, key: str, span: range) -> int:
        """Return the line of a key in a table, or of the table inside it that has its name."""
        pattern = re.compile(rf'^\s*"?{re.escape(key)}"?\s*=|^\s*\[+[\w.]+\.{re.escape(key)}\s*\]')
        return next((line for line in span if pattern.match(self.lines[line - 1])), 0)

    def _value(self, words: Iterable[str], span: range) -> int:
        """Return the first line that has one of the words as a value or as a key."""
        for word in words:
            pattern = re.compile(rf'"{re.escape(word)}"|(?<![\w"]){re.escape(word)}\s*=')
            for line in span:
                if pattern.search(self.lines[line - 1]):
                    return line
        return 0

    def _rows(self, table: str) -> list[Mapping[str, Any]]:
        """Return the tables of a list as the parser reads them."""
        rows = self._document.get(table)
        return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []

    def _headers_of(self, name: str) -> list[int]:
        """Return the lines of the headers of that name."""
        return [line for line, other in self._headers if other == name]

    @cached_property
    def _document(self) -> dict[str, Any]:
        """Return what the file says; only a file that is TOML is asked."""
        return tomllib.loads("\n".join(self.lines))

    @cached_property
    def _headers(self) -> list[tuple[int, str]]:
        """Return the line and the name of every table header."""
        return list(self._found_headers())

    def _found_headers(self) -> Iterator[tuple[int, str]]:
        """Yield the headers as they come."""
        for line, text in enumerate(self.lines, start=1):
            if match := _HEADER.match(text):
                yield line, match[1].replace('"', "")

    @property
    def _end_of_top(self) -> int:
        """Return the line behind the keys that stand before every table."""
        return self._headers[0][0] if self._headers else len(self.lines) + 1


def _leads(row: Mapping[str, Any], source: str, target: str) -> bool:
    """Say whether a move leads from one stage to the other without a bound."""
    return source in row.get("from", ()) and row.get("to") == target and "at_most" not in row
