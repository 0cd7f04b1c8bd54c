# SPDX-License-Identifier: Apache-2.0
"""Write the usual skills and languages into the database; what the organisers changed stays."""

from typing import Any

from django.core.management.base import BaseCommand

from sidan.matching.stocking import stock_skills


class Command(BaseCommand):
    help = "Load the usual skills and languages; running it again adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{stock_skills()} skills and languages were added.")
