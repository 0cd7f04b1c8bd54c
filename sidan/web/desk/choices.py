# SPDX-License-Identifier: Apache-2.0
"""The filters of a list as a form, with what each may be: the reader's own areas, the county's units, the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base import spans
from sidan.base.errors import Words
from sidan.orders.channels import CHANNELS
from sidan.orders.filters import DUES, FILTER_WORDS, Filters
from sidan.orders.matters import groups_offered
from sidan.orders.openings import programmes_for
from sidan.orders.registry import served
from sidan.people.actors import Actor, outermost
from sidan.people.queries import active_units
from sidan.places.descent import ancestors
from sidan.places.names import areas_named, name_of, path_text
from sidan.places.tree import beneath
from sidan.web.controls import control
from sidan.web.offering import MOST_UNITS
from sidan.web.selects import Select

# A clerk's new unit or branch is offered after a minute at the latest, and most pages need no query for them.
KEPT_SECONDS = 60
MOST_AREAS = 300
MOST_PLACES = 5
KINDS = {
    "waiting": Words("等待中", "waiting"),
    "working": Words("办理中", "in work"),
    "checking": Words("待评价", "to be judged"),
    "closed": Words("已办结", "closed"),
}

_CLOSED_LISTS: Mapping[str, Mapping[str, Words]] = {"kind": KINDS, "due": DUES, "via": CHANNELS}

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Reader:
    """What a reader may choose from: areas, the county's units, and the programmes that name a post of theirs."""

    tops: tuple[str, ...]
    county: str
    programmes: tuple[tuple[str, Words], ...]


class FilterForm(forms.Form):
    """The filters in the order a clerk thinks of them; every one may stay empty."""

    use_required_attribute = False

    programme = forms.ChoiceField(required=False, widget=Select)
    text = forms.CharField(required=False, widget=forms.TextInput({"maxlength": 80, "type": "search"}))
    area = forms.ChoiceField(required=False, widget=Select)
    before = forms.ChoiceField(required=False, widget=Select)
    matter = forms.ChoiceField(required=False, widget=Select)
    unit = forms.ChoiceField(required=False, widget=Select)
    kind = forms.ChoiceField(required=False, widget=Select)
    due = forms.ChoiceField(required=False, widget=Select)
    via = forms.ChoiceField(required=False, widget=Select)
    urgent = forms.ChoiceField(required=False, widget=Select)

    def __init__(self, reader: "Reader", filters: Filters) -> None:
        """Offer what the reader may choose from, with the present filters filled in.

        The programme is asked only where there is more than one, or one is chosen already.
        """
        super().__init__(initial=filters.values, auto_id="filter-%s")
        if len(reader.programmes) < 2 and not filters.programme:
            del self.fields["programme"]
        if not filters.before and not (filters.area and ancestors(filters.area)):
            del self.fields["before"]
        offered: dict[str, Choices] = {
            "programme": _said(dict(reader.programmes)),
            "area": _areas(reader.tops),
            "before": [("1", chosen_words("before", "1"))],
            "matter": _said(_groups(_minute())),
            "unit": _said(_units(reader.county, _minute())),
            "kind": _said(KINDS),
            "due": _said(DUES),
            "via": _said(CHANNELS),
            "urgent": [("1", str(_("Urgent only")))],
        }
        for name, field in self.fields.items():
            field.label = FILTER_WORDS[name].in_language(get_language() or "")
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *self._with_chosen(name, offered[name], filters)]

    @staticmethod
    def _with_chosen(name: str, offered: Choices, filters: Filters) -> Choices:
        """Return the choices, and what is chosen by an address although it is not on offer."""
        chosen = filters.values.get(name, "")
        if not chosen or chosen in {code for code, _name in offered}:
            return offered
        return [(chosen, chosen_words(name, chosen)), *offered]


def filter_fields(actor: Actor, filters: Filters) -> SafeString:
    """Return the controls of the filters, as a page shows them. Kept a minute for each kind of reader and choice."""
    programmes = tuple((programme.code, programme.name) for programme in programmes_for(actor))
    reader = Reader(_tops(actor), actor.county, programmes)
    return _written(reader, filters, get_language() or "", _minute())


@lru_cache(maxsize=512)
def _written(reader: "Reader", filters: Filters, language: str, minute: int) -> SafeString:
    """Return the controls for readers of one kind, in the language of the page."""
    form = FilterForm(reader, filters)
    return mark_safe("".join(control(field) for field in form))  # noqa: S308  each control escapes its own


def chosen_words(name: str, value: str) -> str:
    """Return a filter's value as a reader knows it; one query a minute for units and for branches."""
    language = get_language() or ""
    match name:
        case "area":
            words: Words | None = name_of(value)
        case "urgent":
            words = FILTER_WORDS["urgent"]
        case "before":
            words = Words("一并列出", "listed too")
        case "programme":
            words = next((each.name for each in served() if each.code == value), None)
        case "unit":
            words = _units("", _minute()).get(value)
        case "matter":
            words = _groups(_minute()).get(value)
        case _:
            words = _CLOSED_LISTS.get(name, {}).get(value)
    return words.in_language(language).strip() if words else value


def chips(filters: Filters) -> Iterator[tuple[str, str, str]]:
    """Yield name, label and value of each filter that cuts the list, to be shown and taken off one by one."""
    for name, value in filters.values.items():
        yield name, FILTER_WORDS[name].in_language(get_language() or ""), chosen_words(name, value)


def places_named(actor: Actor, text: str) -> list[tuple[str, str]]:
    """Return code and path of the actor's areas whose name holds a text, for whoever searches a place. No query."""
    language = get_language() or ""
    codes = areas_named(text, within=_tops(actor), most=MOST_PLACES)
    return [(code, path_text(code, language=language, below=code[:4])) for code in codes]


def _tops(actor: Actor) -> tuple[str, ...]:
    """Return the areas of the actor's posts, or the county of the actor's unit."""
    return outermost({post.area_code for post in actor.posts if post.area_code} or {actor.county} - {""})


def _areas(tops: tuple[str, ...]) -> Choices:
    """Return the areas and two levels beneath them, indented by level. No query."""
    found: Choices = []
    for top in tops:
        found.append((top, name_of(top).in_language(get_language() or "")))
        for town in beneath(top):
            found.append((town.code, f"　{town.name.in_language(get_language() or '')}"))
            found += [
                (inner.code, f"　　{inner.name.in_language(get_language() or '')}")
                for inner in beneath(town.code)
                if len(tops) == 1
            ]
    return found[:MOST_AREAS]


def _said(words: dict[str, Words]) -> Choices:
    """Return code and words in the language of the page."""
    return [(code, each.in_language(get_language() or "")) for code, each in words.items()]


def _minute() -> int:
    """Return a number that changes when what is kept must be read anew."""
    return spans.current(KEPT_SECONDS)


@lru_cache(maxsize=64)
def _units(county: str, minute: int) -> dict[str, Words]:
    """Return the units of a county, or of the whole city for "", by code. One query a minute."""
    return {unit.code: Words(unit.name, unit.name_en) for unit in active_units(county=county)[:MOST_UNITS]}


@lru_cache(maxsize=4)
def _groups(minute: int) -> dict[str, Words]:
    """Return the branches of the catalogue by code, the smaller ones indented. One query a minute."""
    found = {}
    for group in groups_offered():
        indent = "　" * group.code.count(".")
        found[group.code] = Words(f"{indent}{group.name}", f"{indent}{group.name_en}")
    return found
