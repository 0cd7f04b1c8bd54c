# SPDX-License-Identifier: Apache-2.0
"""Who enters the pages of visits: liaisons their own, and readers of an area its numbers."""

from sidan.matching.authority import areas_read
from sidan.web.guarding import P, View, guarded_page


def liaison_page(view: View[P]) -> View[P]:
    """Open a page to liaisons."""
    return guarded_page(view, lambda actor: actor.holds("liaison"))


def area_page(view: View[P]) -> View[P]:
    """Open a page to those who read the registers of an area."""
    return guarded_page(view, lambda actor: bool(areas_read(actor)))
