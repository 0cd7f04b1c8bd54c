# SPDX-License-Identifier: Apache-2.0
"""Addresses of the planning pages."""

from django.urls import path

from sidan.web.planning import adopting, community, comparing, files, plans, publishing, showing

app_name = "planning"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("new", plans.new, name="new"),
    path("compare", comparing.compare, name="compare"),
    path("<slug:code>", showing.plan, name="plan"),
    path("<slug:code>/map.json", showing.plan_map, name="map"),
    path("<slug:code>/again", plans.again, name="again"),
    path("<slug:code>/curve", showing.curve, name="curve"),
    path("<slug:code>/recompute", showing.recompute, name="recompute"),
    path("<slug:code>/community", community.community, name="community"),
    path("<slug:code>/move", community.move, name="move"),
    path("<slug:code>/undo", community.undo, name="undo"),
    path("<slug:code>/publish", publishing.publish, name="publish"),
    path("<slug:code>/comments/<int:comment>/hide", publishing.hide, name="hide"),
    path("<slug:code>/withdraw", publishing.withdraw, name="withdraw"),
    path("<slug:code>/adopt", adopting.adopt, name="adopt"),
    path("<slug:code>/unschedule", adopting.unschedule, name="unschedule"),
    path("<slug:code>/roll-back", adopting.roll_back, name="roll_back"),
    path("<slug:code>/plan.geojson", files.geojson, name="geojson"),
    path("<slug:code>/plan.xlsx", files.workbook, name="workbook"),
    path("<slug:code>/print", files.paper, name="print"),
]
