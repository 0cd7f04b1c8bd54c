# SPDX-License-Identifier: Apache-2.0
"""The control in which people are named with what each of them gives: rows of a person and an amount."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from sidan.orders.declare import Field
from sidan.orders.row_fields import MOST_PERSONS
from sidan.web.offering import Offered
from sidan.web.selects import Select

# How many rows stand open; the others behind a fold.
ROWS_OPEN = 3


class PurseShares(forms.MultiWidget):
    """Rows named `…-who` and `…-yuan`; rows without both are left out, so that a form need not be filled to the end."""

    template_name = "moving/_purse_shares_input.html"

    def __init__(self, *, people: Any, most: int) -> None:
        """Offer `people` (user name and name, read when the form is shown) for at most `most` rows."""
        super().__init__({"who": Select(), "yuan": forms.TextInput()})
        self.people, self.most = people, most

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[list[str]]:
        """Return the rows that were filled, as pairs of user name and amount."""
        if not isinstance(data, QueryDict):
            return []
        pairs = zip(data.getlist(f"{name}-who"), data.getlist(f"{name}-yuan"), strict=False)
        return [[who, amount] for who, amount in pairs if who.strip() or amount.strip()][: self.most + 1]

    def decompress(self, value: Any) -> list[Any]:
        """Return nothing: rows are not one value in parts."""
        return []

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows: the rows sent and empty ones up to the most."""
        given = [list(pair) for pair in value or ()]
        people = [("", gettext("Choose somebody")), *self.people()]
        told = dict(attrs or {})
        identity = told.get("id", name)
        rows = []
        for number in range(self.most):
            who, amount = given[number] if number < len(given) else ("", "")
            select = Select(choices=people).render(
                f"{name}-who", who, {"class": "form-select", "aria-label": gettext("Who"), **_first(identity, number)}
            )
            rows.append({"select": select, "amount": amount})
        opened = max(ROWS_OPEN, len(given))
        return {
            "name": name,
            "open": rows[:opened],
            "folded": rows[opened:],
            "described_by": told.get("aria-describedby", ""),
            "is_faulty": "aria-invalid" in told,
        }


def _first(identity: str, number: int) -> dict[str, str]:
    """Return the identity for the first row, which the label of the field points to."""
    return {"id": identity} if number == 0 else {}


def purse_shares(declared: Field, offered: Offered) -> forms.Field:
    """Return rows of a person and an amount."""
    return forms.Field(widget=PurseShares(people=lambda: offered.people, most=declared.max or MOST_PERSONS))
