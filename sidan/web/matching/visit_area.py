# SPDX-License-Identifier: Apache-2.0
"""How the visits of one's areas stand, for those who organise them: units by name, overdue companies, no persons."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.matching.authority import areas_read
from sidan.matching.visit_figures import visits_in
from sidan.places.days import city_today
from sidan.places.names import name_of
from sidan.web.htmx import Request
from sidan.web.matching.visit_access import area_page
from sidan.web.visitor import actor_for

MOST_OVERDUE = 200


@area_page
@require_safe
def area(request: Request) -> HttpResponse:
    """Show numbers by the unit of liaisons, and the companies that are overdue. Three queries of its own."""
    areas = areas_read(actor_for(request))
    found = visits_in(areas, city_today())
    context = {
        "areas": [name_of(code) for code in areas if code],
        "visits": found,
        "overdue": found.overdue[:MOST_OVERDUE],
        "more": len(found.overdue[MOST_OVERDUE:]),
    }
    return render(request, "matching/visits_area.html", context)
