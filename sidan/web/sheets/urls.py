# SPDX-License-Identifier: Apache-2.0
"""Addresses of the sheets."""

from django.urls import path

from sidan.web.sheets import files, pages, passwords

app_name = "sheets"
urlpatterns = [
    path("", pages.index, name="index"),
    path("people/passwords", passwords.issue, name="passwords"),
    path("<slug:code>/", pages.kind, name="kind"),
    path("<slug:code>/trial", pages.trial, name="trial"),
    path("<slug:code>/apply", pages.apply, name="apply"),
    path("<slug:code>/drop", pages.drop, name="drop"),
    path("<slug:code>/file", files.present, name="file"),
    path("<slug:code>/form", files.form, name="form"),
]
