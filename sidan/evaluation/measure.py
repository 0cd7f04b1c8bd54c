# SPDX-License-Identifier: Apache-2.0
"""What a measure is: a function over what was counted, with its name, its needs and its form. Pure: no Django."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sidan.base.errors import Words
from sidan.evaluation.declare import Weighed
from sidan.evaluation.figure import Figure, Form
from sidan.evaluation.measure_words import COUNTED
from sidan.evaluation.tallies import Tallies

# Which direction is good for a unit: of much of the work done, and of figures from outside, a city says so itself.
Good = Literal["more", "less", "either"]
Measuring = Callable[[Tallies, Weighed], Figure]


@dataclass(frozen=True)
class Measure:
    """A measure with its name, its function, the keys it needs or takes, and what it counts.

    `counts` are the tallies of its numerator: two indicators of a ranking with the same one count something twice.
    """

    words: Words
    of: Measuring
    counts: frozenset[str]
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    good: Good = "more"
    form: Form = "share"

    @property
    def code(self) -> str:
        """Return the name a ranking file gives it, that of its function."""
        return self.of.__name__

    @property
    def counted(self) -> Words:
        """Return what the numerator counts, or what the plain number is."""
        return COUNTED[self.code][0]

    @property
    def out_of(self) -> Words:
        """Return what the denominator counts; no words for a plain number."""
        return COUNTED[self.code][1]

    @property
    def formula(self) -> str:
        """Return what the function says of itself."""
        return self.of.__doc__ or ""


def measure(
    words: Words,
    of: Measuring,
    *counts: str,
    good: Good = "more",
    form: Form = "share",
    needs: str = "",
    takes: str = "",
) -> Measure:
    """Return a measure; `counts` are the tallies of its numerator, its own name where none is given."""
    counted = frozenset(counts or (of.__name__,))
    return Measure(words, of, counted, frozenset(needs.split()), frozenset(takes.split()), good, form)
