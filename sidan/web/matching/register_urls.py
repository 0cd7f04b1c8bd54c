# SPDX-License-Identifier: Apache-2.0
"""Addresses of the registers."""

from django.urls import URLPattern, path

from sidan.web.matching import advisers, companies, conflicts, skills, units

urlpatterns: list[URLPattern] = [
    path("companies/", companies.companies, name="companies"),
    path("companies/new", companies.new_company, name="new_company"),
    path("companies/<str:code>/", companies.company, name="company"),
    path("advisers/", advisers.advisers, name="advisers"),
    path("advisers/new", advisers.new_adviser, name="new_adviser"),
    path("advisers/<str:code>/", advisers.adviser, name="adviser"),
    path("advisers/<str:code>/state", advisers.adviser_state, name="adviser_state"),
    path("skills/", skills.skills, name="skills"),
    path("skills/<str:code>/", skills.skill, name="skill"),
    path("units/", units.units, name="units"),
    path("units/<str:code>/", units.unit, name="unit"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<int:pk>/end", conflicts.stop_conflict, name="stop_conflict"),
]
