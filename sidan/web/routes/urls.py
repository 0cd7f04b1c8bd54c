# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of routes."""

from django.urls import path

from sidan.web.routes import keeping, listing, trying

app_name = "routes"
urlpatterns = [
    path("", listing.routes, name="routes"),
    path("troubles", listing.troubles, name="troubles"),
    path("try", trying.trying, name="try"),
    path("thresholds", keeping.thresholds, name="thresholds"),
    path("new", keeping.new, name="new"),
    path("<int:number>", keeping.change, name="change"),
    path("<int:number>/stop", keeping.stop, name="stop"),
]
