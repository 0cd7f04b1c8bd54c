# SPDX-License-Identifier: Apache-2.0
"""The one page on which a resident orders: what, photos, where, and perhaps how to be reached."""

import re
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from sidan.base.errors import Invalid, Refused
from sidan.base.private_words import Told, told_in
from sidan.dispatch.duplicates import offers
from sidan.dispatch.hints import dangers_in, suggested_matters
from sidan.orders.catalogue import Matter
from sidan.orders.declare import Programme
from sidan.orders.matters import find_matters
from sidan.orders.reporting import Reported, new_key, report
from sidan.people.actors import Actor
from sidan.people.contact_details import details_from
from sidan.programmes.catalogue import Danger
from sidan.web.asking import AskForm, named_orders
from sidan.web.contact_form import ContactForm
from sidan.web.errors import said
from sidan.web.offering import Offered
from sidan.web.place_choice import PlaceChoice
from sidan.web.public.following import Offer

_KEY = re.compile(r"[A-Za-z0-9_-]{20,60}")
# Text beyond this says nothing more about the matter.
_READ_CHARACTERS = 3000


class ReportForm:
    """Everything the page asks, bound to what was sent where something was."""

    def __init__(
        self,
        programme: Programme,
        *,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
    ) -> None:
        """Build the parts of the page; `data` of a first visit names at most the site."""
        self.programme = programme
        self.data = data if data is not None else QueryDict()
        self.place = PlaceChoice(self.data)
        sent = data if data is not None and "key" in data else None
        asks = programme.opening.asks
        self.ask = AskForm(
            programme,
            asks,
            prefix="report",
            offered=Offered(""),
            data=sent,
            files=files,
            initial=named_orders(programme, self.data.get("order", "")),
        )
        self.contact = ContactForm(sent, prefix="contact")
        self.place_fault = ""
        self.fault = ""

    @cached_property
    def key(self) -> str:
        """Return the key against resending: the sent one where it is one of ours, else a new one."""
        sent = self.data.get("key", "")
        return sent if _KEY.fullmatch(sent) else new_key()

    @property
    def fields(self) -> dict[str, list[forms.BoundField]]:
        """Return the asked fields by the part of the page they stand in.

        Words and whatever must be answered come first, then photos; ticks stand with the contact, the rest behind a
        fold; matters are chips.
        """
        parts: dict[str, list[forms.BoundField]] = {"words": [], "photos": [], "ticks": [], "more": []}
        where = {"text": "words", "line": "words", "photos": "photos", "yes_no": "ticks", "matter": ""}
        for code, declared in self.ask.declared.items():
            part = where.get(declared.type, "words" if declared.required else "more")
            if part:
                parts[part].append(self.ask[code])
        return parts

    @cached_property
    def text(self) -> str:
        """Return what is written so far, from every text field."""
        texts = [code for code, declared in self.ask.declared.items() if declared.type in ("text", "line")]
        return "\n".join(str(self.ask.data.get(self.ask.add_prefix(code), "")) for code in texts)[:_READ_CHARACTERS]

    @cached_property
    def dangers(self) -> list[Danger]:
        """Return the dangers the text tells of."""
        return dangers_in(self.text) if self.text.strip() else []

    @cached_property
    def private(self) -> Told:
        """Return what kinds of private words the text holds, so that the page can say who reads them."""
        return told_in(self.text)

    @property
    def matter_name(self) -> str:
        """Return the name of the matter's control, empty where the programme asks for none."""
        found = (code for code, declared in self.ask.declared.items() if declared.type == "matter")
        return next((self.ask.add_prefix(code) for code in found), "")

    @property
    def matter_chosen(self) -> str:
        """Return the matter that was picked, empty for none."""
        return str(self.ask.data.get(self.matter_name, "")) if self.matter_name else ""

    @cached_property
    def matters(self) -> list[Matter]:
        """Return the matters the text suggests, and the one picked before even when it has changed. Two queries."""
        if not self.matter_name:
            return []
        county = self._county
        found = suggested_matters(self.text, county=county) if self.text.strip() else []
        chosen = self.matter_chosen
        if chosen and chosen not in {matter.code for matter in found}:
            found = [*find_matters([chosen[:80]], county=county).values(), *found]
        return found

    @cached_property
    def neighbours(self) -> list[Offer]:
        """Return what others reported near the place about the same, once both are known. One query."""
        try:
            place = self.place.place
        except Refused:
            return []
        chosen = [self.matter_chosen] if self.matter_chosen else [matter.code for matter in self.matters[:1]]
        return [
            Offer.of(order) for order in offers(place, programme=self.programme.code, matters=chosen, text=self.text)
        ]

    def send(self, *, by: Actor, via: str) -> Reported | None:
        """Open the order, or return None with every fault shown in its place."""
        answers = self.ask.answers
        try:
            place = self.place.place
        except Refused as refused:
            self.place_fault = said(refused)
            self._show_other_faults(answers)
            return None
        if self.ask.errors:
            return None
        try:
            return report(
                self.programme,
                answers,
                place=place,
                contact=self.contact.details,
                by=by,
                via=via,
                key=self.key,
            )
        except Refused as refused:
            self._show(refused)
            return None

    def _show(self, refused: Refused) -> None:
        """Put the faults beside contact and answers."""
        if not isinstance(refused, Invalid):
            self.fault = said(refused)
            return
        self.ask.show(self.contact.show(refused))

    def _show_other_faults(self, answers: dict[str, Any]) -> None:
        """Show empty required fields and a faulty contact beside a missing place, so that all are mended at once."""
        for code, declared in self.ask.declared.items():
            if declared.required and code not in answers:
                self.ask.show(Invalid({code: [Refused("Please fill in “%(field)s”.", field=declared.label)]}))
        try:
            details_from(**self.contact.details.to_json())
        except Invalid as invalid:
            self._show(Invalid({f"contact-{field}": found for field, found in invalid.faults.items()}))

    @property
    def _county(self) -> str:
        """Return the county of the place as far as it is known."""
        site, located = self.place.site, self.place.located
        code = site.area.code if site is not None else located.area_code if located is not None else ""
        return (code or self.place.area_code)[:6]
