# SPDX-License-Identifier: Apache-2.0
"""Where a poster's code leads: the residents' page of a programme, with the place filled in."""

from django.urls import reverse

from sidan.orders.declare import Programme
from sidan.orders.openings import is_front


def scan_address(site: str, programme: Programme) -> str:
    """Return the address behind a poster: the front programme's has no code in it, as old posters have none."""
    return reverse("public:scan", args=[site] if is_front(programme.code) else [site, programme.code])
