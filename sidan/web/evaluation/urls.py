# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of evaluation."""

from django.urls import URLPattern

app_name = "evaluation"
urlpatterns: list[URLPattern] = []
