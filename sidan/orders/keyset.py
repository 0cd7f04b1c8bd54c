# SPDX-License-Identifier: Apache-2.0
"""Pages cut by the last row seen (keyset pages): the hundredth page costs what the first does.

A page is found in the direction it is asked for and always shown in the order of the list. A mark names the row it is
cut at and nothing about its content, so it may stand in an address.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from sidan.base.errors import Refused

USUAL_SIZE, LARGEST_SIZE = 50, 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# The direction, then the moment in microseconds and the row, or the row alone.
_MARK = re.compile(r"(?P<way>[ab])(?:(?P<moment>\d{1,18})-)?(?P<row>\d{1,18})", re.ASCII)
_NOT_WHOLE = "This link to a page of the list is not whole. Please begin at the first page."

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sorting:
    """How a list is sorted: by a moment and then by id, or by id alone; the latest first when `descending`."""

    moment: str = ""
    descending: bool = False

    def order(self, *, backwards: bool) -> list[str]:
        """Return the columns to sort by, turned round for a page before its mark."""
        sign = "-" if self.descending != backwards else ""
        return [f"{sign}{column}" for column in (self.moment, "id") if column]

    def beyond(self, mark: "Mark") -> Q:
        """Return the condition that a row lies beyond the mark, in the direction the mark points."""
        side = "lt" if self.descending != mark.backwards else "gt"
        row = Q(**{f"id__{side}": mark.row})
        if not self.moment:
            return row
        # The first condition repeats what the others say, in the form that an index can begin its walk with.
        begun = Q(**{f"{self.moment}__{side}e": mark.moment})
        return begun & (Q(**{f"{self.moment}__{side}": mark.moment}) | (Q(**{self.moment: mark.moment}) & row))


@dataclass(frozen=True)
class Mark:
    """Where a page is cut: just after a row, or just before it when `backwards`."""

    row: int
    moment: datetime | None = None
    backwards: bool = False

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Return the mark that stands in an address; refuse what is none."""
        match = _MARK.fullmatch(text)
        if match is None:
            raise Refused(_NOT_WHOLE)
        return cls(int(match["row"]), _moment(match["moment"]), match["way"] == "b")

    def __str__(self) -> str:
        """Return the mark as an address carries it."""
        moment = f"{(self.moment - _EPOCH) // _MICROSECOND}-" if self.moment else ""
        return f"{'b' if self.backwards else 'a'}{moment}{self.row}"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and the marks of the pages on either side; empty where there is none."""

    rows: Sequence[Row]
    earlier: str = ""
    later: str = ""
    is_first: bool = True


def page(
    *parts: "QuerySet[Row]",
    sorting: Sorting,
    shape: "Callable[[QuerySet[Row]], QuerySet[Row]]",
    mark: str = "",
    size: int = USUAL_SIZE,
) -> Page[Row]:
    """Return one page of the rows of all parts together; `mark` as a page before it gave it, empty for the first.

    `shape` adds the columns and joins that a row shows, to the rows of the page alone. One query, and never more than
    LARGEST_SIZE rows, whatever is asked for. Several parts, each with an index of its own, are cut one by one and then
    put together: an OR over them would read them whole.
    """
    at = _read(mark, sorting)
    size = max(1, min(size, LARGEST_SIZE))
    backwards = at is not None and at.backwards
    order = sorting.order(backwards=backwards)
    cuts = [(part.filter(sorting.beyond(at)) if at else part).order_by(*order) for part in parts]
    first, *others = [cut.values("pk")[: size + 1] for cut in cuts]
    whole = parts[0].model._default_manager.filter(pk__in=first.union(*others) if others else first)
    return _page(list(shape(whole).order_by(*order)[: size + 1]), sorting, at=at, size=size)


def _page(found: list[Row], sorting: Sorting, *, at: Mark | None, size: int) -> Page[Row]:
    """Return the page of the rows found, which are one more than its size where there are further ones."""
    backwards = at is not None and at.backwards
    has_more = len(found) > size
    shown = found[:size][::-1] if backwards else found[:size]
    # Before the first row seen there is a page whenever one came from there.
    has_earlier, has_later = (has_more, True) if backwards else (at is not None, has_more)
    return Page(
        rows=shown,
        earlier=_mark_at(shown[0], sorting, backwards=True) if shown and has_earlier else "",
        later=_mark_at(shown[-1], sorting, backwards=False) if shown and has_later else "",
        is_first=at is None or (backwards and not has_more),
    )


def _read(mark: str, sorting: Sorting) -> Mark | None:
    """Return the mark in an address, or None for the first page; refuse one of another list."""
    if not mark:
        return None
    at = Mark.read(mark)
    if bool(sorting.moment) != (at.moment is not None):
        raise Refused(_NOT_WHOLE)
    return at


def _mark_at(row: Model, sorting: Sorting, *, backwards: bool) -> str:
    """Return the mark at a row of the page."""
    moment = getattr(row, sorting.moment) if sorting.moment else None
    return str(Mark(row.pk, moment, backwards))


def _moment(digits: str | None) -> datetime | None:
    """Return the moment of a mark, None where it has none; refuse one that no calendar knows."""
    if digits is None:
        return None
    try:
        return _EPOCH + int(digits) * _MICROSECOND
    except OverflowError:
        raise Refused(_NOT_WHOLE) from None
