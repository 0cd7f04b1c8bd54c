# SPDX-License-Identifier: Apache-2.0
"""What all commands that bring in a sheet have in common: the file, the dry run, and telling what came of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, gettext

from sidan.base.errors import Refused
from sidan.base.imports import Faulty, Plan
from sidan.places.outlines import SYSTEMS


class SheetCommand(BaseCommand):
    """A command that brings in one file, all or nothing."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and whether to try only."""
        parser.add_argument("file", type=Path, help="an .xlsx, .xls, .ods or .csv file")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the file; each command's own part."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the file in and tell every fault, or the numbers of rows."""
        self.options = options
        if not options["file"].is_file():
            raise CommandError(gettext("There is no file %(file)s.") % {"file": options["file"]})
        try:
            plan = self.bring_in(options["file"], dry_run=options["dry_run"])
        except Faulty as faulty:
            self.tell_more(faulty)
            self._tell_faults(faulty.faults)
            raise CommandError(self.said(faulty)) from faulty
        except Refused as refused:
            raise CommandError(self.said(refused)) from refused
        self.tell_more(plan)
        self._tell_faults(plan.faults)
        for header in plan.ignored:
            self.stdout.write(gettext("The column %(column)s is not known and was left alone.") % {"column": header})
        told = gettext("new: %(new)d, changed: %(changed)d, the same: %(same)d")
        self.stdout.write(told % {"new": len(plan.created), "changed": len(plan.changed), "same": len(plan.unchanged)})
        if options["dry_run"]:
            self.stdout.write(gettext("This was a dry run; nothing was written."))

    def _tell_faults(self, faults: tuple[Refused, ...]) -> None:
        """Write one line for each fault."""
        for fault in faults:
            self.stderr.write(self.said(fault))

    def tell_more(self, outcome: Plan | Faulty) -> None:
        """Tell what a command of its own knows of a plan or of a refused file; nothing."""

    def said(self, refused: Refused) -> str:
        """Return a refusal in the language of the command line."""
        return refused.said(gettext, language=get_language() or "zh-hans")


class MappedSheetCommand(SheetCommand):
    """A command that brings in a file with coordinates."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the system of the coordinates too."""
        super().add_arguments(parser)
        parser.add_argument(
            "--system", choices=list(SYSTEMS), default="wgs84", help="the system of the file's coordinates"
        )
