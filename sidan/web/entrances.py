# SPDX-License-Identifier: Apache-2.0
"""Where a poster's code leads: the residents' page of a programme, or of a grid."""

from django.urls import reverse

from sidan.orders.declare import Programme
from sidan.orders.openings import is_front
from sidan.places.codes import LENGTHS


def scan_address(site: str, programme: Programme) -> str:
    """Return the address behind a poster: the front programme's has no code in it, as old posters have none."""
    return reverse("public:scan", args=[site] if is_front(programme.code) else [site, programme.code])


def grid_address(area_code: str) -> str:
    """Return the page that says who looks after an area: the grid's own, or the way to it from a larger one."""
    if len(area_code) == LENGTHS["grid"]:
        return reverse("public:grid", args=[area_code])
    return f"{reverse('public:grids')}?area={area_code}"
