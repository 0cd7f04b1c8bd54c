# SPDX-License-Identifier: Apache-2.0
"""Addresses of the posters."""

from django.urls import path

from sidan.web.codes import choosing, printing

app_name = "codes"
urlpatterns = [
    path("", choosing.choose, name="choose"),
    path("<str:area>/", printing.posters, name="posters"),
]
