# SPDX-License-Identifier: Apache-2.0
"""Addresses of visits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
