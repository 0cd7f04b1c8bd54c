# SPDX-License-Identifier: Apache-2.0
"""Keep one embedded PostgreSQL server: start it, mend it, and stop it when nobody uses it any more.

Runs as a process of its own, `python -m sidan.config.embedded.keeper FOLDER`, outside the session of the command that
started it, so that Ctrl-C or the death of one command never takes the server from another.
"""

import fcntl
import os
import signal
import sys
import threading
import time
from pathlib import Path

from sidan.config.embedded import locks
from sidan.config.embedded.access import CannotRun
from sidan.config.embedded.server import Server

LINGER_SECONDS = 1.0
POLL_SECONDS = 0.2


def keep(server: Server, *, kept: int) -> None:
    """Return once nobody has used the server for LINGER_SECONDS, or a signal asks to stop; then it is down.

    While it stops, the lock on the users is held alone, so that a new command waits and then starts afresh. Should the
    whole folder be deleted, the server goes too.
    """
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked.set())
    used_at = time.monotonic()
    while not asked.wait(POLL_SECONDS) and locks.is_at(kept, server.folder / locks.KEEPER):
        alone = locks.lock(server.folder / locks.USERS, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if alone is None:
            used_at = time.monotonic()
        elif time.monotonic() - used_at >= LINGER_SECONDS:
            break
        else:
            os.close(alone)
        if not server.is_alive():
            print("The server ended by itself; starting it again.", flush=True)
            server.start()
    server.stop()


def main(folder: Path) -> None:
    """Become the keeper of `folder`; the caller's process returns when the server is ready, or says why it is not."""
    os.chdir("/")
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        with os.fdopen(reading) as answer:
            said = answer.read()
        sys.exit(0 if said == "ready" else said or "The keeper of the embedded PostgreSQL died.")
    os.close(reading)
    log = os.open(folder / "keeper.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    kept = locks.lock(folder / locks.KEEPER, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        server = Server(folder)
        if kept is not None:
            server.start()
        os.write(writing, b"ready")
    except (CannotRun, OSError) as error:
        os.write(writing, str(error).encode())
        sys.exit(1)
    finally:
        os.close(writing)
    if kept is not None:
        keep(server, kept=kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
