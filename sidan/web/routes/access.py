# SPDX-License-Identifier: Apache-2.0
"""Who may enter the pages of routes: dispatchers, supervisors, leaders and auditors of an area, and administrators."""

from sidan.dispatch.route_rights import areas_kept, areas_read, may_keep_all
from sidan.web.guarding import P, View, guarded_page
from sidan.web.operator import administrator_for


def reader_page(view: View[P]) -> View[P]:
    """Open a page to those who may read routes."""
    return guarded_page(view, lambda actor: bool(areas_read(actor)), who=administrator_for)


def keeper_page(view: View[P]) -> View[P]:
    """Open a page to those who may change routes somewhere."""
    return guarded_page(view, lambda actor: bool(areas_kept(actor)), who=administrator_for)


def administrator_page(view: View[P]) -> View[P]:
    """Open a page to those who let rules act."""
    return guarded_page(view, may_keep_all, who=administrator_for)
