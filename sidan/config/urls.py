# SPDX-License-Identifier: Apache-2.0
"""The addresses of the whole site: each face brings its own list."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("desk/", include("sidan.web.desk.urls")),
    path("api/", include("sidan.web.api.urls")),
    path("board/", include("sidan.web.board.urls")),
    path("", include("sidan.web.urls")),
    path("", include("sidan.web.public.urls")),
]
