# SPDX-License-Identifier: Apache-2.0
"""Form fields by which a clerk names a row by its own code or name instead of a number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sidan.base.errors import Refused
from sidan.people.accounts import find_user
from sidan.people.models import Unit, User
from sidan.people.units import find_unit
from sidan.places.areas import find_area
from sidan.places.models import Area
from sidan.web.errors import said


class CodeField(forms.CharField):
    """A text that names a row; cleaned it is the row, or None where nothing is written."""

    def find(self, text: str) -> Any:
        """Return the row that a text names; Refused when there is none."""
        raise NotImplementedError

    def text_of(self, row: Any) -> str:
        """Return the text that names a row."""
        return str(row.code) if row else ""

    def clean(self, value: Any) -> Any:
        """Return the row, or say that there is none."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.find(text)
        except Refused as fault:
            raise ValidationError(said(fault)) from fault


class AreaField(CodeField):
    """The code of an area, with or without its filling zeros."""

    def find(self, text: str) -> Area:
        """Return the area."""
        return find_area(text)


class UnitField(CodeField):
    """The code of a unit."""

    def find(self, text: str) -> Unit:
        """Return the unit."""
        return find_unit(text)


class PersonField(CodeField):
    """The name somebody signs in by."""

    def find(self, text: str) -> User:
        """Return the person."""
        return find_user(text)

    def text_of(self, row: Any) -> str:
        """Return the name somebody signs in by."""
        return str(row.username) if row else ""
