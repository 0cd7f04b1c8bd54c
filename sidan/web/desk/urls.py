# SPDX-License-Identifier: Apache-2.0
"""Addresses of the desk."""

from django.urls import path

from sidan.web.desk import agreed, chain, coverage, crew, inbox, meeting, messages, new, order, purse, sending, twins

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("counts", inbox.counts, name="counts"),
    path("filters", inbox.save, name="save_filter"),
    path("filters/<int:filter_id>/drop", inbox.drop, name="drop_filter"),
    path("dispatch", sending.dispatch, name="send"),
    path("new", new.new, name="new"),
    path("new/<slug:programme>", new.open_in, name="take"),
    path("new/<slug:programme>/tree", new.tree, name="tree"),
    path("crew", crew.crew, name="crew"),
    path("coverage", coverage.coverage, name="coverage"),
    path("coverage/sheet", coverage.sheet, name="coverage_sheet"),
    path("purse", purse.mine, name="purse"),
    path("purse/area", purse.of_area, name="purses"),
    path("purse/ledger", purse.ledger, name="ledger"),
    path("messages", messages.bell, name="messages"),
    path("messages/read", messages.read, name="messages_read"),
    path("o/<str:number>", order.order, name="order"),
    path("o/<str:number>/move", order.move, name="move"),
    path("o/<str:number>/twins", twins.twins, name="twins"),
    path("o/<str:number>/twins/merge", twins.merge, name="merge_twins"),
    path("o/<str:number>/watch", order.keep_watch, name="watch"),
    path("o/<str:number>/contact", order.contact, name="contact"),
    path("o/<str:number>/print", order.paper, name="print"),
    path("o/<str:number>/agreed", agreed.agreed, name="agreed"),
    path("o/<str:number>/meeting", meeting.meeting, name="meeting"),
    path("o/<str:number>/meeting/attendance", meeting.attendance, name="attendance"),
    path("o/<str:number>/meeting/vouchers", meeting.vouchers, name="vouchers"),
    path("o/<str:number>/meeting/papers", meeting.papers, name="papers"),
    path("o/<str:number>/meeting/count", meeting.count, name="count_papers"),
    path("o/<str:number>/meeting/notice", meeting.notice, name="notice"),
    path("o/<str:number>/meeting/minutes", meeting.minutes, name="minutes"),
    path("o/<str:number>/register/<int:seq>", meeting.register, name="register"),
    path("chain/<str:number>", chain.chain, name="chain"),
]
