# SPDX-License-Identifier: Apache-2.0
"""The glossary names what the code really has."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| (?P<zh>[^|]+) \| (?P<en>[^|]+) \| (?P<code>[^|]+) \| (?P<meaning>[^|]+) \|$")


def rows() -> list[re.Match[str]]:
    """Return the entries of the glossary, without the heads of its tables."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    found = [ROW.match(line) for line in lines]
    return [match for match in found if match and match["zh"] != "中文"]


def test_every_name_in_code_is_found_in_the_code() -> None:
    """A renamed thing takes its glossary entry along."""
    sources = [path for kind in ("*.py", "*.toml") for path in (ROOT / "sidan").rglob(kind)]
    words = set(re.findall(r"\w+", " ".join(path.read_text(encoding="utf-8") for path in sources)))

    names = [name for row in rows() for name in re.findall(r"`(\w+)`", row["code"])]

    assert [name for name in names if name not in words] == []


def test_every_entry_is_whole_and_stands_once() -> None:
    """Each word has its Chinese and its English, a name or a sign that there is none, and one place."""
    entries = rows()

    assert len(entries) >= 120
    assert all(re.search(r"[\u4e00-\u9fff]", entry["zh"]) and re.search(r"[a-z]", entry["en"]) for entry in entries)
    assert all(entry["code"] in {"—", "*planned*"} or entry["code"].startswith("`") for entry in entries)
    chinese = [entry["zh"] for entry in entries]
    assert sorted({word for word in chinese if chinese.count(word) > 1}) == []
