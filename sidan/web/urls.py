# SPDX-License-Identifier: Apache-2.0
"""The shell's own addresses: accounts, the demo's entrance and the page of all pieces."""

from django.urls import path

from sidan.web import bell, brand, look, sign_in

urlpatterns = [
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("password", sign_in.password, name="password"),
    path("demo", sign_in.demo, name="demo"),
    path("bell", bell.bell, name="bell"),
    path("brand/<slug:county>.css", brand.brand_css, name="brand_css"),
    path("_look", look.look, name="look"),
    path("_look/areas.json", look.areas, name="look_areas"),
]
