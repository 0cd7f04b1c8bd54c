# SPDX-License-Identifier: Apache-2.0
"""An order that somebody opens by a post: what the programme asks and where it is, without a contact."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from sidan.base.errors import Invalid, Refused
from sidan.dispatch.hot_queries import answers_from, find_issue, note_opened
from sidan.dispatch.hot_rows import HotIssue
from sidan.orders.declare import Programme
from sidan.orders.models import Order
from sidan.orders.moves import submit
from sidan.orders.openings import opening_role
from sidan.orders.reporting import key_of
from sidan.orders.visibility import may_see
from sidan.people.actors import Actor
from sidan.people.posts import POST_ROLES
from sidan.web.asking import AskForm, named_orders, sent_key
from sidan.web.errors import said
from sidan.web.hot_issues import text_from
from sidan.web.htmx import Request
from sidan.web.offering import Offered
from sidan.web.place_choice import PlaceChoice

CHANNEL = "desk"


class OpeningForm:
    """What a programme asks of whoever opens an order by post, and where it is."""

    def __init__(
        self,
        actor: Actor,
        *,
        programme: Programme,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        about: str = "",
        issue: HotIssue | None = None,
    ) -> None:
        """Build the parts of the page, bound to what was sent where something was.

        `about` names another order, `issue` is the hot issue from which it is opened: what they say stands filled in.
        """
        self.issue = issue
        self.actor = actor
        self.programme = programme
        self.data = data if data is not None else QueryDict()
        picked = _picked(issue.area_code) if issue is not None and issue.area_code else _own_area(actor, programme)
        self.place = PlaceChoice(self.data if "area" in self.data else picked, wide=_areas(actor))
        self.ask = AskForm(
            programme,
            programme.opening.asks,
            prefix="report",
            offered=Offered(actor.county),
            data=data,
            files=files,
            initial=_told_by(issue, programme, actor) if issue is not None else named_orders(programme, about),
        )
        self.place_fault = ""
        self.fault = ""

    @cached_property
    def key(self) -> str:
        """Return the key against resending: what was sent, else a new one."""
        return sent_key(self.data)

    @property
    def has_faults(self) -> bool:
        """Say whether something was sent that could not be taken."""
        return bool(self.fault or self.place_fault or self.ask.errors)

    def send(self) -> Order | None:
        """Open the order, or return None with every fault shown in its place; sent again it returns the same order."""
        answers = self.ask.answers
        try:
            place = self.place.place
        except Refused as refused:
            self.place_fault = said(refused)
            return None
        if self.ask.errors:
            return None
        key = key_of(f"{self.actor.user_id} {self.key}", answers, place)
        try:
            return submit(self.programme, answers, by=self.actor, place=place, via=CHANNEL, key=key)
        except Invalid as invalid:
            self.ask.show(invalid)
        except Refused as refused:
            self.fault = said(refused)
        return None


def open_order(request: Request, actor: Actor, programme: Programme) -> HttpResponse:
    """Show the form, or open the order and lead to its page; out of sight, as for a whistle-blower, to the inbox."""
    if request.method != "POST":
        about, issue = request.GET.get("order", ""), _issue(request.GET.get("issue", ""), actor)
        return _page(request, OpeningForm(actor, programme=programme, about=about, issue=issue))
    issue = _issue(request.POST.get("issue", ""), actor)
    form = OpeningForm(actor, programme=programme, data=request.POST, files=request.FILES, issue=issue)
    if "look" in request.POST:
        form.ask.answers  # noqa: B018  photos chosen so far become drafts
        return _page(request, form)
    order = form.send()
    if order is None:
        return _page(request, form, status=422)
    if issue is not None:
        note_opened(issue, order)
    messages.success(request, gettext("Opened: %(number)s.") % {"number": order.number})
    return redirect("desk:order", order.number) if may_see(actor, order) else redirect("desk:inbox")


def _areas(actor: Actor) -> tuple[str, ...]:
    """Return the areas of the actor's posts, which are near enough for an order of the actor's own."""
    return tuple(dict.fromkeys(post.area_code for post in actor.posts if post.area_code))


def _issue(number: str, actor: Actor) -> HotIssue | None:
    """Return the hot issue of that number, None without one; NotFound for one out of the actor's sight."""
    return find_issue(int(number), seen_by=actor) if number.isascii() and number.isdecimal() and number else None


def _told_by(issue: HotIssue, programme: Programme, actor: Actor) -> dict[str, str]:
    """Return what an issue fills in."""
    return answers_from(issue, programme, by=actor, text=text_from(issue))


def _picked(area: str) -> QueryDict:
    """Return a place already picked."""
    picked = QueryDict(mutable=True)
    picked.setlist("area", [area])
    return picked


def _own_area(actor: Actor, programme: Programme) -> QueryDict:
    """Return a place already picked: the area of the post by which the actor opens, else another, else the county."""
    role = opening_role(actor, programme)
    by_post = actor.areas(role.code) if role is not None and role.code in POST_ROLES else ()
    picked = QueryDict(mutable=True)
    areas = [*by_post, *_areas(actor), *([actor.county] if actor.county else [])]
    if areas:
        picked.setlist("area", areas[:1])
    return picked


def _page(request: Request, form: OpeningForm, *, status: int = 200) -> HttpResponse:
    """Return the page with the form."""
    return render(request, "desk/open.html", {"form": form, "programme": form.programme}, status=status)
