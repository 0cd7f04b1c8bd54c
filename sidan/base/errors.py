# SPDX-License-Identifier: Apache-2.0
"""Refusals that a user can read, and words in two languages, both free of Django.

A pure module cannot translate, so it raises the English sentence together with the values it names. The face that
shows the sentence translates it with its own catalogue: `fault.said(gettext, language=get_language())`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Chinese and English, as programme files and catalogues declare it."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """Return the text for a language code such as `zh-hans` or `en`; the other text when that one is empty."""
        if code.lower().startswith("zh"):
            return self.zh or self.en
        return self.en or self.zh

    def __str__(self) -> str:
        """Return the Chinese text, the language shown unless another is asked for."""
        return self.zh


class Refused(Exception):
    """Something a user asked for is not done, with a sentence that says why.

    `text` is the English sentence, which is the key of its translation; `values` fill its `%(name)s` places. A value
    may be `Words` or another `Refused`; each is shown in the language of the sentence.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        """Keep the sentence and its values apart, so that the sentence can be translated."""
        super().__init__(text)
        self.text = text
        self.values = values

    def said(self, translate: Callable[[str], str], *, language: str) -> str:
        """Return the sentence in `language`, with `translate` (gettext) turning English sentences into it."""
        sentence = translate(self.text)
        if not self.values:
            return sentence
        return sentence % {name: _shown(value, translate, language) for name, value in self.values.items()}

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.said(_unchanged, language="en")

    def __eq__(self, other: object) -> bool:
        """Say whether `other` refuses for the same reason, so that tests can compare whole values."""
        if not isinstance(other, Refused):
            return NotImplemented
        return (type(self), self.text, self.values) == (type(other), other.text, other.values)

    def __hash__(self) -> int:
        """Return a hash that agrees with equality even when a value cannot be hashed."""
        return hash((type(self), self.text))

    def __repr__(self) -> str:
        """Return the class and the filled sentence, as a test failure shows it."""
        return f"{type(self).__name__}({str(self)!r})"


class NotFound(Refused):
    """What was asked for is not there, or is not for this user to know about."""


class Stale(Refused):
    """The page was older than the order, and nothing has changed."""


class Invalid(Refused):
    """Answers that cannot be taken as given, with the faults of each field.

    Faults that belong to no single field stand under the empty name.
    """

    def __init__(self, faults: Mapping[str, Sequence[Refused]]) -> None:
        """Keep the faults by field."""
        super().__init__("Please correct the marked fields.")
        self.faults = {field: list(found) for field, found in faults.items()}

    def __reduce__(self) -> tuple[type[Invalid], tuple[Mapping[str, Sequence[Refused]]]]:
        """Copy and pickle by the faults, the one argument."""
        return type(self), (self.faults,)

    def __str__(self) -> str:
        """Return the sentence and every fault behind its field, in English."""
        found = [f"{field or 'all'}: {fault}" for field, faults in self.faults.items() for fault in faults]
        return " ".join([super().__str__(), *found])

    def __eq__(self, other: object) -> bool:
        """Say whether `other` finds the same faults in the same fields."""
        return isinstance(other, Invalid) and self.faults == other.faults

    def __hash__(self) -> int:
        """Return a hash that agrees with equality."""
        return hash((type(self), *self.faults))


def _shown(value: object, translate: Callable[[str], str], language: str) -> object:
    """Return a value as the sentence shows it; numbers stay numbers for `%(count)d`."""
    if isinstance(value, Words):
        return value.in_language(language)
    if isinstance(value, Refused):
        return value.said(translate, language=language)
    return value


def _unchanged(sentence: str) -> str:
    """Return the English sentence itself, where no catalogue is at hand."""
    return sentence
