# SPDX-License-Identifier: Apache-2.0
"""Check what evaluation counted against a full recount, or make it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sidan.evaluation.counting import catch_up, differences
from sidan.evaluation.facts import recount_all


class Command(BaseCommand):
    help = "Check the facts and sums of evaluation against a full recount (check), or make them anew (rebuild)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=("check", "rebuild"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "rebuild":
            self.stdout.write(f"{recount_all()} facts were counted anew.")
            return
        catch_up()
        found = list(differences())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences; “evaluation_facts rebuild” counts everything anew.")
        self.stdout.write("Every fact and every sum is what a full recount says.")
