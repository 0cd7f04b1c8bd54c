# SPDX-License-Identifier: Apache-2.0
"""How long something read is kept in a process's memory: what is read in one span is read anew in the next."""

import time


def current(seconds: int) -> int:
    """Return the number of the span of so many seconds we are in: part of the key of whatever is kept that long."""
    return int(time.monotonic() // seconds)
