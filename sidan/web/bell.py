# SPDX-License-Identifier: Apache-2.0
"""The bell in the desk's bar, fetched anew while the page stays open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from sidan.web.htmx import Request


@login_required
def bell(request: Request) -> HttpResponse:
    """Return the bell with the number of unread messages; one query beside those of the session."""
    return render(request, "_bell.html")
