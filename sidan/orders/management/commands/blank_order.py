# SPDX-License-Identifier: Apache-2.0
"""Blank the words of one order, when the person they are about has the right to it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sidan.base.errors import NotFound, Refused
from sidan.orders.retention import blank_order
from sidan.people.actors import Actor


class Command(BaseCommand):
    """Blank every free answer of an order for good, and say how many there were."""

    help = "Blank the words of an order for good (PIPL Art 47); its figures and its chain stay. Audited."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the order's number and the reason, which the audit log keeps."""
        parser.add_argument("number", help="the number of the order, as on its page")
        parser.add_argument("--reason", required=True, help="why; the audit log keeps it, so name nobody")
        parser.add_argument("--with-contact", action="store_true", help="forget the resident's contact as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Blank the order and print what was blanked; end with an error when there is nothing to blank."""
        try:
            blanked = blank_order(
                options["number"], by=Actor.importer(), reason=options["reason"], with_contact=options["with_contact"]
            )
        except (NotFound, Refused) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{options['number']}: {blanked} answers blanked.")
