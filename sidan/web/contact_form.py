# SPDX-License-Identifier: Apache-2.0
"""How a resident may be reached, as a form: shared by the residents' page and the desk that writes for them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Invalid, Refused
from sidan.people.contact_details import EMAIL_LENGTH, NAME_LENGTH, ContactDetails
from sidan.web.errors import said


class ContactForm(forms.Form):
    """How a resident may be reached; all of it optional, checked where contacts are kept."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("How to address you"),
        required=False,
        widget=forms.TextInput({"maxlength": NAME_LENGTH, "autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput({"maxlength": 40, "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        widget=forms.TextInput({"maxlength": EMAIL_LENGTH, "autocomplete": "email", "inputmode": "email"}),
    )

    @property
    def details(self) -> ContactDetails:
        """Return what was written, not yet checked."""
        written = {field: str(self.data.get(self.add_prefix(field), "")) for field in ("name", "phone", "email")}
        return ContactDetails(**written)

    def show(self, refused: Invalid) -> Invalid:
        """Put the faults named contact-… beside their fields here, and return those that belong to another form."""
        others: dict[str, list[Refused]] = {}
        for name, found in refused.faults.items():
            part, _dash, field = name.partition("-")
            if part == "contact" and field in self.fields:
                for each in found:
                    self.add_error(field, said(each))
            else:
                others[name] = found
        return Invalid(others)

    @property
    def is_open(self) -> bool:
        """Say whether anything was written or is wrong, so that the page shows it open."""
        return self.is_bound and (bool(self.details) or bool(self.errors))
