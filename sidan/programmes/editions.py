# SPDX-License-Identifier: Apache-2.0
"""What programme files may not do to the orders in the database: change, drop or break what these stand under."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Count

from sidan.base.errors import NotFound
from sidan.orders.declare import Programme
from sidan.orders.models import OPEN, Edition, Order
from sidan.programmes.reader import Unreadable, read
from sidan.programmes.shelf import Unsound, proved
from sidan.programmes.together import Filed


def faults_against_orders(served: Sequence[Filed]) -> Iterator[tuple[Filed | None, str]]:
    """Yield each fault with its file, None where there is no file any more. Two queries, and one for each old text."""
    recorded: dict[str, dict[int, Edition]] = {}
    for edition in Edition.objects.defer("source"):
        recorded.setdefault(edition.programme, {})[edition.number] = edition
    by_code = {each.programme.code: each for each in served}
    for each in served:
        yield from ((each, fault) for fault in _faults(each, recorded.get(each.programme.code, {})))
    for (code, number), count in sorted(_open_orders().items()):
        filed = by_code.get(code)
        if filed is None:
            yield (
                None,
                (
                    f"“{code}”: {_orders(count)} open under edition {number}, but no file declares it any more: "
                    "put the file back until they are closed."
                ),
            )
        elif number != filed.programme.edition:
            yield from ((filed, fault) for fault in _broken(code, number, count))


def recorded_edition(code: str, number: int) -> Programme:
    """Return an edition as it was recorded with its first order; NotFound when there is none. One query."""
    edition = Edition.objects.filter(programme=code, number=number).first()
    if edition is None:
        raise NotFound("No order was opened under edition %(edition)d of “%(code)s”.", edition=number, code=code)
    return read(edition.source)


def _faults(filed: Filed, recorded: Mapping[int, Edition]) -> Iterator[str]:
    """Yield a text changed behind its orders, and an edition lower than one that has orders."""
    number = filed.programme.edition
    newest = max(recorded, default=0)
    if newest > number:
        yield f"edition: orders were opened under edition {newest} already; this file says {number}."
    same = recorded.get(number)
    if same is not None and same.digest != hashlib.sha256(filed.source.encode()).hexdigest():
        yield (
            f"edition: the text was changed after orders were opened under edition {number}; "
            f"raise the edition to {newest + 1}."
        )


def _open_orders() -> dict[tuple[str, int], int]:
    """Return how many orders are open under each edition. One query."""
    counted = Order.objects.filter(OPEN).values_list("programme", "edition").annotate(count=Count("pk"))
    return {(code, number): count for code, number, count in counted}


def _broken(code: str, number: int, count: int) -> Iterator[str]:
    """Yield why the orders that are open under an old edition could not go on. One query."""
    edition = Edition.objects.filter(programme=code, number=number).first()
    if edition is None:
        yield f"edition: {_orders(count)} open under edition {number}, whose text is not recorded."
        return
    try:
        proved(edition.source, name=f"{code} {number}")
    except (Unreadable, Unsound) as refused:
        yield (
            f"edition: {_orders(count)} open under edition {number}, which can no longer be served; "
            f"run the release before this one until they are closed: {' '.join(refused.faults)}"
        )


def _orders(count: int) -> str:
    """Return how many orders there are, as a sentence begins with it."""
    return "1 order is" if count == 1 else f"{count} orders are"
