# SPDX-License-Identifier: Apache-2.0
"""Addresses of the JSON API; its schema is at /api/openapi.json, and no page needs scripts from elsewhere."""

from ninja import NinjaAPI

from sidan.web.api import advisers, companies, conflicts, skills, units
from sidan.web.api.problems import answer_with_problems

api = NinjaAPI(title="Sidan", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api")
answer_with_problems(api)
for part in (skills, units, companies, advisers, conflicts):
    api.add_router("", part.router)

app_name = "api"
urlpatterns = api.urls[0]
