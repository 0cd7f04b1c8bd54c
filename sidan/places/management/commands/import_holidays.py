# SPDX-License-Identifier: Apache-2.0
"""Bring in the city's own days from a sheet: manage.py import_holidays FILE [--dry-run]."""

from pathlib import Path

from sidan.base.imports import Plan
from sidan.places.holidays import import_holidays
from sidan.places.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Import days as the operator."""

    help = "Set days off and worked days as a sheet says, all or nothing."

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the days."""
        return import_holidays(file, file.name, dry_run=dry_run)
