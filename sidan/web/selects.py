# SPDX-License-Identifier: Apache-2.0
"""Lists to choose from, written without a template for each choice: a catalogue of 300 would take most of a page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


class Select(forms.Select):
    """A list of which one may be chosen; writes what Django's own does."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the list with its choices, in their groups where they have some."""
        chosen = frozenset(self.format_value(value))
        attributes = self.build_attrs({"name": name, **self.attrs}, attrs)
        return format_html("<select{}>{}</select>", flatatt(attributes), _options(self.choices, chosen=chosen))


class Ticks(forms.SelectMultiple):
    """Boxes to tick in a list that scrolls: a list of several would let go of the others at a plain click."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return a box for each choice; the label of the group is the caller's. Choices have no groups."""
        chosen = frozenset(str(each) for each in value or ())
        written = [
            format_html(
                '<label><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>',
                name,
                code,
                mark_safe(" checked") if str(code) in chosen else "",
                label,
            )
            for code, label in self.choices
        ]
        return format_html('<div class="sd-ticks">{}</div>', mark_safe("".join(written)))  # noqa: S308  escaped above


def _options(choices: Iterable[Any], *, chosen: frozenset[str]) -> SafeString:
    """Return the choices of a list or of one of its groups."""
    written: list[str] = []
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            within = _options(label, chosen=chosen)
            written.append(format_html('<optgroup label="{}">{}</optgroup>', value, within))
            continue
        code = "" if value is None else str(value)
        mark = " selected" if code in chosen else ""
        written.append(f'<option value="{conditional_escape(code)}"{mark}>{conditional_escape(label)}</option>')
    return mark_safe("\n".join(written))  # noqa: S308  every part of it is escaped above
