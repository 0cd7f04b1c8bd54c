# SPDX-License-Identifier: Apache-2.0
"""Addresses of experts, and of a company's own page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
