# SPDX-License-Identifier: Apache-2.0
"""Addresses of the admin pages; importing the modules registers their models."""

from sidan.web.administration import (
    audit,
    calendars,
    deliveries,
    learning,
    matters,
    orders,
    partners,
    people,
    places,
    platforms,
    posts,
    stations,
    units,
)
from sidan.web.administration.site import site

REGISTERED = (
    units,
    people,
    posts,
    partners,
    places,
    stations,
    calendars,
    matters,
    platforms,
    orders,
    audit,
    deliveries,
    learning,
)
site_urls = site.urls
