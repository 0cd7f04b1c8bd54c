# SPDX-License-Identifier: Apache-2.0
"""Before they ask (未诉先办): the coming week as earlier years tell it, as a page and as a sheet."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sidan.dispatch.before_sheet import outlook_sheet
from sidan.dispatch.before_they_ask import coming_monday, outlook
from sidan.dispatch.hot_queries import areas_read_by
from sidan.people.days import city_today
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.web.board.areas import asked_areas
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
@never_cache
def before(request: Request) -> HttpResponse:
    """Show what the coming week brought in earlier years to one's areas; `?area=` chooses. Three queries of its own."""
    areas = asked_areas(request, areas_read_by(administrator_for(request)))
    context = {
        "outlook": outlook(areas, monday=coming_monday(city_today())),
        "areas": [(area, name_of(area)) for area in areas if area],
        "within": beneath(areas[0]) if len(areas) == 1 else (),
    }
    return render(request, "board/before.html", context)


@require_safe
@login_required
@never_cache
def sheet(request: Request) -> HttpResponse:
    """Return the same as a spreadsheet; audited."""
    actor = administrator_for(request)
    areas = asked_areas(request, areas_read_by(actor))
    found = outlook(areas, monday=coming_monday(city_today()))
    content = outlook_sheet(found, areas, by=actor, language=get_language() or "zh-hans")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"before-{found.monday:%Y%m%d}.xlsx"))
    return response
