# SPDX-License-Identifier: Apache-2.0
"""What commands about files of the city have in common: a verb comes first, and a fault is a sentence."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sidan.base.errors import Refused


class FileCommand(BaseCommand):
    """A command whose first word is a verb: that of a method with an underscore before it."""

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do what is asked; a refusal is told as a sentence."""
        try:
            getattr(self, f"_{verb}")(**options)
        except Refused as refused:
            raise CommandError(str(refused)) from None

    def tell(self, notes: Sequence[str], faults: Sequence[str]) -> None:
        """Print what is worth saying and every fault with file and line, and fail when there is one."""
        for note in notes:
            self.stdout.write(note)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError("1 fault." if len(faults) == 1 else f"{len(faults)} faults.")
