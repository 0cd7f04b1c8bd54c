# SPDX-License-Identifier: Apache-2.0
"""Declared fields of a programme file as a Django form; the engine alone says whether an answer is valid.

The form reads what was sent, keeps uploaded photos as drafts, and shows faults beside their fields, so that a form with
a fault comes back with everything in it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, BinaryIO, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Invalid, Refused, Words
from sidan.orders.attachments import TOKEN, keep_draft
from sidan.orders.declare import Field, Programme
from sidan.orders.row_fields import MOST_PHOTOS
from sidan.orders.value_fields import MOST_LINE, MOST_TEXT
from sidan.web.errors import said
from sidan.web.offering import Offered
from sidan.web.selects import Select, SelectMultiple

RATINGS = (
    (1, _("Very dissatisfied")),
    (2, _("Dissatisfied")),
    (3, _("So-so")),
    (4, _("Satisfied")),
    (5, _("Very satisfied")),
)

MOST_TOKENS = 20


class Rating(forms.RadioSelect):
    """One to five stars, each with its word."""

    kind = "rating"


class KeptPhotos(forms.SelectMultiple):
    """Photos: those kept as drafts as ticked boxes with their pictures, new ones as files named `…-new`."""

    kind = "photos"

    template_name = "moving/_photos_input.html"

    def __init__(self, *, most: int) -> None:
        """Offer at most `most` photos."""
        super().__init__()
        self.most = most

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows: the drafts kept so far and how many more there may be."""
        tokens = [str(token) for token in value or ()]
        kept = [{"token": token, "url": reverse("public:draft_photo", args=[token])} for token in tokens]
        told = dict(attrs or {})
        return {
            "name": name,
            "id": told.get("id", name),
            "described_by": told.get("aria-describedby", ""),
            "is_faulty": "aria-invalid" in told,
            "kept": kept,
            "most": self.most,
        }


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
            (code, self._sent(code)) for code, declared in self.declared.items() if declared.type in ("text", "line")
        ]
        return [(str(self.fields[code].label), text) for code, text in texts if text]

    def _read(self, code: str, declared: Field) -> Any:
        """Return one answer in the form the engine takes."""
        if declared.type == "photos":
            return self._read_photos(code, most=declared.max or MOST_PHOTOS)
        if declared.type == "units":
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


def form_field(declared: Field, *, offered: Offered) -> forms.Field:
    """Return the form field of a declared field, with its words in the language of the page.

    Units and matters are read when the field is shown, not when its answer is taken, which needs none of them.
    """
    field = _BUILDERS[declared.type](declared, offered)
    field.label = _said(declared.label)
    field.help_text = _said(declared.help)
    field.required = declared.required
    return field


def _said(words: Words | None) -> str:
    """Return declared words in the language of the page."""
    return words.in_language(get_language() or "") if words else ""


def _text(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for words in lines; the browser stops at the limit, the engine says so."""
    return forms.CharField(widget=forms.Textarea({"rows": 3, "maxlength": declared.max or MOST_TEXT}))


def _line(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for one line."""
    return forms.CharField(widget=forms.TextInput({"maxlength": declared.max or MOST_LINE}))


def _choice(declared: Field, offered: Offered) -> forms.Field:
    """Return the declared choices as radio buttons."""
    choices = [(choice.code, _said(choice.label)) for choice in declared.choices]
    return forms.ChoiceField(widget=forms.RadioSelect, choices=choices)


def _yes_no(declared: Field, offered: Offered) -> forms.Field:
    """Return a box to tick."""
    return forms.BooleanField(widget=forms.CheckboxInput)


def _rating(declared: Field, offered: Offered) -> forms.Field:
    """Return one to five stars."""
    return forms.ChoiceField(widget=Rating, choices=RATINGS)


def _date(declared: Field, offered: Offered) -> forms.Field:
    """Return a day."""
    return forms.CharField(widget=forms.DateInput({"type": "date"}))


def _unit(declared: Field, offered: Offered) -> forms.Field:
    """Return one of the units on offer."""

    def choices() -> list[tuple[str, str]]:
        return [("", gettext("Choose a unit")), *offered.units]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


def _units(declared: Field, offered: Offered) -> forms.Field:
    """Return several of the units on offer."""

    def choices() -> list[tuple[str, str]]:
        return offered.units

    return forms.MultipleChoiceField(widget=SelectMultiple({"size": 6, "data-search": ""}), choices=choices)


def _matter(declared: Field, offered: Offered) -> forms.Field:
    """Return the matters on offer by their branch, each with its conditions and limits."""

    def choices() -> list[Any]:
        return [("", gettext("Choose a matter")), *offered.matters]

    return forms.ChoiceField(widget=Select({"data-search": ""}), choices=choices)


def _order(declared: Field, offered: Offered) -> forms.Field:
    """Return a box for the number of another order."""
    return forms.CharField(widget=forms.TextInput({"maxlength": 40, "autocomplete": "off", "spellcheck": "false"}))


def _photos(declared: Field, offered: Offered) -> forms.Field:
    """Return the photos kept and a way to choose more."""
    return forms.MultipleChoiceField(widget=KeptPhotos(most=declared.max or MOST_PHOTOS))


_BUILDERS: dict[str, Callable[[Field, Offered], forms.Field]] = {
    "text": _text,
    "line": _line,
    "choice": _choice,
    "yes_no": _yes_no,
    "rating": _rating,
    "date": _date,
    "unit": _unit,
    "units": _units,
    "matter": _matter,
    "order": _order,
    "photos": _photos,
}
