# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of results."""

from django.urls import URLPattern

app_name = "results"
urlpatterns: list[URLPattern] = []
