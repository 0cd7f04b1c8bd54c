# SPDX-License-Identifier: Apache-2.0
"""What is kept in memory about places, and how every process learns that it has become old.

Triggers give the row of PlacesVersion a new random stamp with every change of areas, holidays and office hours, and of
tables above that ask for it, as the platforms of counties do. Whoever
keeps something keeps it under the stamp it was loaded at, and asks for the stamp at most once a second: that is one
query a second for each process, however busy it is. A change is seen at once where it was made (the verbs call
`changed`), and within a second everywhere else.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sidan.places.models import PlacesVersion

CHECK_SECONDS = 1.0

_Kept = TypeVar("_Kept")
Stamp = UUID | None


class _Seen(NamedTuple):
    """A stamp, and when it was read, on the clock that never goes back."""

    stamp: Stamp
    at: float

    @property
    def is_fresh(self) -> bool:
        """Whether it was read less than CHECK_SECONDS ago."""
        return time.monotonic() - self.at < CHECK_SECONDS


# The last committed stamp the process knows of, for all threads.
_shared: _Seen | None = None
# What a thread has seen inside its own transaction, which may never be committed.
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

    def remembered(self) -> _Kept | None:
        """Return what was loaded last, however old, without asking the database; None before the first time."""
        held = self._held
        return held[1] if held is not None else None

    def _loaded(self, stamp: Stamp) -> tuple[Stamp, _Kept]:
        """Load it under a stamp, once for all threads that wait for it."""
        with self._loading:
            held = self._held
            if held is None or held[0] != stamp:
                held = self._held = stamp, self._load()
            return held


def current_stamp() -> Stamp:
    """Return the stamp of the tables as this thread sees them; one query at most once a second, mostly none."""
    own = _in_transaction()
    if own is not None and own.is_fresh:
        return own.stamp
    if own is None and _shared is not None and _shared.is_fresh:
        return _shared.stamp
    stamp = _stored_stamp()
    is_known = own is None and _shared is not None and _shared.stamp == stamp
    if is_known or not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        _share(stamp)
    else:
        _keep_until_commit(stamp)
    return stamp


def changed() -> None:
    """Let this process see at once what the current transaction has changed about places; others see the commit.

    Call it after the change, inside the transaction; one query. A change without it is seen within a second.
    """
    _keep_until_commit(_stored_stamp())


def hold() -> None:
    """Let nobody else change places until the current transaction ends; one query."""
    PlacesVersion.objects.select_for_update().first()


def forget() -> None:
    """Ask the database again before the next answer; for tests that write past the verbs."""
    global _shared  # noqa: PLW0603  one for all threads of the process
    _shared = _own.done = None


def _share(stamp: Stamp) -> None:
    """Make a committed stamp that of the whole process."""
    global _shared  # noqa: PLW0603  one for all threads of the process
    _shared = _Seen(stamp, time.monotonic())
    _own.done = None


def _keep_until_commit(stamp: Stamp) -> None:
    """Let only this thread know a stamp that may be its own transaction's, and all threads once it is committed.

    Shared earlier, it would let another thread keep what it still sees of the old state under the new stamp.
    """
    _own.seen = _Seen(stamp, time.monotonic())
    _own.done = partial(_share, stamp)
    transaction.on_commit(_own.done)


def _in_transaction() -> _Seen | None:
    """Return what this thread has seen in the transaction it is in, or None.

    Django keeps what is to be done on commit for as long as there may be one, and drops it when the transaction or its
    savepoint is rolled back; so its list tells without a query whether what was seen still holds.
    """
    done = getattr(_own, "done", None)
    if done is None:
        return None
    if any(entry[1] is done for entry in connections[DEFAULT_DB_ALIAS].run_on_commit):
        seen: _Seen = _own.seen
        return seen
    _own.done = None
    return None


def _stored_stamp() -> Stamp:
    """Return the stamp in the database; None before the first change."""
    return PlacesVersion.objects.values_list("stamp", flat=True).first()
