# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of evaluation."""

from django.urls import path

from sidan.web.evaluation import (
    acting,
    checking,
    differing,
    exclusions,
    exporting,
    objecting,
    opening,
    outside,
    rechecks,
    rounds,
    standing,
)

app_name = "evaluation"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("new", opening.opening, name="opening"),
    path("outside/", outside.outside, name="outside"),
    path("outside/<int:number>", outside.correct_outside, name="correct_outside"),
    path("outside/<int:number>/check", outside.check_outside, name="check_outside"),
    path("exclusions/", exclusions.exclusions, name="exclusions"),
    path("exclusions/new", exclusions.propose_exclusion, name="propose"),
    path("exclusions/<int:number>", exclusions.decide_exclusion, name="decide_exclusion"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("<int:pk>/", standing.standing, name="round"),
    path("<int:pk>/do/<slug:verb>", acting.act, name="act"),
    path("<int:pk>/difference", differing.difference, name="difference"),
    path("<int:pk>/export.zip", exporting.export, name="export"),
    path("<int:pk>/unit/<str:subject>/", checking.checking, name="unit"),
    path("<int:pk>/object/<str:subject>/", objecting.objecting, name="object"),
]
