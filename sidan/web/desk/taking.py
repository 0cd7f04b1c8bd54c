# SPDX-License-Identifier: Apache-2.0
"""An order taken by phone, on paper or in person, on behalf of a resident, who gets number and query code read out."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy

from sidan.base.errors import Invalid, Refused
from sidan.base.numbers import grouped
from sidan.dispatch.hints import dangers_in
from sidan.orders import registry
from sidan.orders.channels import CHANNELS, TAKEN_DOWN
from sidan.orders.declare import Programme
from sidan.orders.moves import Place
from sidan.orders.openings import TAKERS, is_front
from sidan.orders.reporting import Reported, report
from sidan.people.actors import Actor
from sidan.web.asking import AskForm, sent_key
from sidan.web.contact_form import ContactForm
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.offering import Offered
from sidan.web.place_choice import PlaceChoice


class ChannelForm(forms.Form):
    """How the resident came to us."""

    use_required_attribute = False

    via = forms.ChoiceField(label=gettext_lazy("How it came in"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None) -> None:
        """Offer the channels in the language of the page, the first of them chosen."""
        super().__init__(data, initial={"via": TAKEN_DOWN[0]}, auto_id="%s")
        language = get_language() or ""
        field = self.fields["via"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, CHANNELS[code].in_language(language)) for code in TAKEN_DOWN]


class TakingForm:
    """What a call-taker fills in: the words, where it is, how it came in and, if the resident wishes, a contact."""

    def __init__(
        self,
        actor: Actor,
        *,
        programme: Programme,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
    ) -> None:
        """Build the parts of the page, bound to what was sent where something was."""
        self.actor = actor
        self.programme = programme
        self.data = data if data is not None else QueryDict()
        self.place = PlaceChoice(self.data if "area" in self.data else _own_county(actor))
        offered = Offered(actor.county)
        self.ask = AskForm(programme, programme.opening.asks, prefix="report", offered=offered, data=data, files=files)
        self.channel = ChannelForm(data)
        self.contact = ContactForm(data, prefix="contact")
        self.place_fault = ""
        self.fault = ""

    @cached_property
    def key(self) -> str:
        """Return the key against resending: what was sent, else a new one."""
        return sent_key(self.data)

    @property
    def dangers(self) -> list[Any]:
        """Return the dangers the words tell of: then the caller is put through before anything is written down."""
        words = [self.ask.data.get(self.ask.add_prefix(code), "") for code in self.ask.declared]
        return dangers_in("\n".join(str(word) for word in words))

    @property
    def has_faults(self) -> bool:
        """Say whether something was sent that could not be taken."""
        return bool(self.fault or self.place_fault or self.ask.errors or self.contact.errors)

    def send(self) -> Reported | None:
        """Open the order, or return None with every fault shown in its place."""
        answers = self.ask.answers
        try:
            place = self._place()
        except Refused as refused:
            self.place_fault = said(refused)
            return None
        if self.ask.errors or not self.channel.is_valid():
            return None
        try:
            return report(
                self.programme,
                answers,
                place=place,
                contact=self.contact.details,
                by=self.actor,
                via=self.channel.cleaned_data["via"],
                key=self.key,
            )
        except Refused as refused:
            self._show(refused)
            return None

    def _place(self) -> Place:
        """Return the place; refuse one outside the areas the actor takes orders down for."""
        place = self.place.place
        areas = [area for role in TAKERS for area in self.actor.areas(role)]
        if not any(place.area_code.startswith(area) for area in areas):
            raise Refused("This place lies outside the area you take orders for.")
        return place

    def _show(self, refused: Refused) -> None:
        """Put the faults beside contact and answers."""
        if not isinstance(refused, Invalid):
            self.fault = said(refused)
            return
        self.ask.show(self.contact.show(refused))


def take(request: Request, actor: Actor, programme: Programme) -> HttpResponse:
    """Show the form, or open the order and show number and query code to be read out.

    The answer to a sent form is the page itself: sent again it opens nothing new and shows the same code.
    """
    if request.method != "POST":
        return _page(request, TakingForm(actor, programme=programme))
    form = TakingForm(actor, programme=programme, data=request.POST, files=request.FILES)
    if "look" in request.POST:
        form.ask.answers  # noqa: B018  photos chosen so far become drafts
        return _page(request, form)
    taken = form.send()
    if taken is None:
        return _page(request, form, status=422)
    context = {
        "order": taken.order,
        "programme": programme,
        "code": grouped(taken.code),
        "stage": registry.stage_of(taken.order),
    }
    return render(request, "desk/taken.html", context)


def _own_county(actor: Actor) -> QueryDict:
    """Return a place already picked as far as the actor's own area goes."""
    picked = QueryDict(mutable=True)
    areas = [area for role in TAKERS for area in actor.areas(role)]
    if areas:
        picked.setlist("area", areas[:1])
    return picked


def _page(request: Request, form: TakingForm, *, status: int = 200) -> HttpResponse:
    """Return the page with the form."""
    context = {"form": form, "is_front": is_front(form.programme.code)}
    return render(request, "desk/take.html", context, status=status)
