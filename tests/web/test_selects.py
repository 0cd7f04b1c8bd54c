# SPDX-License-Identifier: Apache-2.0
"""Lists to choose from say what Django's own say."""

import pytest
from django import forms
from django.test.testcases import assert_and_parse_html

from sidan.web.selects import Select, Ticks

CHOICES = [("", "选择"), ("a&b", "<照明>"), ("组", [("lamps", "照明所"), (7, "七")])]


@pytest.mark.parametrize(
    ("ours", "djangos", "value"),
    [
        (Select, forms.Select, "lamps"),
        (Select, forms.Select, 7),
        (Select, forms.Select, None),
        (Select, forms.Select, "a&b"),
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


def test_boxes_to_tick_are_ticked_and_escaped():
    """Each choice is a box with its name beside it; what was chosen is ticked, and markup shows as written."""
    found = Ticks(choices=[("lamps", "<照明>"), (7, "七")]).render("units", ["7"])

    assert found == (
        '<div class="sd-ticks">'
        '<label><input type="checkbox" name="units" value="lamps"><span>&lt;照明&gt;</span></label>'
        '<label><input type="checkbox" name="units" value="7" checked><span>七</span></label></div>'
    )


def parsed(html: str) -> object:
    """Return a piece of HTML in a form in which white space does not count."""
    return assert_and_parse_html(None, html, None, "is no HTML")
