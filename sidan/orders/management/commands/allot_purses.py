# SPDX-License-Identifier: Apache-2.0
"""Give every member of an area the year's money: manage.py allot_purses YEAR FEN AREA."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from sidan.base.errors import Refused
from sidan.orders.funds import allot_area
from sidan.orders.value_fields import yuan
from sidan.people.actors import Actor
from sidan.places.areas import find_area


class Command(BaseCommand):
    """Fill purses; whoever has the year's money already is left alone, so it can be run again after people join."""

    help = "Give every member over an area the year's money; again, only those who have joined since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, the amount and the area."""
        parser.add_argument("year", type=int, help="the year, such as 2026")
        parser.add_argument("amount", type=int, help="how much each gets, in whole fen, or in yuan with --yuan")
        parser.add_argument("area", help="the code of the area")
        parser.add_argument("--yuan", action="store_true", help="the amount is in yuan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Allot, and say how many purses were filled."""
        fen = options["amount"] * (100 if options["yuan"] else 1)
        try:
            area = find_area(options["area"])
            count = allot_area(area.code, year=options["year"], amount_fen=fen, by=Actor.importer())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(gettext("%(count)d purses got %(yuan)s yuan each.") % {"count": count, "yuan": yuan(fen)})
