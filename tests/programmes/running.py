# SPDX-License-Identifier: Apache-2.0
"""Running `manage.py programme` in tests."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file into a folder and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    """Run the command and return what it printed; a failure carries what it printed as faults."""
    out, faults = StringIO(), StringIO()
    try:
        call_command("programme", *map(str, arguments), stdout=out, stderr=faults, no_color=True)
    except CommandError as error:
        raise CommandError(f"{faults.getvalue()}{error}") from None
    return out.getvalue()


def refused(*arguments: object) -> str:
    """Run the command, which must fail, and return what it said."""
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return str(error.value)
