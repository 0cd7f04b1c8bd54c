# SPDX-License-Identifier: Apache-2.0
"""Who may enter the registers: who organises, leads or audits an area reads them, organisers keep them."""

from sidan.matching.authority import areas_kept, areas_read
from sidan.web.guarding import P, View, guarded_page


def reader_page(view: View[P]) -> View[P]:
    """Open a page to those who read the registers of some area; which, the page itself asks."""
    return guarded_page(view, lambda actor: bool(areas_read(actor)))


def keeper_page(view: View[P]) -> View[P]:
    """Open a page to those who keep the registers of some area."""
    return guarded_page(view, lambda actor: bool(areas_kept(actor)))
