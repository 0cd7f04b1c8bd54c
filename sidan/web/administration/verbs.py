# SPDX-License-Identifier: Apache-2.0
"""Admin forms that write by the verbs of the house, so that every rule holds and the audit log knows of it.

The verb is tried while the form is checked and taken back: what it refuses stands above the form like any other fault,
and nothing of what was typed is lost. Saving then carries it out.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from sidan.base.errors import Invalid, Refused
from sidan.people.actors import Actor
from sidan.web.administration.generic import ModelForm
from sidan.web.administration.referring import CodeField
from sidan.web.administration.rights import ByPost
from sidan.web.errors import said
from sidan.web.operator import administrator_for

Answers = Mapping[str, Any]


class VerbForm(ModelForm):
    """A form whose row is written by the verb of its admin page."""

    actor: Actor
    keeper: "ByVerbs"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show rows that others refer to by their codes."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, CodeField) and self.instance.pk is not None:
                self.initial[name] = field.text_of(getattr(self.instance, name))

    def _post_clean(self) -> None:
        """Try the verb in place of Django's own checks of the row, and take it back."""
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.keeper.carry_out(self.instance, self.cleaned_data, by=self.actor, is_new=self.instance.pk is None)
                transaction.set_rollback(True)
        except Invalid as fault:
            for name, found in fault.faults.items():
                self.add_error(name if name in self.fields else None, [said(each) for each in found])
        except Refused as fault:
            self.add_error(None, said(fault))


class ByVerbs(ByPost):
    """A model whose rows only verbs write."""

    form = VerbForm

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Model:
        """Add or change a row by its verb and return it; Refused with a sentence for the form.

        `row` may be changed in memory only by being read anew: the form tries the verb before it is carried out.
        """
        raise NotImplementedError

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields of the form in its own order."""
        return self.form.Meta.fields  # type: ignore[attr-defined]  # every form of ours names its fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form with who asks and the verb to try, and without the fields that are not shown."""
        form = super().get_form(request, obj, change, **kwargs)
        shown = self.get_fields(request, obj)
        hidden = {name: None for name in form.declared_fields if name not in shown}  # None takes a field away
        return type("BoundVerbForm", (form,), {**hidden, "actor": administrator_for(request), "keeper": self})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Carry the verb out, and let Django go on with the row as it is now."""
        saved = self.carry_out(obj, form.cleaned_data, by=administrator_for(request), is_new=not change)
        obj.__dict__.update(saved.__dict__)
