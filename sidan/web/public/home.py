# SPDX-License-Identifier: Apache-2.0
"""The front door, and what residents are told about their data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.orders.attachments import DRAFT_HOURS
from sidan.orders.openings import front_programme, public_programmes
from sidan.orders.retention import OPEN_CONTACT_DAYS
from sidan.web.brand import branding_for
from sidan.web.htmx import Request


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the two things a resident comes for, what else there is, and the numbers for an emergency. No query."""
    front = front_programme()
    # As last known, where the database is away: the numbers for an emergency are shown all the same.
    off = branding_for(request).switched_off
    others = [each for each in public_programmes() if each != front and each.code not in off]
    return render(request, "public/home.html", {"programme": front, "others": others})


@require_safe
def privacy(request: Request) -> HttpResponse:
    """Show what is kept, for how long, for what, and which rights there are (PIPL Art 17, 35). No query."""
    days = {
        "contact_days": max(programme.contact_days for programme in public_programmes()),
        "open_contact_days": OPEN_CONTACT_DAYS,
        "draft_hours": DRAFT_HOURS,
    }
    return render(request, "public/privacy.html", days)
