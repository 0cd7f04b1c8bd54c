# SPDX-License-Identifier: Apache-2.0
"""Write residents' contacts anew under the first of SIDAN_CONTACT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from sidan.people.contacts import rotate_keys


class Command(BaseCommand):
    """Rotate the keys of contacts; afterwards older keys may be taken out of the environment."""

    help = "Encrypt every contact anew under the first key; run it after putting a new key first."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and say how many contacts were written."""
        self.stdout.write(f"{rotate_keys()} contacts are now under the first key.")
