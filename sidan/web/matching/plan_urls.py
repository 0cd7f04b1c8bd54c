# SPDX-License-Identifier: Apache-2.0
"""Addresses of plans of pairs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
