# SPDX-License-Identifier: Apache-2.0
"""The addresses of the whole site: each face brings its own list."""

from django.urls import include, path
from django.views.generic import RedirectView

from sidan.web.administration.urls import site_urls

handler400 = "sidan.web.errors.bad_request"
handler403 = "sidan.web.errors.forbidden"
handler404 = "sidan.web.errors.not_found"
handler500 = "sidan.web.errors.server_error"

urlpatterns = [
    # One way in: with lock-out, audit and the forced change of one-time passwords.
    path("admin/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("admin/", site_urls),
    path("desk/codes/", include("sidan.web.codes.urls")),
    path("desk/sheets/", include("sidan.web.sheets.urls")),
    path("desk/routes/", include("sidan.web.routes.urls")),
    path("desk/", include("sidan.web.desk.urls")),
    path("drawing/", include("sidan.web.drawing.urls")),
    path("api/", include("sidan.web.api.urls")),
    path("planning/", include("sidan.web.planning.urls")),
    path("board/", include("sidan.web.board.urls")),
    path("evaluation/", include("sidan.web.evaluation.urls")),
    path("matching/", include("sidan.web.matching.urls")),
    path("results/", include("sidan.web.results.urls")),
    path("", include("sidan.web.urls")),
    path("", include("sidan.web.public.urls")),
]
