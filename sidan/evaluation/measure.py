# SPDX-License-Identifier: Apache-2.0
"""What a measure is: a function over what was counted, with its name, its needs and its form. Pure: no Django."""

from collections.abc import Callable
from dataclasses import dataclass

from sidan.base.errors import Words
from sidan.evaluation.declare import Direction, Weighed
from sidan.evaluation.figure import Figure, Form
from sidan.evaluation.tallies import Tallies

Measuring = Callable[[Tallies, Weighed], Figure]


@dataclass(frozen=True)
class Measure:
    """A measure with its name, its function, the keys it needs and what it counts.

    `counts` are the tallies of its numerator: two indicators of a ranking with the same one count something twice.
    `good` is the direction that is good for a unit.
    """

    words: Words
    of: Measuring
    counts: frozenset[str]
    needs: frozenset[str] = frozenset()
    good: Direction = "more"
    form: Form = "share"

    @property
    def code(self) -> str:
        """Return the name a ranking file gives it, that of its function."""
        return self.of.__name__

    @property
    def formula(self) -> str:
        """Return what the function says of itself."""
        return self.of.__doc__ or ""


def measure(
    words: Words, of: Measuring, *counts: str, good: Direction = "more", form: Form = "share", needs: str = ""
) -> Measure:
    """Return a measure; `counts` are the tallies of its numerator, its own name where none is given."""
    return Measure(words, of, frozenset(counts or (of.__name__,)), frozenset(needs.split()), good, form)
