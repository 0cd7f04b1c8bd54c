# SPDX-License-Identifier: Apache-2.0
"""Addresses of the registers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
