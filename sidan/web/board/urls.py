# SPDX-License-Identifier: Apache-2.0
"""Addresses of the leaders' page."""

from django.urls import path

from sidan.web.board import before, grids, hot, indicators, leaders, totals

app_name = "board"
urlpatterns = [
    path("", leaders.board, name="board"),
    path("grids", grids.grids, name="grids"),
    path("units.xlsx", leaders.sheet, name="sheet"),
    path("programmes/", indicators.programmes, name="programmes"),
    path("programmes/<slug:code>", indicators.programme, name="programme"),
    path("hot/", hot.hot, name="hot"),
    path("hot/look", hot.look, name="look_anew"),
    path("hot/<int:issue>", hot.issue, name="issue"),
    path("hot/<int:issue>/name", hot.name, name="name_issue"),
    path("hot/<int:issue>/hush", hot.hush, name="hush_issue"),
    path("before/", before.before, name="before"),
    path("before.xlsx", before.sheet, name="before_sheet"),
    path("public", totals.totals, name="public"),
]
