# SPDX-License-Identifier: Apache-2.0
"""Verify every chain of the audit log and print its head, fit to be noted elsewhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sidan.people.audit import Breach, Head, verify


class Command(BaseCommand):
    """Say of each county whether its audit chain holds; fail when one does not."""

    help = "Verify the audit log. Note the printed heads; give them back with --head to prove that nothing was cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the heads noted earlier."""
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="COUNTY:NUMBER:DIGEST",
            help="a head noted earlier; may be given for several counties",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each chain and raise on any breach."""
        breaches = 0
        for found in verify({head.county: head for head in map(_head, options["head"])}):
            if isinstance(found, Head):
                self.stdout.write(f"holds   {found.county or 'city'}:{found.number}:{found.digest}")
            else:
                breaches += 1
                self.stdout.write(self.style.ERROR(_told(found)))
        if breaches:
            raise CommandError(f"{breaches} audit chains do not hold.")


def _head(text: str) -> Head:
    """Return a head as this command prints it; `city` is the chain of people without a county."""
    try:
        county, number, digest = text.split(":")
        return Head("" if county == "city" else county, int(number), digest)
    except ValueError as fault:
        raise CommandError(f"{text!r} is not COUNTY:NUMBER:DIGEST.") from fault


def _told(breach: Breach) -> str:
    """Return the line for a chain in breach."""
    what = "entries are missing" if breach.id is None else f"row {breach.id} was changed"
    return f"BROKEN  {breach.county or 'city'}: from entry {breach.number} on, {what}"
