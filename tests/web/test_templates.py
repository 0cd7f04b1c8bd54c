# SPDX-License-Identifier: Apache-2.0
"""What may stand in a template or script: nothing the content security policy would drop, and only icons there are."""

import re
from pathlib import Path

import pytest

from sidan.config.assets import ICONS
from sidan.web import badges, errors, navigation

TEMPLATES = sorted(Path("sidan/web/templates").rglob("*.html"))
SCRIPTS = sorted(Path("sidan/web/static/js").glob("*.js"))
FORBIDDEN = re.compile(r"""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|\shx-on|\shx-vars|javascript:|["']js:""")


def named(paths: list[Path]) -> list[object]:
    """Return the paths as parameters named by what they are."""
    return [pytest.param(path, id=str(path.relative_to("sidan/web"))) for path in paths]


@pytest.mark.parametrize("path", named(TEMPLATES))
def test_no_template_brings_script_or_style_of_its_own(path: Path) -> None:
    """Inline scripts, styles and event attributes are dropped by the browser, so no template has one."""
    assert FORBIDDEN.findall(path.read_text()) == []


@pytest.mark.parametrize("path", named(TEMPLATES))
def test_templates_stay_short(path: Path) -> None:
    """A template holds one idea in at most 120 lines."""
    assert len(path.read_text().splitlines()) <= 120


@pytest.mark.parametrize("path", named(SCRIPTS))
def test_scripts_are_short_and_say_what_breaks_without_them(path: Path) -> None:
    """A module has at most 150 lines, evaluates no text, and begins with what happens without it."""
    text = path.read_text()

    assert len(text.splitlines()) <= 150
    assert "Without" in text.split("\n\n", maxsplit=1)[0] or "plain style" in text
    assert not re.search(r"\beval\(|new Function|\.innerHTML|insertAdjacentHTML|\.style\.|document\.write", text)


def test_every_icon_named_anywhere_exists() -> None:
    """Tabler has each icon that a template, a badge, an error or the navigation asks for."""
    written = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    entries = {entry.icon for entry in [*navigation.DESK, *navigation.PUBLIC]}
    told = {words.icon for words in [*errors.TROUBLES.values(), errors.SIGNED_OUT, errors.FORM_TOO_OLD]}

    missing = {
        name
        for name in written | entries | told | set(badges.KIND_ICONS.values())
        if not (ICONS / f"{name}.svg").exists()
    }

    assert missing == set()
