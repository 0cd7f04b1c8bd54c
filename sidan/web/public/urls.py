# SPDX-License-Identifier: Apache-2.0
"""Addresses of what residents see."""

from django.urls import path

from sidan.web.public import about, areas, ballot, grid, home, photos, plans, published, report, stations, track

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("privacy", home.privacy, name="privacy"),
    path("report", report.report, name="report"),
    path("report/hints", report.hints, name="hints"),
    path("report/areas", report.areas, name="areas"),
    path("report/<slug:programme>", report.report, name="report_in"),
    path("q/<str:code>", report.scan, name="scan"),
    path("q/<str:code>/<slug:programme>", report.scan, name="scan"),
    path("ballot/<str:code>", ballot.ballot, name="ballot"),
    path("t/", track.track, name="track"),
    path("t/<str:number>/<str:code>", track.order, name="order"),
    path("t/<str:number>/<str:code>/kept", track.kept, name="kept"),
    path("t/<str:number>/<str:code>/qr.svg", track.qr, name="qr"),
    path("t/<str:number>/<str:code>/photo/<str:token>", photos.order_photo, name="order_photo"),
    path(
        "t/<str:number>/<str:code>/photo/<str:token>/small", photos.order_photo, {"size": "small"}, name="order_thumb"
    ),
    path("photos/draft/<str:token>", photos.draft_photo, name="draft_photo"),
    path("photos/<str:token>", photos.staff_photo, name="photo"),
    path("photos/<str:token>/small", photos.staff_photo, {"size": "small"}, name="thumb"),
    path("published/", published.published, name="published"),
    path("published/<str:number>", published.order, name="published_order"),
    path("published/<str:number>/photo/<str:token>", published.photo, name="published_photo"),
    path("published/<str:number>/photo/<str:token>/small", published.photo, {"size": "small"}, name="published_thumb"),
    path("areas.json", areas.outlines, name="outlines"),
    path("stations", stations.stations, name="stations"),
    path("stations/<slug:code>", stations.station, name="station"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:code>", plans.plan, name="plan"),
    path("plans/<slug:code>/map.json", plans.plan_map, name="plan_map"),
    path("grids", grid.grids, name="grids"),
    path("grid/<str:area>", grid.grid, name="grid"),
    path("about/", about.programmes, name="programmes"),
    path("about/<slug:code>", about.about, name="about"),
]
