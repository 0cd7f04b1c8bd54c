# SPDX-License-Identifier: Apache-2.0
"""What selects offer: the units and matters of a county, in the language of the page."""

from functools import cached_property

from django.utils.translation import get_language

from sidan.base.errors import Words
from sidan.base.limits import Limit
from sidan.orders.catalogue import Condition
from sidan.orders.matters import conditions_offered
from sidan.orders.opinions import bodies_in
from sidan.people.models import Unit
from sidan.people.posts import POST_ROLES
from sidan.people.queries import active_units, staff_of
from sidan.places.names import area_codes, path_text

# A county has some dozens of units; a select of more is no longer a choice.
MOST_UNITS = 400
MOST_PEOPLE = 600


class Offered:
    """The choices for one county; each list is read when a form first asks for it, with one query."""

    def __init__(self, county: str) -> None:
        """Keep the county; empty offers what the whole city has."""
        self.county = county

    @cached_property
    def unit_rows(self) -> list[Unit]:
        """Return the active units with their areas. One query."""
        return list(active_units(county=self.county)[:MOST_UNITS])

    @cached_property
    def condition_rows(self) -> list[Condition]:
        """Return the conditions of every matter, with matter and branch. One query."""
        return conditions_offered(self.county)

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """Return code and name of each active unit."""
        return [(unit.code, _said(Words(unit.name, unit.name_en))) for unit in self.unit_rows]

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Return user name and name of everybody with a post in the county today, and one of the posts. One query."""
        return [
            (user.username, f"{user.display_name} · {_said(POST_ROLES[role].words)}")
            for user, role in staff_of(self.county)[:MOST_PEOPLE]
        ]

    @cached_property
    def bodies(self) -> list[tuple[str, str]]:
        """Return number and name of each living body, with its area. One query."""
        return [(str(body.pk), f"{body.name} · {body.area.name}") for body in bodies_in(self.county)]

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """Return code and path of the counties and towns of the city. No query."""
        language = get_language() or ""
        codes = area_codes(levels=("county", "town"))
        return [(code, path_text(code, language=language, below=code[:4])) for code in codes]

    @cached_property
    def matters(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the branches of the catalogue, each with "matter#condition" and a name with its limit."""
        branches: dict[str, list[tuple[str, str]]] = {}
        for condition in self.condition_rows:
            matter = condition.matter
            name, limit = _said(matter.words_name), _said(Limit.parse(condition.limit).words())
            said = f"{name} · {_said(Words(condition.name, condition.name_en))} · {limit}"
            branch = _said(Words(matter.group.name, matter.group.name_en))
            branches.setdefault(branch, []).append((f"{matter.code}#{condition.code}", said))
        return list(branches.items())


def _said(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language(get_language() or "")
