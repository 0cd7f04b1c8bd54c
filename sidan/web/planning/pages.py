# SPDX-License-Identifier: Apache-2.0
"""Long tables cut into pages that the server turns: a city has three hundred communities and as many crews as grids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

PAGE_SIZE = 25
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a table, where they stand in it, and the addresses of the pages around, empty for none."""

    rows: Sequence[Row]
    first: int
    total: int
    earlier: str
    later: str

    @property
    def last(self) -> int:
        """Return the place of the last row shown, counted from one."""
        return self.first + len(self.rows) - 1


def page_of(rows: Sequence[Row], request: HttpRequest, *, name: str, anchor: str, size: int = PAGE_SIZE) -> Page[Row]:
    """Return the page of a table that `?name=` asks for; what is no page is the first or the last."""
    asked = request.GET.get(name, "")
    most = max(1, -(-len(rows) // size))
    number = min(int(asked), most) if asked.isdecimal() and len(asked) < 7 and int(asked) > 0 else 1
    first = (number - 1) * size

    def address(page: int) -> str:
        """Return this page's address with another page of the table."""
        query = request.GET.copy()
        query[name] = str(page)
        return f"?{query.urlencode()}#{anchor}"

    return Page(
        rows[first : first + size],
        first + 1,
        len(rows),
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < most else "",
    )
