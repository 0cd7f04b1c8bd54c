# SPDX-License-Identifier: Apache-2.0
"""The tags and filters of every page, in both languages."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from sidan.base.clock import now
from sidan.base.errors import Refused, Words
from tests.world import Clock

LATER = datetime(2026, 10, 14, 8, 40, tzinfo=UTC)


@dataclass
class Row:
    """As much of an order as the due tag reads."""

    kind: str = "working"
    due_at: datetime | None = None
    clocks: dict[str, Any] = field(default_factory=dict)


def shown(source: str, language: str = "en", **context: object) -> str:
    """Return what a template with our tags comes to."""
    context.setdefault("request", RequestFactory().get("/list?page=2&unit=7"))
    with translation.override(language):
        return Template("{% load sidan %}" + source).render(Context(context))


def text(markup: str) -> str:
    """Return the markup without its tags."""
    return "".join(part.partition(">")[2] for part in ("x>" + markup).split("<")).strip()


@pytest.mark.parametrize(
    ("due_in", "language", "told"),
    [
        (timedelta(hours=3), "en", "by today 12:00 · 3 h left"),
        (timedelta(hours=3), "zh-hans", "今天 12:00 前 · 还剩 3 小时"),
        (timedelta(days=7), "en", "by Tuesday 17 March 09:00 · 7 days left"),
        (timedelta(days=7), "zh-hans", "3月17日 星期二 09:00 前 · 还剩 7 天"),
        (timedelta(days=-2, hours=-3), "en", "2 days late · was due Sunday 8 March 06:00"),
        (timedelta(days=-2, hours=-3), "zh-hans", "已超期 2 天 · 应于 3月8日 星期日 06:00 前"),
        (timedelta(minutes=-1), "en", "1 min late · was due today 08:59"),
        (timedelta(days=300), "en", "by Monday 4 January 2027 09:00 · 300 days left"),
    ],
)
def test_due_says_by_when_and_what_is_left(clock: Clock, due_in: timedelta, language: str, told: str) -> None:
    """The due time is told with what is left, in the city's own time."""
    assert text(shown("{% due row %}", language, row=Row(due_at=now() + due_in))) == told


def test_due_tells_lateness_by_icon_and_word_as_well_as_colour(clock: Clock) -> None:
    """Late is a class, an icon and a word together."""
    late = shown('{% due row "brief" %}', row=Row(due_at=now() - timedelta(hours=5)))

    assert "sd-due-late" in late
    assert "<svg" in late
    assert text(late) == "5 h late"


def test_due_is_silent_where_nothing_is_due(clock: Clock) -> None:
    """A closed order and a stage without a deadline show nothing; a paused count says so."""
    closed = Row(kind="closed", due_at=now())
    paused = Row(clocks={"handle": {"paused": "2026-03-09T01:00:00Z"}})

    assert shown("{% due row %}", row=closed) == shown("{% due row %}", row=Row()) == ""
    assert text(shown("{% due row %}", row=paused)) == "clock stopped"


@pytest.mark.parametrize(
    ("value", "language", "told"),
    [
        (Words("路灯", "lamp"), "zh-hans", "路灯"),
        (Words("路灯", "lamp"), "en", "lamp"),
        (Refused("The two new passwords differ."), "zh-hans", "两次输入的新密码不一致。"),
        ("<b>", "en", "&lt;b&gt;"),
        (None, "en", ""),
    ],
)
def test_say_speaks_the_language_of_the_page(value: object, language: str, told: str) -> None:
    """Words and refusals are shown in the page's language, and text is escaped."""
    assert shown("{{ value|say }}", language, value=value) == told


@pytest.mark.parametrize(
    ("source", "language", "told"),
    [
        ("{{ moment|when }}", "en", "Wednesday 14 October 16:40"),
        ("{{ moment|when }}", "zh-hans", "10月14日 星期三 16:40"),
        ('{{ moment|when:"day" }}', "en", "Wednesday 14 October"),
        ("{{ day|when }}", "zh-hans", "2025年1月2日 星期四"),
        ("{{ nothing|when }}", "en", ""),
    ],
)
def test_when_tells_moments_in_the_citys_time(clock: Clock, source: str, language: str, told: str) -> None:
    """A moment stored in UTC is told in the city's zone, with the year only when it is another one."""
    assert text(shown(source, language, moment=LATER, day=date(2025, 1, 2), nothing=None)) == told


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=30), "30 h ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=30), "Sunday 8 February"),
    ],
)
def test_ago_tells_how_long_it_is(clock: Clock, before: timedelta, told: str) -> None:
    """Recent things are told by how long ago they were, older ones by their day."""
    assert text(shown("{{ moment|ago }}", moment=now() - before)) == told


@pytest.mark.parametrize(
    ("fen", "told"), [(20000, "200.00"), (5, "0.05"), (-150, "-1.50"), (123456789, "1,234,567.89")]
)
def test_yuan_shows_whole_fen(fen: int, told: str) -> None:
    """Money is kept in fen and shown in yuan."""
    assert shown("{{ fen|yuan }}", fen=fen) == told


def test_link_with_changes_one_value_of_the_address() -> None:
    """Values are replaced, added and taken out; the others stay."""
    assert shown('{% link_with lang="en" page=None %}') == "?unit=7&amp;lang=en"
    assert shown("{% link_with page=None unit=None %}") == "/list"


class Example(forms.Form):
    """One control of each kind."""

    words = forms.CharField(label="Words", help_text="In your own words.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(label="Agreed")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_is_tied_to_its_label_help_and_fault() -> None:
    """A screen reader reads help and fault with the control, and knows that it is faulty."""
    page = shown("{% field form.words rows=6 data_private=True %}", form=Example({}))

    assert '<label class="form-label" for="id_words">Words</label>' in page
    assert 'aria-describedby="id_words_help id_words_fault"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_words_help">In your own words.' in page
    assert 'id="id_words_fault"' in page
    assert 'rows="6"' in page
    assert " data-private" in page


def test_choices_are_a_group_with_a_legend() -> None:
    """Radio buttons stand in a fieldset, each with its own label."""
    page = shown("{% field form.kind %}", form=Example())

    assert "<fieldset" in page
    assert "<legend" in page
    assert "(optional)" in page
    assert page.count('<label class="sd-choice">') == 1


def test_fields_show_the_whole_form() -> None:
    """Every field is shown, hidden ones as they are, with the form's own faults on top."""
    form = Example({"words": "x", "agreed": "on"})
    form.add_error(None, "Both cannot be.")

    page = shown("{% fields form %}", form=form)

    assert page.index("Both cannot be.") < page.index("id_words") < page.index("id_agreed")
    assert '<input type="hidden" name="hidden"' in page


def test_an_icon_is_silent_unless_it_says_something() -> None:
    """Icons beside words are passed by; one that stands alone is named."""
    assert 'aria-hidden="true"' in shown('{% icon "map-pin" %}')
    assert 'role="img" aria-label="Place &lt;1&gt;"' in shown('{% icon "map-pin" label=word %}', word="Place <1>")


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    """A mistyped icon shows in tests, not as a hole in a page."""
    with pytest.raises(FileNotFoundError):
        shown('{% icon "no-such-icon" %}')
