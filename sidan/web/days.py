# SPDX-License-Identifier: Apache-2.0
"""A day as a form sends it."""

from datetime import date

from django.utils.dateparse import parse_date

from sidan.base.errors import Refused


def day_of(text: str) -> date:
    """Return the day written as 2026-03-31; Refused for anything else."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Refused("Please give a day, as 2026-03-31.")
    return found
