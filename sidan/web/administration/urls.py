# SPDX-License-Identifier: Apache-2.0
"""Addresses of the admin pages; importing the modules registers their models."""

from sidan.web.administration import audit, calendars, deliveries, matters, orders, people, places, posts, units
from sidan.web.administration.site import site

REGISTERED = (units, people, posts, places, calendars, matters, orders, audit, deliveries)
site_urls = site.urls
