# SPDX-License-Identifier: Apache-2.0
"""What an answer is, and what a type of field does with what was given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sidan.base.errors import Refused
from sidan.orders.declare import Field


@dataclass(frozen=True)
class Answer:
    """One answer: the JSON that is stored and what it names."""

    stored: Any
    resolved: Any


@dataclass(frozen=True)
class FieldType:
    """One type of field; `is_free` answers are personal or in somebody's own words, and are sealed by commitment.

    A `is_made` field is never asked: an effect fills it.
    """

    read: Callable[[Any, Field, str], Answer]
    is_free: bool = False
    is_made: bool = False


def one_text(raw: Any) -> str:
    """Return an answer that must be one text."""
    if not isinstance(raw, str):
        raise Refused("This is not a text.")
    return raw


def several_texts(raw: Any) -> list[str]:
    """Return an answer of several texts, given as a list or as one text with a line, comma or space between them."""
    if isinstance(raw, str):
        raw = raw.replace("，", " ").replace("、", " ").replace(",", " ").split()
    if not isinstance(raw, (list, tuple)):
        raise Refused("This is not a list.")
    return list(dict.fromkeys(one_text(each).strip() for each in raw if one_text(each).strip()))
