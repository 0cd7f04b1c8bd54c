# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of evaluation."""

from django.urls import path

from sidan.web.evaluation import acting, checking, differing, exporting, objecting, opening, rounds, standing

app_name = "evaluation"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("new", opening.opening, name="opening"),
    path("<int:pk>/", standing.standing, name="round"),
    path("<int:pk>/do/<slug:verb>", acting.act, name="act"),
    path("<int:pk>/difference", differing.difference, name="difference"),
    path("<int:pk>/export.zip", exporting.export, name="export"),
    path("<int:pk>/unit/<str:subject>/", checking.checking, name="unit"),
    path("<int:pk>/object/<str:subject>/", objecting.objecting, name="object"),
]
