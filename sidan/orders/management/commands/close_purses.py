# SPDX-License-Identifier: Apache-2.0
"""End a year of purses: manage.py close_purses YEAR."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from sidan.base.errors import Refused
from sidan.orders.funds import close_year
from sidan.orders.value_fields import yuan
from sidan.people.actors import Actor
from sidan.places.areas import find_area


class Command(BaseCommand):
    """Take back what is left; closed purses are left alone, so it can be run again."""

    help = "Take back what the purses of a year have left; what is set aside for open orders stays until they end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, and where and how."""
        parser.add_argument("year", type=int, help="the year, such as 2026")
        parser.add_argument("--area", default="", help="the code of an area; without it, everywhere")
        parser.add_argument("--carry-over", action="store_true", help="allot the same amount to the year that follows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close, and say how much came back."""
        try:
            area = find_area(options["area"]).code if options["area"] else ""
            count, fen = close_year(
                options["year"], area_code=area, by=Actor.importer(), carry_over=options["carry_over"]
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        said = gettext("%(count)d purses were closed; %(yuan)s yuan came back.")
        self.stdout.write(said % {"count": count, "yuan": yuan(fen)})
