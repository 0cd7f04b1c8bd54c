# SPDX-License-Identifier: Apache-2.0
"""Addresses of this face."""

from django.urls import URLPattern

app_name = "api"
urlpatterns: list[URLPattern] = []
