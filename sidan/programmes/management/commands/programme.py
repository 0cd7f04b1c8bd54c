# SPDX-License-Identifier: Apache-2.0
"""Check, show, draw, begin and compare programme files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from sidan.programmes.checking import check, find_programme
from sidan.programmes.description import drawing, mermaid_text
from sidan.programmes.difference import differences
from sidan.programmes.file_command import FileCommand
from sidan.programmes.in_words import in_words
from sidan.programmes.starting import starting_file

_NAME = "a file, or the code of a programme that is served"


class Command(FileCommand):
    help = (
        "Check programme files (check), tell one in words (show), draw its flow chart (draw), begin a new one (new), "
        "or say what changed between two (diff); `manage.py programme check --help` tells the options of each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|show|draw|new|diff")
        checking = verbs.add_parser("check", help="prove that files strand no order; faults come with file and line")
        checking.add_argument("files", nargs="*", type=Path, help="without any, all files that would be served")
        checking.add_argument("--no-database", action="store_true", help="do not ask for open orders")
        showing = verbs.add_parser("show", help="tell a programme in words")
        showing.add_argument("name", help=_NAME)
        drawn = verbs.add_parser("draw", help="draw the flow chart as SVG")
        drawn.add_argument("name", help=_NAME)
        drawn.add_argument("--mermaid", action="store_true", help="as Mermaid text instead")
        begun = verbs.add_parser("new", help="write a commented file to begin with")
        begun.add_argument("code", help="the code of the new programme, in small letters")
        compared = verbs.add_parser("diff", help="say in words what changed")
        compared.add_argument("old", help=f"{_NAME}, or a recorded edition such as service@1")
        compared.add_argument("new", help="the same, for the newer one")
        for verb in (showing, drawn):
            verb.add_argument("--language", choices=["zh", "en"], default="zh", help="zh unless told otherwise")
        for verb in (drawn, begun):
            verb.add_argument("-o", "--output", type=Path, help="a file to write instead of the screen")

    def _check(self, *, files: list[Path], no_database: bool, **options: Any) -> None:
        """Print every fault with file and line, and fail when there is one."""
        checked = check(files, own_folder=settings.PROGRAMMES_DIR, with_database=not no_database)
        self.tell(checked.notes, checked.faults)
        for each in checked.sound:
            programme = each.programme
            self.stdout.write(f"{each.path}: sound: {len(programme.stages)} stages, {len(programme.moves)} moves")

    def _show(self, *, name: str, language: str, **options: Any) -> None:
        """Print a programme in words."""
        self.stdout.write(in_words(_find(name), language=language), ending="")

    def _draw(self, *, name: str, language: str, mermaid: bool, output: Path | None, **options: Any) -> None:
        """Print or write the flow chart."""
        draw = mermaid_text if mermaid else drawing
        self._put(draw(_find(name), language=language), output)

    def _new(self, *, code: str, output: Path | None, **options: Any) -> None:
        """Print or write a file to begin with."""
        self._put(starting_file(code, own_folder=settings.PROGRAMMES_DIR), output, replace=False)

    def _diff(self, *, old: str, new: str, **options: Any) -> None:
        """Print what changed, each sentence in Chinese and in English."""
        found = differences(_find(old), _find(new))
        for words in found:
            self.stdout.write(f"{words.zh}\n  {words.en}")
        if not found:
            self.stdout.write("没有变化。\n  Nothing has changed.")

    def _put(self, text: str, output: Path | None, *, replace: bool = True) -> None:
        """Write a text to a file or to the screen; a file to begin with never takes the place of another."""
        if output is None:
            self.stdout.write(text, ending="" if text.endswith("\n") else "\n")
            return
        if not replace and output.exists():
            raise CommandError(f"{output} is there already; choose another name.")
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{output} was written.")


def _find(name: str) -> Any:
    """Return the programme that a name on the command line stands for."""
    return find_programme(name, own_folder=settings.PROGRAMMES_DIR)
