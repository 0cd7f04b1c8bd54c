# SPDX-License-Identifier: Apache-2.0
"""Kernel locks by which commands and the keeper know of one another; they vanish with their process, even killed.

FOLDER/users.lock    shared by every command that uses the server; the keeper takes it alone to stop
FOLDER/start.lock    held by the command that is looking whether a keeper must be started
FOLDER/keeper.lock   held by the keeper all its life
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

USERS = "users.lock"
START = "start.lock"
KEEPER = "keeper.lock"


def lock(path: Path, how: int) -> int | None:
    """Return a descriptor holding the flock `how` on `path`, or None when it is taken and `how` has LOCK_NB.

    A lock on a file that was deleted meanwhile protects nothing, so it is taken anew on the file now at `path`.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            os.close(descriptor)
            return None
        if is_at(descriptor, path):
            return descriptor
        os.close(descriptor)


def is_at(descriptor: int, path: Path) -> bool:
    """Answer whether the open file still stands at `path`."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


def is_kept(folder: Path) -> bool:
    """Answer whether a keeper is alive for `folder`."""
    descriptor = lock(folder / KEEPER, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
