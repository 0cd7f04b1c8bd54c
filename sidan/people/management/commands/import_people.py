# SPDX-License-Identifier: Apache-2.0
"""Bring in people and their posts from a sheet: manage.py import_people FILE [--dry-run]."""

from pathlib import Path

from sidan.base.imports import Plan
from sidan.people.actors import Actor
from sidan.people.people_sheets import import_people
from sidan.places.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Import people and posts as the operator; the first administrators come into the city this way."""

    help = "Add and change people and posts as a sheet says, all or nothing. Afterwards: issue_passwords."

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the people."""
        return import_people(file, file.name, by=Actor.importer(), dry_run=dry_run)
