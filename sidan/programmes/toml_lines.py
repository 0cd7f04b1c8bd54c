# SPDX-License-Identifier: Apache-2.0
"""Where a key stands in a TOML text, so that a fault can name its line. Pure: no Django."""

import re
from dataclasses import dataclass
from functools import cached_property

_HEADER = re.compile(r"^\s*\[{1,2}\s*([A-Za-z0-9_.\-]+)\s*\]{1,2}\s*(#.*)?$")


@dataclass(frozen=True)
class TomlLines:
    """The lines of a TOML text, asked for the line of a table or of a key in it.

    The parser of the standard library keeps no positions, so tables are found by their header lines. A header written
    inside a multi-line string would be taken for a table: a wrong line is then named, nothing worse.
    """

    text: str

    def table(self, name: str, index: int = 0, *, after: int = 0) -> int:
        """Return the line (from 1) of the `index`-th header `name` below line `after`, or `after` itself."""
        lines = [line for line, found in self._headers if found == name and line > after]
        return lines[index] if index < len(lines) else after

    def key(self, name: str, *, after: int = 0) -> int:
        """Return the line of the key `name` in the table that begins at line `after`, or `after` when it has none."""
        pattern = re.compile(rf"^\s*{re.escape(name)}\s*=")
        end = min((line for line, _ in self._headers if line > after), default=len(self._lines) + 1)
        for line in range(after + 1, end):
            if pattern.match(self._lines[line - 1]):
                return line
        return after

    @cached_property
    def _lines(self) -> list[str]:
        """Return the text as lines."""
        return self.text.splitlines()

    @cached_property
    def _headers(self) -> list[tuple[int, str]]:
        """Return the line and the name of every table header."""
        found = ((line, _HEADER.match(text)) for line, text in enumerate(self._lines, start=1))
        return [(line, match[1]) for line, match in found if match]
