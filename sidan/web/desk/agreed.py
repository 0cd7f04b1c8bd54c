# SPDX-License-Identifier: Apache-2.0
"""The part of an order that all parties share, as a file for a side that works elsewhere."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.orders.models import Order
from sidan.orders.queries import find_order
from sidan.orders.registry import programme_of, stage_of
from sidan.orders.sharing import agreed_part, digest_of_agreed, shared_fields
from sidan.people import audit
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


@desk_page
@require_safe
def agreed(request: Request, number: str) -> HttpResponse:
    """Send the agreed part with its digest; the other side signs the digest, and the export is audited."""
    actor = actor_for(request)
    found = find_order(number, seen_by=actor)
    if not shared_fields(programme_of(found)):
        raise NotFound("Nothing of this order is shared between parties.")
    content = exported(found)
    audit.record(actor, "orders.exported", found.subject, digest=content["digest"])
    name = f'attachment; filename="{found.number}-agreed.json"'
    return JsonResponse(
        content, headers={"Content-Disposition": name}, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


def exported(order: Order) -> dict[str, Any]:
    """Return the file: the agreed part, its SHA-256, and in both languages what its fields are called."""
    part = agreed_part(order)
    fields, stage = programme_of(order).fields, stage_of(order).name
    return {
        "agreed": part,
        "digest": digest_of_agreed(part),
        "stage": {"zh": stage.zh, "en": stage.en},
        "labels": {code: {"zh": fields[code].label.zh, "en": fields[code].label.en} for code in part["answers"]},
    }
