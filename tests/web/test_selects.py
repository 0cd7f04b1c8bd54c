# SPDX-License-Identifier: Apache-2.0
"""Lists to choose from say what Django's own say."""

import pytest
from django import forms
from django.test.testcases import assert_and_parse_html

from sidan.web.selects import Select, SelectMultiple

CHOICES = [("", "选择"), ("a&b", "<照明>"), ("组", [("lamps", "照明所"), (7, "七")])]


@pytest.mark.parametrize(
    ("ours", "djangos", "value"),
    [
        (Select, forms.Select, "lamps"),
        (Select, forms.Select, 7),
        (Select, forms.Select, None),
        (Select, forms.Select, "a&b"),
        (SelectMultiple, forms.SelectMultiple, ["lamps", "7"]),
        (SelectMultiple, forms.SelectMultiple, None),
    ],
)
def test_a_list_is_the_one_django_writes(ours, djangos, value):
    """Whatever is chosen, of groups or of none, the two lists parse to the same."""
    attributes = {"data-search": "", "size": 6}

    found, expected = (
        widget(attributes, choices=CHOICES).render("unit", value, {"id": "it", "required": True})
        for widget in (ours, djangos)
    )

    assert parsed(found) == parsed(expected)


def test_labels_and_codes_are_escaped():
    """A name with markup in it shows as it was written."""
    found = Select(choices=[('"><b>', "<script>")]).render("unit", None)

    assert found == '<select name="unit"><option value="&quot;&gt;&lt;b&gt;">&lt;script&gt;</option></select>'


def parsed(html: str) -> object:
    """Return a piece of HTML in a form in which white space does not count."""
    return assert_and_parse_html(None, html, None, "is no HTML")
