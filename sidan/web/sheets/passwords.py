# SPDX-License-Identifier: Apache-2.0
"""One-time passwords for people who have none yet: shown once, on a sheet to be cut up and handed out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sidan.people.passwords import issue_first, without_password
from sidan.web.htmx import Request
from sidan.web.sheets.access import opened

# Each takes about a third of a second, as a password should; nobody waits longer than some ten seconds.
MOST_AT_ONCE = 30


@require_POST
@login_required
@never_cache
def issue(request: Request) -> HttpResponse:
    """Issue and show them; they are kept nowhere, so whoever loses the sheet gets another password."""
    actor = opened(request, "people")[1]
    issued = issue_first(by=actor, most=MOST_AT_ONCE)
    return render(request, "sheets/passwords.html", {"issued": issued, "waiting": without_password(but=actor).count()})
