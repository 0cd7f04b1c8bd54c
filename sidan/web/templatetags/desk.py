# SPDX-License-Identifier: Apache-2.0
"""Filters of the desk's own templates."""

from dataclasses import dataclass

from django import template
from django.forms import BoundField

from sidan.dispatch.reply_fields import reply_fields
from sidan.orders.registry import programme_of
from sidan.web.moving import MoveForm

register = template.Library()

# Photos are what a crew came for; words that need not be written are folded away.
_FOLDED_TYPES = ("text", "line", "units", "choice", "yes_no")


@dataclass(frozen=True)
class Parted:
    """The fields of a move: those in sight, and those folded away until somebody wants them."""

    shown: tuple[BoundField, ...]
    folded: tuple[BoundField, ...]

    @property
    def is_open(self) -> bool:
        """Say whether something was written or is wrong in what is folded away."""
        return any(field.errors or field.form.is_bound for field in self.folded)


@register.filter
def parted(form: MoveForm) -> Parted:
    """Return the fields of a move's form, what may stay empty folded away."""
    folded = tuple(
        field for field in form if not field.field.required and form.declared[field.name].type in _FOLDED_TYPES
    )
    names = {field.name for field in folded}
    return Parted(tuple(field for field in form if field.name not in names), folded)


@register.filter
def replies(form: MoveForm) -> tuple[str, ...]:
    """Return the fields of a move's form by which staff reply to the reporter, so that help is offered with them."""
    return reply_fields(programme_of(form.order), form.move)
