# SPDX-License-Identifier: Apache-2.0
"""The reference page of settings holds every environment variable that is read, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
READ = re.compile(r"""(?:environ\.get\(|environ\[|getenv\(|secrets\.read\()\s*["']((?:SIDAN_|DATABASE_)[A-Z_]+)["']""")
CELL = re.compile(r"`((?:SIDAN_|DATABASE_)[A-Z_]+)`")
# What only tests read and the page tells, because whoever runs the tests sets it.
FOR_TESTS = {"SIDAN_CHROMIUM", "SIDAN_REQUIRE_BROWSER"}


def read_by_the_code() -> set[str]:
    """Return the variables that the program reads."""
    return {name for path in (ROOT / "sidan").rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}


def told_on_the_page() -> Iterator[str]:
    """Yield the variables in the first cells of the page's tables."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            yield from CELL.findall(line.split("|")[1])


def test_no_variable_is_missing_or_invented_or_told_twice() -> None:
    """Whoever adds a variable adds its line; whoever removes one removes it."""
    told = list(told_on_the_page())

    assert sorted(told) == sorted(read_by_the_code() | FOR_TESTS)


def test_the_defaults_on_the_page_are_those_of_the_code() -> None:
    """A default that is written out as text in the code stands on the page as it is."""
    default = re.compile(r"""environ\.get\("(SIDAN_[A-Z_]+)", "([^"]+)"\)""")
    source = (ROOT / "sidan" / "config" / "settings.py").read_text(encoding="utf-8")
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]

    wrong = [
        name
        for name, value in default.findall(source)
        if not any(f"`{name}`" in row and (f"`{value}`" in row or value == "on") for row in rows)
    ]

    assert wrong == []
