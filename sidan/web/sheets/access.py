# SPDX-License-Identifier: Apache-2.0
"""Who may open a kind of sheet."""

from django.core.exceptions import PermissionDenied

from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for
from sidan.web.sheets.kinds import Kind, find_kind


def opened(request: Request, code: str) -> tuple[Kind, Actor]:
    """Return a kind of sheet and who asks for it; PermissionDenied for anybody but its administrators."""
    actor = administrator_for(request)
    kind = find_kind(code)
    if not kind.is_open_to(actor):
        raise PermissionDenied
    return kind, actor
