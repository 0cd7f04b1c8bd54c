# SPDX-License-Identifier: Apache-2.0
"""Declared fields of a programme file as a Django form; the engine alone says whether an answer is valid.

The form reads what was sent, keeps uploaded photos as drafts, and shows faults beside their fields, so that a form with
a fault comes back with everything in it.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, BinaryIO, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from sidan.base.errors import Invalid, Refused
from sidan.base.numbers import parse_number
from sidan.orders.attachments import TOKEN, keep_draft
from sidan.orders.declare import Field, Programme
from sidan.orders.reporting import new_key
from sidan.orders.row_fields import MOST_PHOTOS
from sidan.web.errors import said
from sidan.web.field_controls import form_field
from sidan.web.offering import Offered

MOST_TOKENS = 20
_SEVERAL = ("units", "persons")
_WRITTEN = ("text", "line", "lines")


def sent_key(data: QueryDict) -> str:
    """Return the key against resending that a form of the desk was sent with, else a new one."""
    sent = str(data.get("key", ""))
    return sent if len(sent) >= 20 and sent.isascii() and sent.isprintable() and len(sent) <= 60 else new_key()


class AskForm(forms.Form):
    """Asks the fields `asks` of a programme; `answers` is what the engine takes, `show` puts its refusal on the form.

    Nothing is checked here, and `is_valid()` is always true: the engine checks once, and its sentences come back by
    field. Each field is named `<prefix>-<code>`. Photos are stored as drafts when `answers` is first read.
    """

    use_required_attribute = False

    def __init__(
        self,
        programme: Programme,
        asks: Sequence[str],
        *,
        prefix: str,
        offered: Offered,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Build the fields; with `data` the form is bound to what was sent."""
        super().__init__(data.copy() if data is not None else None, files, prefix=prefix, initial=dict(initial or {}))
        self.auto_id = "%s"
        self.declared = {code: programme.fields[code] for code in asks}
        for code, declared in self.declared.items():
            self.fields[code] = form_field(declared, offered=offered)

    def full_clean(self) -> None:
        """Check nothing: the engine does, and `show` brings its faults."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Return what was answered, by field, without what was left empty.

        Reading it the first time stores new photos as drafts; one that cannot be taken leaves a fault on its field.
        """
        read = {code: self._read(code, declared) for code, declared in self.declared.items()}
        return {code: answer for code, answer in read.items() if answer not in (None, []) and str(answer).strip()}

    def show(self, fault: Refused) -> None:
        """Put a refusal on the form: each fault of an Invalid beside its field, any other sentence above them."""
        faults = fault.faults if isinstance(fault, Invalid) else {"": [fault]}
        for code, found in faults.items():
            for each in found:
                self.add_error(code if code in self.fields else None, said(each))

    @property
    def written(self) -> list[tuple[str, str]]:
        """Return label and words of every text that was sent, for a page on which the form has no place any more."""
        texts = [
            (code, self._sent(code))
            for code, declared in self.declared.items()
            if declared.type in ("text", "line", "lines")
        ]
        return [(str(self.fields[code].label), text) for code, text in texts if text]

    def _read(self, code: str, declared: Field) -> Any:
        """Return one answer in the form the engine takes."""
        if declared.type == "photos":
            return self._read_photos(code, most=declared.max or MOST_PHOTOS)
        if declared.type == "purse_shares":
            return self.fields[code].widget.value_from_datadict(self.data, self.files, self.add_prefix(code))
        if declared.type in _SEVERAL:
            return self._sent_list(code)
        if declared.type == "yes_no":
            return True if self._sent(code) else None
        return self._sent(code)

    def _read_photos(self, code: str, *, most: int) -> list[str]:
        """Return the tokens of the photos kept before and of those that came now, which become drafts."""
        # What no upload could have given has no picture to show.
        sent = (token for token in self._sent_list(code)[:MOST_TOKENS] if TOKEN.fullmatch(token))
        tokens = list(dict.fromkeys(sent))
        name = self.add_prefix(code)
        for file in self.files.getlist(f"{name}-new"):
            if len(tokens) >= most:
                self.add_error(code, said(Refused("At most %(most)d photos.", most=most)))
                break
            try:
                tokens.append(keep_draft(cast(BinaryIO, file), size=file.size or 0).token)  # an upload reads as a file
            except Refused as refused:
                self.add_error(code, f"{file.name}: {said(refused)}")
        if isinstance(self.data, QueryDict):
            self.data.setlist(name, tokens)
        return tokens

    def _sent(self, code: str) -> str:
        """Return what was sent for a field, empty for nothing."""
        return str(self.data.get(self.add_prefix(code), ""))

    def _sent_list(self, code: str) -> list[str]:
        """Return everything that was sent for a field of several answers."""
        return (
            [str(value) for value in self.data.getlist(self.add_prefix(code))]
            if isinstance(self.data, QueryDict)
            else []
        )


def named_orders(programme: Programme, number: str) -> dict[str, str]:
    """Return what stands filled in when an order is opened about another: its number, where the opening asks for one.

    A number that is none is left out; whether there is such an order is the engine's to say.
    """
    try:
        parsed = parse_number(number)
    except Refused:
        return {}
    return {code: parsed for code in programme.opening.asks if programme.fields[code].type in ("order", "orders")}
