# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages on which grids are drawn."""

from django.urls import path

from sidan.web.drawing import choosing, page

app_name = "drawing"
urlpatterns = [
    path("", choosing.choose, name="choose"),
    path("<str:area>", page.draw, name="draw"),
]
