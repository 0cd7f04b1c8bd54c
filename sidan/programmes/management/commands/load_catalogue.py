# SPDX-License-Identifier: Apache-2.0
"""Write the matters of the official catalogue into the database; a county's own rows stay."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sidan.base.errors import Refused
from sidan.programmes.catalogue_reader import CIVIC_FILE, read_catalogue
from sidan.programmes.stocking import stock


class Command(BaseCommand):
    help = "Load the catalogue of matters; running it again changes only what the file says otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=CIVIC_FILE, help="another catalogue file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            matters = stock(read_catalogue(options["file"]))
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{matters} matters are in the catalogue.")
