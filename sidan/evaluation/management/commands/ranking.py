# SPDX-License-Identifier: Apache-2.0
"""Check ranking files, and show a ranking in words."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from sidan.evaluation.checking import check, find_ranking
from sidan.evaluation.in_words import in_words
from sidan.programmes.file_command import FileCommand


class Command(FileCommand):
    help = (
        "Check ranking files (check) or tell a ranking in words (show); "
        "`manage.py ranking check --help` tells the options of each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|show")
        checking = verbs.add_parser("check", help="prove that files are sound; faults come with file and line")
        checking.add_argument("files", nargs="*", type=Path, help="without any, all files that would be served")
        checking.add_argument("--no-database", action="store_true", help="do not ask who would be compared today")
        showing = verbs.add_parser("show", help="tell a ranking in words, to be read before it is signed")
        showing.add_argument("name", help="a file, or the code of a ranking that is served")
        showing.add_argument("--language", choices=["zh", "en"], default="zh", help="zh unless told otherwise")

    def _check(self, *, files: list[Path], no_database: bool, **options: Any) -> None:
        """Print every fault with file and line, and fail when there is one."""
        checked = check(files, own_folder=settings.PROGRAMMES_DIR, with_database=not no_database)
        self.tell(checked.notes, checked.faults)
        for each in checked.sound:
            indicators, tiers = len(each.ranking.indicators), len(each.ranking.tiers)
            self.stdout.write(f"{each.path}: sound: {indicators} indicators, {tiers} tiers")

    def _show(self, *, name: str, language: str, **options: Any) -> None:
        """Print a ranking in words."""
        self.stdout.write(
            in_words(find_ranking(name, own_folder=settings.PROGRAMMES_DIR), language=language), ending=""
        )
