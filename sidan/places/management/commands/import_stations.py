# SPDX-License-Identifier: Apache-2.0
"""Bring in stations from a sheet: manage.py import_stations FILE [--dry-run] [--system gcj02]."""

from pathlib import Path

from sidan.base.imports import Plan
from sidan.places.management.sheet_command import MappedSheetCommand
from sidan.places.station_sheets import import_stations


class Command(MappedSheetCommand):
    """Import stations as the operator."""

    help = "Add and change stations as a sheet says, all or nothing."

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the stations."""
        return import_stations(file, file.name, system=self.options["system"], dry_run=dry_run)
