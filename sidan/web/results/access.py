# SPDX-License-Identifier: Apache-2.0
"""Who reads a page of results, in which frame, and how long a browser may keep it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control

from sidan.evaluation.reading import find_round, find_score
from sidan.evaluation.round_rows import Round, Score
from sidan.people.actors import Actor
from sidan.web.brand import mark_county
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

# What is published changes by a correction only; a minute spares the database a crowd.
KEPT_SECONDS = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reader(request: Request) -> Actor:
    """Return who is reading."""
    return actor_for(request)


def round_for(request: Request, pk: int) -> Round:
    """Return a round the reader may see, and let the page be its county's; one query."""
    found = find_round(pk, seen_by=reader(request))
    mark_county(request, found.area_code)
    return found


def score_for(request: Request, pk: int, subject: str) -> Score:
    """Return a score the reader may see, with its round, and let the page be its county's; one query."""
    found = find_score(pk, subject, seen_by=reader(request))
    mark_county(request, found.round.area_code)
    return found


def show(request: Request, template: str, **context: Any) -> HttpResponse:
    """Return a page in the reader's frame: the desk's for staff, the public one for everybody else."""
    is_staff = reader(request).user_id is not None
    context["frame"] = "base_desk.html" if is_staff else "base.html"
    return keep(request, render(request, template, context))


def keep(request: Request, response: HttpResponse) -> HttpResponse:
    """Let a visitor's browser keep an answer for a minute, and one of staff not at all."""
    if reader(request).user_id is not None:
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response
