# SPDX-License-Identifier: Apache-2.0
"""Addresses of experts, and of a company's own page."""

from django.urls import path

from sidan.web.matching import own

urlpatterns = [
    path("own/", own.own, name="own"),
    path("own/needs", own.needs, name="own_needs"),
]
