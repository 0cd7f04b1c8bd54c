# SPDX-License-Identifier: Apache-2.0
"""Bring in the members of a body from a sheet: manage.py import_body_members BODY FILE [--dry-run]."""

from argparse import ArgumentParser
from pathlib import Path

from sidan.base.imports import Plan
from sidan.orders.body_sheets import find_body, import_body_members
from sidan.people.actors import Actor
from sidan.places.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Import members as the operator."""

    help = "Add and change the members of a body as a sheet says, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the body's number before the file."""
        parser.add_argument("body", help="the number of the body, as add_body printed it")
        super().add_arguments(parser)

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the members."""
        body = find_body(self.options["body"])
        return import_body_members(body, file, file.name, by=Actor.importer(), dry_run=dry_run)
