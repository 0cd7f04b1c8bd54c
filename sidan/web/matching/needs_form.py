# SPDX-License-Identifier: Apache-2.0
"""The form of what a company needs: skills one below the other, the most important first, languages and words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.matching.models import Company, Skill
from sidan.matching.own_needs import LONGEST_WORDS
from sidan.web.selects import Select, Ticks

PLACES = 3


class NeedsForm(forms.Form):
    """Three places for skills, more where the company has named more; its verb says what cannot be."""

    use_required_attribute = False

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=Ticks, required=False)
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What no skill in the list says. No trade secrets."),
    )

    def __init__(self, data: QueryDict | None, *, company: Company, skills: Sequence[Skill]) -> None:
        """Offer the skills in use, and those the company has already."""
        places = max(PLACES, len(company.needs))
        initial: dict[str, Any] = {f"need_{place}": code for place, code in enumerate(company.needs)}
        initial |= {"languages": company.languages, "words": company.need_words}
        super().__init__(data, auto_id="%s", initial=initial)
        language = get_language() or ""
        by_kind: dict[str, list[tuple[str, str]]] = {"skill": [], "language": []}
        for skill in skills:
            by_kind[skill.kind].append((skill.code, skill.title.in_language(language)))
        for kind, had in (("skill", company.needs), ("language", company.languages)):
            known = {code for code, _name in by_kind[kind]}
            by_kind[kind] += [(code, code) for code in had if code not in known]
        for place in range(places):
            label = gettext("Most important") if place == 0 else gettext("Then")
            self.fields[f"need_{place}"] = forms.ChoiceField(
                label=label, required=False, widget=Select, choices=[("", gettext("Nothing")), *by_kind["skill"]]
            )
        spoken = self.fields["languages"]
        assert isinstance(spoken, forms.ChoiceField)
        spoken.choices = by_kind["language"]
        if not by_kind["language"]:
            del self.fields["languages"]
        self.order_fields([*(f"need_{place}" for place in range(places)), "languages", "words"])
        self._places = places

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was sent, as the verb takes it."""
        sent = self.cleaned_data
        return {
            "needs": [sent.get(f"need_{place}", "") for place in range(self._places)],
            "languages": sent.get("languages", []),
            "words": sent.get("words", ""),
        }
