# SPDX-License-Identifier: Apache-2.0
"""The tags and filters of every page; docs/topics/look.md lists them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sidan.base.errors import Refused, Words
from sidan.orders.models import Order
from sidan.web import badges, controls, icons, moments
from sidan.web.due import Timed, due_words
from sidan.web.errors import said

register = template.Library()
# A list of longer entries is written one below the other.
_SHORT = 20


@runtime_checkable
class Named(Protocol):
    """A unit or an area, which has a name in each language."""

    def name_in(self, language: str) -> str:
        """Return the name for a language code."""


register.simple_tag(icons.icon, name="icon")
register.simple_tag(badges.badge, name="badge")


@register.simple_tag
def stage(order: Order) -> SafeString:
    """Return the badge of the stage an order is in."""
    return badges.stage_badge(order)


@register.simple_tag
def due(order: Timed, form: str = "") -> SafeString:
    """Return by when the order must move on; `{% due order "brief" %}` only what is left."""
    return due_words(order, brief=form == "brief")


@register.filter
def say(words: object) -> str:
    """Return `Words`, a `Refused` or a unit's name in the language of the page; others as they are, None as nothing."""
    if isinstance(words, Words):
        return words.in_language(get_language() or "")
    if isinstance(words, Refused):
        return said(words)
    if isinstance(words, Named):
        return words.name_in(get_language() or "")
    return "" if words is None else str(words)


@register.filter
def shown(value: object) -> str:
    """Return an answer as a page shows it, in the language of the page; lists entry by entry."""
    if isinstance(value, (list, tuple)):
        if all(isinstance(each, str) for each in value) and len(value) > 1 and max(map(len, value)) > _SHORT:
            return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((each,) for each in value)))
        return format_html_join(SafeString("、" if _is_chinese() else ", "), "{}", ((shown(each),) for each in value))
    if isinstance(value, date):
        return when(value)
    return say(value)


@register.filter
def sentences(said: Iterable[str]) -> str:
    """Return sentences one after the other; Chinese has no space between them."""
    return ("" if _is_chinese() else " ").join(said)


def _is_chinese() -> bool:
    """Say whether the page is in Chinese."""
    return get_language() != "en"


@register.filter
def when(moment: datetime | date | None, form: str = "") -> str:
    """Return a moment, or the day alone with `when:"day"`, as a `<time>` in the city's own time."""
    if not moment:
        return ""
    plain_day = form == "day" or not isinstance(moment, datetime)
    words = moments.day_words(moment) if plain_day else moments.moment_words(moment)  # type: ignore[arg-type]  # told above
    return _time(moment, words)


@register.filter
def ago(moment: datetime | None) -> str:
    """Return how long ago it was, as a `<time>` that knows the moment."""
    return "" if not moment else _time(moment, moments.ago_words(moment), title=moments.moment_words(moment))


def _time(moment: datetime | date, words: str, *, title: str = "") -> SafeString:
    """Return the words with the machine's own form beside them."""
    machine = moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
    return format_html(
        '<time datetime="{}"{}>{}</time>', machine, format_html(' title="{}"', title) if title else "", words
    )


@register.filter
def yuan(fen: int | None) -> str:
    """Return whole fen as yuan: 20000 as 200.00."""
    return (
        "" if fen is None else f"{fen // 100:,}.{fen % 100:02d}" if fen >= 0 else f"-{-fen // 100:,}.{-fen % 100:02d}"
    )


@register.simple_tag
def field(bound: BoundField, **attributes: str | bool) -> SafeString:
    """Return a form field with label, help and fault."""
    return controls.control(bound, **attributes)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Return the faults of the whole form and then every field."""
    return format_html("{}{}", faults(form), format_html_join("", "{}", ((controls.control(each),) for each in form)))


@register.simple_tag
def faults(form: BaseForm) -> SafeString:
    """Return the faults that belong to no single field, or nothing."""
    found = form.non_field_errors()
    if not found:
        return SafeString()
    return render_to_string("components/_note.html", {"tone": "danger", "texts": found, "role": "alert"})


@register.simple_tag(takes_context=True)
def link_with(context: Context, **values: object) -> str:
    """Return this page's address with query values replaced; None takes one out."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path
