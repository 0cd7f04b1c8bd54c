# SPDX-License-Identifier: Apache-2.0
"""What only crew and volunteers have, in the form of a post."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sidan.base import cells
from sidan.people.crew_facts import CrewFacts
from sidan.people.crews import CREW_KINDS, kind_words
from sidan.people.duty import duty_words, parse_duty
from sidan.places.models import Site
from sidan.places.sites import find_site
from sidan.web.administration.columns import said
from sidan.web.administration.referring import CodeField
from sidan.web.administration.stations import ReadField
from sidan.web.administration.verbs import Answers, VerbForm

CREW_FIELDS = ("kind", "site", "duty", "is_published")


class SiteField(CodeField):
    """The code on a place's poster."""

    def find(self, text: str) -> Site:
        """Return the place."""
        return find_site(text)

    def text_of(self, row: Any) -> str:
        """Return the code as the poster shows it."""
        return str(row.code).upper() if row else ""


class KindField(ReadField):
    """A kind of crew by its name in either language or its code; any other name is one of the county's own."""

    def __init__(self, **kwargs: Any) -> None:
        """Read a name of the list as its code."""
        names = {code: kind.words for code, kind in CREW_KINDS.items()}
        super().__init__(cells.choice(names, others=True), max_length=20, **kwargs)


class CrewForm(VerbForm):
    """The fields of crew; a post of another kind leaves them empty."""

    kind = KindField(
        label=_("Kind of crew"),
        help_text=_(
            "For crew, members and volunteers: grid head, full-time grid worker, part-time grid worker, micro-grid "
            "worker, building head, stair head, lane head, member of the three-elders council, volunteer, or a name "
            "of your own."
        ),
    )
    site = SiteField(
        label=_("Place code"),
        required=False,
        help_text=_("The building or stair looked after, by the code on its poster."),
    )
    duty = ReadField(
        parse_duty,
        label=_("Days of duty"),
        max_length=400,
        help_text=_("Such as Mon-Sat, or Mon-Fri 08:00-18:00; Sat 09:00-12:00. Empty means every day."),
    )
    is_published = forms.NullBooleanField(
        label=_("Name on the grid's public page"),
        required=False,
        help_text=_("Unknown lets the kind decide in a new post: workers of the grid yes, neighbours no."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the kind and the days of a post that is there as lines."""
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["kind"] = said(kind_words(self.instance.kind)) if self.instance.kind else ""
            self.initial["duty"] = said(duty_words(self.instance.duty))


def crew_facts(answers: Answers) -> CrewFacts:
    """Return what a form says of crew."""
    return {
        "kind": answers["kind"],
        "site": answers["site"],
        "duty": answers["duty"],
        "is_published": answers["is_published"],
    }
