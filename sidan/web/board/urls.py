# SPDX-License-Identifier: Apache-2.0
"""Addresses of the leaders' page."""

from django.urls import path

from sidan.web.board import leaders, totals

app_name = "board"
urlpatterns = [
    path("", leaders.board, name="board"),
    path("units.xlsx", leaders.sheet, name="sheet"),
    path("public", totals.totals, name="public"),
]
