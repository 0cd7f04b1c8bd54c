# SPDX-License-Identifier: Apache-2.0
"""Objecting to a published score: staff of the unit as such, everybody else as a resident who stays unknown."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sidan.base.errors import Invalid, NotFound, Refused
from sidan.base.numbers import grouped
from sidan.evaluation.lodging import lodge
from sidan.evaluation.objecting import PROGRAMME, concerns
from sidan.evaluation.reading import find_score
from sidan.evaluation.round_rows import Score
from sidan.orders import registry
from sidan.orders.reporting import Reported
from sidan.people.actors import Actor
from sidan.web.asking import AskForm, sent_key
from sidan.web.brand import mark_county
from sidan.web.contact_form import ContactForm
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.offering import Offered
from sidan.web.round_words import class_name, head_of, name_of_subject, rank_words, tier_name, why_words
from sidan.web.visitor import actor_for, client_address

ASKS = ("text", "photos", "confidential")


class ObjectionForm:
    """What is asked of whoever objects: why, perhaps photos, and of a resident perhaps a contact."""

    def __init__(
        self,
        score: Score,
        *,
        by: Actor,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
    ) -> None:
        """Build the parts, bound to what was sent where something was."""
        self.score, self.by = score, by
        self.is_own = concerns(by, score)
        self.data = data if data is not None else QueryDict()
        asks = ASKS[:-1] if self.is_own else ASKS
        offered = Offered("")
        self.ask = AskForm(
            registry.current(PROGRAMME), asks, prefix="objection", offered=offered, data=data, files=files
        )
        self.contact = ContactForm(data, prefix="contact")
        self.fault = ""

    @cached_property
    def key(self) -> str:
        """Return the key against resending: the sent one, else a new one."""
        return sent_key(self.data)

    @property
    def has_faults(self) -> bool:
        """Say whether something was sent that could not be taken."""
        return bool(self.fault or self.ask.errors or self.contact.errors)

    def send(self) -> Reported | None:
        """Object, or return None with every fault shown in its place and everything typed kept."""
        answers = self.ask.answers
        if self.ask.errors:
            return None
        contact = None if self.is_own else self.contact.details
        try:
            return lodge(self.score.round, self.score.subject, answers, contact=contact, key=self.key, by=self.by)
        except NotFound:
            raise
        except Invalid as invalid:
            self.ask.show(self.contact.show(invalid))
        except Refused as fault:
            self.fault = said(fault)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@limited("objection", per_minute=10, per_hour=60)
def objecting(request: Request, pk: int, subject: str) -> HttpResponse:
    """Ask why somebody objects to a published score, and take the objection."""
    actor = actor_for(request)
    score = find_score(pk, subject, seen_by=actor)
    if score.round.state not in ("published", "settled"):
        raise NotFound("There is nothing here.")
    mark_county(request, score.round.area_code)
    # Whoever works elsewhere and objects is nobody but a resident.
    by = actor if concerns(actor, score) else Actor.anyone(ip=client_address(request))
    if request.method != "POST":
        return _page(request, ObjectionForm(score, by=by))
    form = ObjectionForm(score, by=by, data=request.POST, files=request.FILES)
    made = form.send()
    if made is None:
        return _page(request, form, status=422)
    if form.is_own:
        messages.success(
            request, gettext("Your objection is registered as %(number)s.") % {"number": made.order.number}
        )
        return redirect("evaluation:unit", pk, subject)
    return redirect("public:kept", made.order.number, grouped(made.code))


def _page(request: Request, form: ObjectionForm, *, status: int = 200) -> HttpResponse:
    """Return the form with the score it is about; in the desk's frame for staff of the unit."""
    score = form.score
    head = head_of(score.round)
    context = {
        "frame": "base_desk.html" if form.is_own else "base.html",
        "form": form,
        "head": head,
        "score": score,
        "name": name_of_subject(score),
        "class_name": class_name(head.ranking, score.class_code),
        "rank": rank_words(score),
        "tier": tier_name(head.ranking, score.tier),
        "why": why_words(score),
    }
    return render(request, "evaluation/object.html", context, status=status)
