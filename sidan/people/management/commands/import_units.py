# SPDX-License-Identifier: Apache-2.0
"""Bring in units from a sheet: manage.py import_units FILE [--dry-run]."""

from pathlib import Path

from sidan.base.imports import Plan
from sidan.people.actors import Actor
from sidan.people.unit_sheets import import_units
from sidan.places.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Import units as the operator; kinds are given by their codes."""

    help = "Add and change units as a sheet says, all or nothing."

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the units."""
        return import_units(file, file.name, by=Actor.importer(), dry_run=dry_run)
