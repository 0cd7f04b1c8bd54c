# SPDX-License-Identifier: Apache-2.0
"""Makes the index of duplicates anew from the orders that are open or ended lately."""

from typing import Any

from django.core.management.base import BaseCommand

from sidan.dispatch.duplicates_index import rebuild


class Command(BaseCommand):
    """Rebuilds the index of duplicates."""

    help = "Make the index of duplicates anew from the open and recent orders; needed once after an update."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many orders are in it."""
        self.stdout.write(f"{rebuild()} orders can be found again.")
