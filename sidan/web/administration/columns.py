# SPDX-License-Identifier: Apache-2.0
"""Columns and filters of lists, under words of ours instead of the names of columns."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import get_language

from sidan.base.errors import Words

Title = Any  # a text, or one that is translated when it is shown


def column(name: str, title: Title, *, boolean: bool = False) -> Callable[[Any, Any], Any]:
    """Return a method that shows a column of the row as it is, sorted by it."""

    @admin.display(description=title, ordering=name, boolean=boolean)
    def show(self: Any, row: Any) -> Any:
        """Return the value."""
        return _shown(getattr(row, name), boolean=boolean)

    return show


def _shown(value: Any, *, boolean: bool) -> Any:
    """Return a value as a list or a page shows it: moments in the city's own time, nothing as nothing."""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return "" if value is None and not boolean else value


def in_words(name: str, title: Title, words_of: Callable[[str], Words | None]) -> Callable[[Any, Any], Any]:
    """Return a method that shows what the code in a column stands for, sorted by the code."""

    @admin.display(description=title, ordering=name)
    def show(self: Any, row: Any) -> str:
        """Return the name of the code."""
        code = getattr(row, name)
        words = words_of(code) if code else None
        return said(words) if words else code

    return show


def said(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language(get_language() or "zh")


def by_words(title: Title, column_name: str, names: Callable[[], Mapping[str, Words]]) -> type[admin.SimpleListFilter]:
    """Return a filter over a column of codes that offers them by their names."""

    class ByWords(admin.SimpleListFilter):
        """Cuts the list down to one code."""

        parameter_name = column_name

        def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
            """Return the codes with their names."""
            return [(code, said(words)) for code, words in names().items()]

        def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
            """Return the rows with the chosen code; an unknown code cuts nothing."""
            chosen = self.value()
            return queryset.filter(**{column_name: chosen}) if chosen in names() else queryset

    ByWords.title = title
    return ByWords


_YES_NO = {"1": Words("是", "yes"), "0": Words("否", "no")}


def by_yes_no(title: Title, column_name: str) -> type[admin.SimpleListFilter]:
    """Return a filter over a column that is yes or no."""
    return by_words(title, column_name, lambda: _YES_NO)
