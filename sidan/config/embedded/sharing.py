# SPDX-License-Identifier: Apache-2.0
"""Join the embedded PostgreSQL of a folder: the first command brings it up, the last one to leave takes it down.

Joining means holding a shared kernel lock for the life of the process, nothing more: see keeper.py.
"""

import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sidan.config.embedded import keeper, locks, server

ROOT = Path(__file__).resolve().parents[3]
# Real path of a server's folder -> the lock that this process holds on it.
_joined: dict[Path, int] = {}
_one_at_a_time = threading.Lock()


def join(folder: Path) -> Path:
    """Return the folder of the socket of the server kept in `folder`, starting it when it does not run.

    The server stays up at least until this process ends or leaves. The first start of all makes the data (about a
    second); a later one takes a fifth of a second; joining a running server takes a millisecond.
    """
    folder = folder.resolve()
    with _one_at_a_time:
        if folder not in _joined:
            _joined[folder] = _hold(folder)
        return _running(folder)


def leave(folder: Path, *, wait_seconds: float = 0) -> bool:
    """Let go of the server and answer whether it is down; False after the wait when others still use it."""
    folder = folder.resolve()
    with _one_at_a_time:
        descriptor = _joined.pop(folder, None)
    if descriptor is not None:
        os.close(descriptor)
    give_up_at = time.monotonic() + wait_seconds
    while folder.exists() and locks.is_kept(folder):
        if time.monotonic() >= give_up_at:
            return False
        time.sleep(0.05)
    return True


def _hold(folder: Path) -> int:
    """Return the shared lock that tells the keeper of this process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = locks.lock(folder / locks.USERS, fcntl.LOCK_SH)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The embedded database cannot use {folder}: {error.strerror}. Set SIDAN_VAR to a folder you may write, "
            "or DATABASE_URL to a PostgreSQL of your own."
        ) from error
    assert descriptor is not None  # only a lock that does not wait can be refused
    return descriptor


def _running(folder: Path) -> Path:
    """Return the socket's folder once the server takes connections, starting a keeper when there is none."""
    give_up_at = time.monotonic() + server.START_SECONDS
    while time.monotonic() < give_up_at:
        starting = locks.lock(folder / locks.START, fcntl.LOCK_EX)
        assert starting is not None  # it waits, so it is never refused
        try:
            if not locks.is_kept(folder):
                _start_keeper(folder)
        finally:
            os.close(starting)
        if socket := server.ready_socket(folder / "data"):
            return socket
        time.sleep(0.05)  # the keeper is bringing a crashed server back, or is about to end
    raise ImproperlyConfigured(f"The embedded database in {folder} does not answer; see server.log there.")


def _start_keeper(folder: Path) -> None:
    """Start the keeper in a session of its own and return when the server is ready; refuse with its words."""
    command = [sys.executable, "-m", keeper.__name__, os.fspath(folder)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=ROOT, start_new_session=True
    )
    if done.returncode:
        raise ImproperlyConfigured(f"{done.stderr.strip()}\nOr set DATABASE_URL to a PostgreSQL (15 or newer).")
