# SPDX-License-Identifier: Apache-2.0
"""Bring in sites from a sheet: manage.py import_sites FILE [--dry-run] [--system gcj02]."""

from pathlib import Path

from sidan.base.imports import Plan
from sidan.places.management.sheet_command import MappedSheetCommand
from sidan.places.site_sheets import import_sites


class Command(MappedSheetCommand):
    """Import sites as the operator."""

    help = "Add and change sites as a sheet says, all or nothing."

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the sites."""
        return import_sites(file, file.name, system=self.options["system"], dry_run=dry_run)
