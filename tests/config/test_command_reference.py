# SPDX-License-Identifier: Apache-2.0
"""The reference page of commands holds every command there is."""

from pathlib import Path

from sidan.config.command_reference import commands_page, our_commands
from sidan.config.management.commands.write_reference import FOLDER

SIDAN = Path(__file__).resolve().parents[2] / "sidan"


def test_the_page_in_the_docs_is_made_from_the_commands_as_they_are() -> None:
    """A change of a command comes with its page; `manage.py write_reference` writes it."""
    assert (FOLDER / "commands.md").read_text(encoding="utf-8") == commands_page()


def test_every_command_file_is_on_the_page() -> None:
    """No command is missing, none is invented."""
    files = {path.stem for path in SIDAN.rglob("management/commands/*.py")} - {"__init__"}

    assert set(our_commands()) == files
    assert {line.removeprefix("### ") for line in commands_page().splitlines() if line.startswith("### ")} == files
