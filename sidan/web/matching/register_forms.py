# SPDX-License-Identifier: Apache-2.0
"""What the forms of the registers share: words of the vocabulary, a place on the map, faults at their fields."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Invalid, Refused, Words
from sidan.matching.authority import areas_kept
from sidan.matching.skills import Vocabulary
from sidan.people.actors import Actor
from sidan.places.codes import Level, is_inside, level_of
from sidan.places.names import area_codes, path_text
from sidan.web.errors import said

LEVELS: tuple[Level, ...] = ("city", "county", "town", "community")
MOST_AREAS = 400
IN_ORDER = _("Names from the list below, parted by commas; the most important first.")
IN_ANY_ORDER = _("Names from the list below, parted by commas.")


class RegisterForm(forms.Form):
    """A form whose verb raises Refused; every fault is shown at its field, and what was typed stays."""

    use_required_attribute = False
    # Fields that hold words of the vocabulary, with the kind of word.
    word_fields: ClassVar[Mapping[str, str]] = {}

    lon = forms.FloatField(label=_("Longitude (WGS-84)"), required=False)
    lat = forms.FloatField(label=_("Latitude (WGS-84)"), required=False)

    def __init__(self, *args: Any, vocabulary: Vocabulary, **more: Any) -> None:
        """Know the vocabulary in which skills are read."""
        super().__init__(*args, **more)
        self.vocabulary = vocabulary

    def clean(self) -> dict[str, Any]:
        """Read the words of the vocabulary; one that is not there is a fault of its field, with the nearest named."""
        cleaned = super().clean() or {}
        for name, kind in self.word_fields.items():
            try:
                cleaned[name] = self.vocabulary.codes_in(cleaned.get(name) or "", kind=kind)
            except Refused as fault:
                self.add_error(name, said(fault))
        return cleaned

    def do(self, verb: Callable[[], object]) -> bool:
        """Do something with what was sent and say whether it was done; a refusal is shown where it belongs."""
        if not self.is_valid():
            return False
        try:
            verb()
        except Refused as fault:
            self.refuse(fault)
            return False
        return True

    def refuse(self, fault: Refused) -> None:
        """Show a refusal at its fields, or above the form."""
        if not isinstance(fault, Invalid):
            self.add_error(None, said(fault))
            return
        for name, found in fault.faults.items():
            for each in found:
                self.add_error(name if name in self.fields else None, said(each))

    def offered(self, kind: str) -> list[str]:
        """Return the names of the skills or languages in use."""
        skills = self.vocabulary.skills.values()
        return [_named(skill.title) for skill in skills if skill.kind == kind and skill.is_active]

    @property
    def offered_skills(self) -> list[str]:
        """Return the names of skills."""
        return self.offered("skill")

    @property
    def offered_languages(self) -> list[str]:
        """Return the names of languages."""
        return self.offered("language")


def named_choices(words: Mapping[str, Words]) -> list[tuple[str, str]]:
    """Return the choices of a closed list in the language of the page."""
    return [(code, _named(each)) for code, each in words.items()]


def areas_offered(actor: Actor, *, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the areas an actor keeps and what lies in them, down to communities where they are not too many."""
    kept = areas_kept(actor)
    codes = [code for code in area_codes(levels=LEVELS) if any(is_inside(code, area) for area in kept)]
    if len(codes) > MOST_AREAS:
        codes = [code for code in codes if level_of(code) != "community"][:MOST_AREAS]
    shown = dict.fromkeys([*codes, *filter(None, also)])
    return [(code, path_text(code, language=get_language() or "zh-hans")) for code in shown]


def page_link(asked: Mapping[str, str], mark: str) -> str:
    """Return the address of the page at a mark with the same filters, empty without a mark."""
    kept = {name: value for name, value in asked.items() if value}
    return f"?{urlencode({**kept, 'page': mark})}" if mark else ""


def _named(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language(get_language() or "zh-hans")
