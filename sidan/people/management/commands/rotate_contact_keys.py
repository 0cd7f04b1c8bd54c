# SPDX-License-Identifier: Apache-2.0
"""Write residents' contacts anew under the first of SIDAN_CONTACT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from sidan.people.contacts import rotate_keys


class Command(BaseCommand):
    """Rotate the keys of contacts; afterwards older keys may be taken out of the environment."""

    help = "Encrypt every contact anew under the first key; run it after putting a new key first."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and say how many contacts were written; fail while some cannot be read."""
        rotation = rotate_keys()
        told = gettext("%(count)d contacts are now under the first key.")
        self.stdout.write(told % {"count": rotation.written})
        if rotation.unreadable:
            said = gettext("%(count)d contacts cannot be read; put their key back behind the first and run this again.")
            raise CommandError(said % {"count": rotation.unreadable})
