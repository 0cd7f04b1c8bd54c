# SPDX-License-Identifier: Apache-2.0
"""Days over which somebody holds something, joined where they overlap. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both counted; without `last` for good. `row` is the row it came from."""

    first: date
    last: date | None
    row: int

    @property
    def end(self) -> date:
        """Return the last day as one that can be compared."""
        return self.last or date.max

    def meets(self, other: "Span") -> bool:
        """Say whether the two have a day in common."""
        return self.first <= other.end and other.first <= self.end


def joined(spans: Iterable[Span]) -> list[tuple[Span, list[Span]]]:
    """Return spans that have no day in common, and for each what it was joined from; by first day, then as given.

    A joined span bears the row of the first given among those it was joined from.
    """
    given = list(spans)
    rank = {id(span): place for place, span in enumerate(given)}
    found: list[tuple[Span, list[Span]]] = []
    for span in sorted(given, key=lambda each: (each.first, rank[id(each)])):
        if found and found[-1][0].meets(span):
            before, parts = found[-1]
            parts.append(span)
            last = None if before.last is None or span.last is None else max(before.last, span.last)
            named = min(parts, key=lambda each: rank[id(each)])
            found[-1] = Span(before.first, last, named.row), parts
        else:
            found.append((span, [span]))
    return found


def clipped(span: Span, *, to: Span) -> Span | None:
    """Return the days of a span that lie in another, None when there are none."""
    if not span.meets(to):
        return None
    last = min(span.end, to.end)
    return Span(max(span.first, to.first), None if last == date.max else last, span.row)
