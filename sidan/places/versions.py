# SPDX-License-Identifier: Apache-2.0
"""What is kept in memory about places, and how every process learns that it has become old.

Triggers give the row of PlacesVersion a new random stamp with every change of areas, holidays and office hours. Whoever
keeps something keeps it under the stamp it was loaded at, and asks for the stamp at most once a second: that is one
query a second for each process, however busy it is. A change is seen at once where it was made (the verbs call
`changed`), and within a second everywhere else.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sidan.places.models import PlacesVersion

CHECK_SECONDS = 1.0

_Kept = TypeVar("_Kept")
Stamp = UUID | None

_checked: tuple[float, Stamp] | None = None
_own = threading.local()


class Kept(Generic[_Kept]):
    """Something loaded from the tables of places, loaded anew when they have changed; shared by all threads."""

    def __init__(self, load: Callable[[], _Kept]) -> None:
        """Remember how to load it; nothing is loaded yet."""
        self._load = load
        self._held: tuple[Stamp, _Kept] | None = None
        self._loading = threading.Lock()

    def __call__(self) -> _Kept:
        """Return what the tables hold, at most a second old."""
        stamp = current_stamp()
        held = self._held
        if held is None or held[0] != stamp:
            held = self._loaded(stamp)
        return held[1]

    def _loaded(self, stamp: Stamp) -> tuple[Stamp, _Kept]:
        """Load it under a stamp, once for all threads that wait for it."""
        with self._loading:
            held = self._held
            if held is None or held[0] != stamp:
                held = self._held = stamp, self._load()
            return held


def current_stamp() -> Stamp:
    """Return the stamp of the tables as this thread sees them; one query at most once a second, mostly none.

    Inside a transaction that has changed places it is that change's own stamp, and nobody else's.
    """
    global _checked  # noqa: PLW0603  one check for all threads of the process
    mine = _uncommitted()
    if mine is not None:
        return mine
    checked, now = _checked, time.monotonic()
    if checked is None or now - checked[0] >= CHECK_SECONDS:
        _checked = checked = now, _stored_stamp()
    return checked[1]


def changed() -> None:
    """Let this process see at once what the current transaction has changed about places; others see the commit.

    Call it after the change, inside the transaction; one query. Code that leaves it out is seen within a second.
    """
    stamp = _stored_stamp()
    _own.done = partial(_committed, stamp)
    _own.stamp = stamp
    transaction.on_commit(_own.done)


def forget() -> None:
    """Ask the database again before the next answer; for tests that write past the verbs."""
    global _checked  # noqa: PLW0603  one check for all threads of the process
    _checked = None
    _own.done = None


def _committed(stamp: Stamp) -> None:
    """Make the stamp of a committed change that of the whole process."""
    global _checked  # noqa: PLW0603  one check for all threads of the process
    _checked = time.monotonic(), stamp
    _own.done = None


def _uncommitted() -> Stamp:
    """Return the stamp of this thread's change that is neither committed nor taken back, or None.

    Django keeps what is to be done on commit for as long as the change may still be committed, and drops it when the
    transaction or its savepoint is rolled back; so the list tells without a query whether the change still stands.
    """
    done = getattr(_own, "done", None)
    if done is None:
        return None
    if any(entry[1] is done for entry in connections[DEFAULT_DB_ALIAS].run_on_commit):
        stamp: Stamp = _own.stamp
        return stamp
    _own.done = None
    return None


def _stored_stamp() -> Stamp:
    """Return the stamp in the database; None before the first change."""
    return PlacesVersion.objects.values_list("stamp", flat=True).first()
