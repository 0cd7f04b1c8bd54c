# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of matching, each part's in its module."""

from sidan.web.matching import expert_urls, plan_urls, register_urls, visit_urls

app_name = "matching"
urlpatterns = [
    *plan_urls.urlpatterns,
    *register_urls.urlpatterns,
    *visit_urls.urlpatterns,
    *expert_urls.urlpatterns,
]
