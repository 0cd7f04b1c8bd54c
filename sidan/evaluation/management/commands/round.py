# SPDX-License-Identifier: Apache-2.0
"""List rounds, export one, and work one out again: from its export alone, or from what the database keeps of it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sidan.base.errors import Refused
from sidan.evaluation.bundle import Again, again
from sidan.evaluation.round_rows import Round
from sidan.evaluation.sealing import exported, verified
from sidan.evaluation.zipped import opened


class Command(BaseCommand):
    help = (
        "List rounds of evaluation (list), write one with all its facts to a file (export), work it out again from "
        "that file alone (recompute), or check that a round is still what was sealed (verify)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|export|recompute|verify")
        verbs.add_parser("list", help="list all rounds with number, ranking, area, period, state and seal")
        exporting = verbs.add_parser("export", help="write the last run of a round as a zip file")
        exporting.add_argument("number", type=int, help="the number of the round")
        exporting.add_argument("--to", type=Path, required=True, help="the file to write")
        recomputing = verbs.add_parser("recompute", help="work an exported round out again; needs no database")
        recomputing.add_argument("file", type=Path, help="a file that export has written")
        verifying = verbs.add_parser("verify", help="check that a round follows from its facts and bears its seal")
        verifying.add_argument("number", type=int, help="the number of the round")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(**options)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None

    def _list(self, **options: Any) -> None:
        """Print every round on a line."""
        for found in Round.objects.defer("source", "frozen", "sensitivity"):
            self.stdout.write(
                f"{found.pk}\t{found.ranking}@{found.edition}\t{found.area_code}\t{found.since}–{found.until}\t"
                f"{found.state}\t{found.digest or '-'}"
            )

    def _export(self, *, number: int, to: Path, **options: Any) -> None:
        """Write a round to a file."""
        to.write_bytes(exported(_find(number)))
        self.stdout.write(f"{to} was written.")

    def _recompute(self, *, file: Path, **options: Any) -> None:
        """Work out what a file holds, and print its digest or the first difference."""
        self._told(again(opened(file.read_bytes())))

    def _verify(self, *, number: int, **options: Any) -> None:
        """Work a round out again, and print its digest or the first difference."""
        self._told(verified(_find(number)))

    def _told(self, worked: Again) -> None:
        """Print a digest; fail with the first difference where there is one."""
        if not worked.is_same:
            raise CommandError(f"It is not the same (kept / worked out): {worked.difference}")
        self.stdout.write(worked.digest)


def _find(number: int) -> Round:
    """Return a round by its number."""
    found = Round.objects.filter(pk=number).first()
    if found is None:
        raise CommandError(f"There is no round {number}.")
    return found
