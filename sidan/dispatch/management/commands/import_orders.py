# SPDX-License-Identifier: Apache-2.0
"""Open an order for each message of a spreadsheet: manage.py import_orders FILE [--area CODE]."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, gettext

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Refused, Words
from sidan.base.sheet_writing import write_csv
from sidan.dispatch.importing import Taken, Wishes, import_messages
from sidan.dispatch.message_sheets import COLUMN_NAMES, Sheet, read_messages
from sidan.people.actors import Actor

BAR_LENGTH = 30
REPORT = (
    Column("where", Words("位置", "Where"), cells.text()),
    Column("taken", Words("是否导入", "Taken"), cells.yes_no),
    Column("reason", Words("原因", "Reason"), cells.text(), width=60),
)


class Command(BaseCommand):
    help = "Open an order for each message of a spreadsheet. Run it again to go on: no message is taken twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an .xlsx, .xls, .ods, .csv or .csv.gz file")
        parser.add_argument("--area", default="", help="code or name of the area of rows without one (the first town)")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            type=_column,
            metavar="OURS=THEIRS",
            help=f"what the file calls a column, as text=detail; ours are {', '.join(COLUMN_NAMES)}",
        )
        when = parser.add_mutually_exclusive_group()
        when.add_argument(
            "--now", action="store_true", help="orders open now, their own time is noted in the text (the default)"
        )
        when.add_argument(
            "--as-of-their-time",
            action="store_true",
            help="orders open under their own time, for history: long past deadlines are late at once",
        )
        parser.add_argument("--no-suggest", action="store_true", help="fill in no matter, however clear the words are")
        parser.add_argument("--limit", type=int, default=0, help="open at most so many orders; run again for the next")
        parser.add_argument("--report", type=Path, help="where to write the rows refused (FILE.report.csv)")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        wishes = Wishes(
            area=options["area"],
            in_their_time=options["as_of_their_time"],
            suggest=not options["no_suggest"],
            most=max(options["limit"], 0),
        )
        self.opened = 0
        try:
            sheet = read_messages(options["file"], columns=dict(options["column"]))
            taken = import_messages(
                sheet.messages, by=Actor.importer(), wishes=wishes, progress=self._bar(len(sheet.messages))
            )
        except Refused as refused:
            raise CommandError(_said(refused)) from refused
        except KeyboardInterrupt:
            told = gettext("Broken off. %(count)d orders were opened; run the same command again to go on.")
            raise CommandError(told % {"count": self.opened}, returncode=130) from None
        self._tell(sheet, taken, seconds=time.monotonic() - begun)
        self._report(options["report"] or _beside(options["file"]), [*sheet.faults, *taken.refused], taken.remarks)

    def _bar(self, total: int) -> Any:
        """Return what shows how far the import is, where somebody watches."""
        begun = time.monotonic()
        shows = self.stderr.isatty()

        def show(done: int, taken: Taken) -> None:
            self.opened = taken.opened  # as committed: the batch in hand counts on
            if shows:
                filled = BAR_LENGTH * done // total
                bar = "█" * filled + "·" * (BAR_LENGTH - filled)
                pace = done / max(time.monotonic() - begun, 0.001)
                self.stderr.write(f"\r{bar} {done}/{total} {pace:.0f}/s", ending="\n" if done == total else "")

        return show

    def _tell(self, sheet: Sheet, taken: Taken, *, seconds: float) -> None:
        """Say what came of the file in numbers."""
        for header in sheet.ignored:
            self.stdout.write(gettext("The column %(column)s is not known and was left alone.") % {"column": header})
        refused = len(sheet.faults) + len(taken.refused)
        told = gettext("opened: %(opened)d, there already: %(known)d, refused: %(refused)d, %(seconds).0f s")
        numbers = {"opened": taken.opened, "known": taken.known, "refused": refused, "seconds": seconds}
        self.stdout.write(told % numbers)
        if taken.opened:
            told = gettext(
                "with a matter suggested: %(heard)d, filled in: %(filled)d; further parts of long texts: %(pieces)d"
            )
            self.stdout.write(told % {"heard": taken.heard, "filled": taken.filled_in, "pieces": taken.pieces})

    def _report(self, path: Path, refused: Sequence[Refused], remarks: Sequence[Refused]) -> None:
        """Write each row refused or remarked on into a file, or on the terminal where no file can be written."""
        rows = [_row(fault, taken=False) for fault in refused] + [_row(remark, taken=True) for remark in remarks]
        if not rows:
            return
        try:
            path.write_bytes(write_csv(REPORT, rows, language=_language()))
        except OSError:
            for fault in (*refused, *remarks):
                self.stderr.write(_said(fault))
            self.stderr.write(gettext("The file %(file)s cannot be written.") % {"file": path})
        else:
            told = gettext("%(count)d rows with a reason are in %(file)s.")
            self.stdout.write(told % {"count": len(rows), "file": path})


def _column(text: str) -> tuple[str, str]:
    """Return our name of a column and the file's."""
    ours, sign, theirs = text.partition("=")
    if not sign or ours not in COLUMN_NAMES or not theirs.strip():
        raise ArgumentTypeError(f"{text!r} is not OURS=THEIRS with ours one of {', '.join(COLUMN_NAMES)}")
    return ours, theirs


def _beside(file: Path) -> Path:
    """Return the place of the report of a file, beside it."""
    return file.with_name(f"{file.name}.report.csv")


def _row(fault: Refused, *, taken: bool) -> dict[str, object]:
    """Return the line of a report; it holds no word of the message, so that the report may be sent on."""
    where, reason = fault.values.get("cell", ""), fault.values.get("reason", fault)
    said = _said(reason) if isinstance(reason, Refused) else str(reason)
    return {"where": where, "taken": taken, "reason": said}


def _said(refused: Refused) -> str:
    """Return a refusal in the language of the command line."""
    return refused.said(gettext, language=_language())


def _language() -> str:
    """Return the language of the command line."""
    return get_language() or "zh-hans"
