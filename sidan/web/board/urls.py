# SPDX-License-Identifier: Apache-2.0
"""Addresses of the leaders' page."""

from django.urls import path

from sidan.web.board import grids, indicators, leaders, totals

app_name = "board"
urlpatterns = [
    path("", leaders.board, name="board"),
    path("grids", grids.grids, name="grids"),
    path("units.xlsx", leaders.sheet, name="sheet"),
    path("programmes/", indicators.programmes, name="programmes"),
    path("programmes/<slug:code>", indicators.programme, name="programme"),
    path("public", totals.totals, name="public"),
]
