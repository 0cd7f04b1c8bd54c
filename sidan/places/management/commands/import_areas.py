# SPDX-License-Identifier: Apache-2.0
"""Bring in areas from a sheet or a GeoJSON file: manage.py import_areas FILE [--dry-run] [--system gcj02]."""

from pathlib import Path

from sidan.base.imports import Plan
from sidan.places.area_sheets import import_areas
from sidan.places.management.sheet_command import MappedSheetCommand


class Command(MappedSheetCommand):
    """Import areas as the operator."""

    help = "Add and change areas as a sheet or a GeoJSON file says, all or nothing."

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the areas."""
        return import_areas(file, file.name, system=self.options["system"], dry_run=dry_run)
