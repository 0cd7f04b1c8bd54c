# SPDX-License-Identifier: Apache-2.0
"""Write the pages of docs/reference that are made from the code; for whoever changed the code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sidan.config.command_reference import commands_page
from sidan.evaluation.reference import rankings_page
from sidan.programmes.reference import programmes_page

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "reference"
PAGES = {"programmes.md": programmes_page, "rankings.md": rankings_page, "commands.md": commands_page}


class Command(BaseCommand):
    """Write each page and name it."""

    help = "Write the pages of docs/reference that are made from the code; for whoever changed the code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pages."""
        for name, page in PAGES.items():
            (FOLDER / name).write_text(page(), encoding="utf-8")
            self.stdout.write(f"docs/reference/{name}")
