# SPDX-License-Identifier: Apache-2.0
"""The one clock everything reads, which tests and the simulation may move.

Nothing else in Sidan asks the system for the time. The moved clock is shared by every thread of the process, so that
a live server under test sees the time its test has set.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_moved_to: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _moved_to or datetime.now(UTC)


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Stand the clock still at `moment` inside the `with` block, and put it back after it.

    Inside, `move_to` and `advance` move it. Blocks may be nested: each puts back what it found.
    """
    global _moved_to  # noqa: PLW0603  the one clock of the process
    found = _moved_to
    _moved_to = _aware(moment)
    try:
        yield
    finally:
        _moved_to = found


def move_to(moment: datetime) -> None:
    """Set the travelling clock to `moment`, earlier or later."""
    global _moved_to  # noqa: PLW0603  the one clock of the process
    _require_travelling()
    _moved_to = _aware(moment)


def advance(*, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
    """Move the travelling clock forward by the given time."""
    move_to(now() + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))


def _require_travelling() -> None:
    """Raise unless a `travel` block is open, because nobody would put the clock back."""
    if _moved_to is None:
        raise RuntimeError("The clock moves only inside clock.travel().")


def _aware(moment: datetime) -> datetime:
    """Return `moment` in UTC; a moment without a zone names no moment and is an error of the caller."""
    if moment.tzinfo is None:
        raise ValueError("The clock takes aware moments only.")
    return moment.astimezone(UTC)
