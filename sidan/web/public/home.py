# SPDX-License-Identifier: Apache-2.0
"""The front door, and what residents are told about their data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.orders.attachments import DRAFT_HOURS
from sidan.orders.retention import OPEN_CONTACT_DAYS
from sidan.web.htmx import Request
from sidan.web.public.report import programme


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the two things a resident comes for, and the numbers for an emergency. No query."""
    return render(request, "public/home.html", {"programme": programme()})


@require_safe
def privacy(request: Request) -> HttpResponse:
    """Show what is kept, for how long, for what, and which rights there are (PIPL Art 17, 35). No query."""
    days = {
        "contact_days": programme().contact_days,
        "open_contact_days": OPEN_CONTACT_DAYS,
        "draft_hours": DRAFT_HOURS,
    }
    return render(request, "public/privacy.html", days)
