# SPDX-License-Identifier: Apache-2.0
"""Addresses of visits."""

from django.urls import URLPattern, path

from sidan.web.matching import visit_area, visit_listing, visit_planning, visit_recording

urlpatterns: list[URLPattern] = [
    path("visits/", visit_listing.visits, name="visits"),
    path("visits/worker.js", visit_listing.worker, name="visits_worker"),
    path("visits/plan", visit_planning.plan, name="plan_visits"),
    path("visits/area", visit_area.area, name="visits_area"),
    path("visits/<str:number>", visit_recording.visit, name="visit"),
    path("visits/<str:number>/record", visit_recording.record, name="record_visit"),
]
