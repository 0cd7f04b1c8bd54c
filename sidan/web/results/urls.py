# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of results."""

from django.urls import path

from sidan.web.results import certificates, compare, drill, files, index, maps, subject, table

app_name = "results"
urlpatterns = [
    path("", index.index, name="index"),
    path("<int:pk>/", table.table, name="round"),
    path("<int:pk>/compare", compare.compare, name="compare"),
    path("<int:pk>/map.json", maps.tiers, name="map"),
    path("<int:pk>/table.xlsx", files.table_sheet, name="table_sheet"),
    path("<int:pk>/<str:subject>/", subject.subject, name="subject"),
    path("<int:pk>/<str:subject>/figures.xlsx", files.subject_sheet, name="subject_sheet"),
    path("<int:pk>/<str:subject>/certificate", certificates.certificate, name="certificate"),
    path("<int:pk>/<str:subject>/<slug:indicator>", drill.drill, name="indicator"),
]
