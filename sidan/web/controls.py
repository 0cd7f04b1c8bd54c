# SPDX-License-Identifier: Apache-2.0
"""Form fields as controls everybody can use: label, help and fault are tied to the input they belong to."""

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sidan.web.selects import Ticks

_CHOICES = (RadioSelect, CheckboxSelectMultiple, Ticks)


def control(field: BoundField, **attributes: str | bool) -> SafeString:
    """Return a field with its label, help and fault; `attributes` are set on the control itself."""
    if field.is_hidden:
        return field.as_widget()
    widget = field.field.widget
    is_group, is_check = isinstance(widget, _CHOICES), isinstance(widget, CheckboxInput)
    context = {
        "field": field,
        "is_group": is_group,
        "is_check": is_check,
        "help_id": f"{field.auto_id}_help",
        "fault_id": f"{field.auto_id}_fault",
        "described_by": _described_by(field),
        "input": ""
        if is_group and not isinstance(widget, Ticks)
        else field.as_widget(attrs=_attributes(field, attributes)),
    }
    return render_to_string("forms/_field.html", context)


def _attributes(field: BoundField, given: dict[str, str | bool]) -> dict[str, str | bool]:
    """Return the attributes of the input: its class, what describes it, whether it is faulty, and those given."""
    attributes: dict[str, str | bool] = {"class": _class_of(field)}
    if described_by := _described_by(field):
        attributes["aria-describedby"] = described_by
    if field.errors:
        attributes["aria-invalid"] = "true"
    # Template arguments cannot hold a hyphen: data_private becomes data-private, and True a bare attribute.
    return attributes | {name.replace("_", "-"): value for name, value in given.items()}


def _described_by(field: BoundField) -> str:
    """Return the ids of the help and the fault that a screen reader reads with the control."""
    ids = [f"{field.auto_id}_help"] if field.help_text else []
    return " ".join([*ids, f"{field.auto_id}_fault"] if field.errors else ids)


def _class_of(field: BoundField) -> str:
    """Return Tabler's class for the control."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
