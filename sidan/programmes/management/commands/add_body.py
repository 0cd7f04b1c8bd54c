# SPDX-License-Identifier: Apache-2.0
"""Set up a body that decides together: manage.py add_body AREA KIND NAME [--roll ROLL]."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sidan.base.errors import Refused
from sidan.orders.body_sheets import add_body
from sidan.people.actors import Actor
from sidan.programmes.body_rules import ROLLS, body_kinds


class Command(BaseCommand):
    """Set up a body as the operator, and print its number."""

    help = "Set up a body (owners, a forum, an assembly) in an area, under the name its community gave it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where it is, what it is and how it is called."""
        parser.add_argument("area", help="the code of its area")
        parser.add_argument("kind", choices=list(body_kinds()), help="what kind of body it is")
        parser.add_argument("name", help="its own name, such as 业主说事厅")
        parser.add_argument("--roll", choices=list(ROLLS), help="what its list holds; the kind's first if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set it up; end with an error when it may not be."""
        rolls = {code: kind.rolls for code, kind in body_kinds().items()}
        roll = options["roll"] or rolls[options["kind"]][0]
        try:
            body = add_body(
                options["area"], options["kind"], name=options["name"], roll=roll, rolls=rolls, by=Actor.importer()
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(str(body.pk))
