# SPDX-License-Identifier: Apache-2.0
"""What the documentation names is there: pages, headings, commands, files of the code."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:)([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z][a-z_]+)")
TARGET = re.compile(r"(?:`|^ {4}|export [^\n]*; )make ([a-z]+)", re.MULTILINE)
PATH = re.compile(r"`((?:sidan|tests|tools|bench|docs|\.ci)/[\w./-]*\w/?)`")


def named(page: Path) -> str:
    """Return how a page is called in the list of tests."""
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as a forge makes them."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(page.read_text(encoding="utf-8")))
    return {each.strip().replace(" ", "-") for each in words}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_internal_link_leads_somewhere(page: Path) -> None:
    """A link to a page, a folder or a heading of ours finds it."""
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_a_page_names_is_there(page: Path) -> None:
    """Commands of manage.py and targets of make are those we have."""
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))

    assert set(COMMAND.findall(text)) - set(get_commands()) == set()
    assert set(TARGET.findall(text)) - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_a_page_names_is_there(page: Path) -> None:
    """A moved file takes along where it is told."""
    missing = [path for path in PATH.findall(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()]

    assert missing == []


def test_every_page_is_reached_from_the_index() -> None:
    """A page that nobody links to is not read."""
    index = ROOT / "docs" / "index.md"

    linked = {(index.parent / link).resolve() for link in LINK.findall(index.read_text(encoding="utf-8"))}

    assert {named(page) for page in (ROOT / "docs").rglob("*.md") if page not in linked | {index}} == set()


def test_both_readmes_have_the_same_parts() -> None:
    """The Chinese README is as full as the English one: as many headings, commands and table rows."""
    counts = []
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        lines = text.splitlines()
        counts.append(
            (
                len(HEADING.findall(text)),
                sum(line.startswith("|") for line in lines),
                sum(line.startswith("- ") for line in lines),
                sorted(LINK.findall(text.replace("README.zh.md", "").replace("README.md", ""))),
            )
        )

    assert counts[0] == counts[1]
