# SPDX-License-Identifier: Apache-2.0
"""The embedded PostgreSQL under the hands of many commands, some of which die."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from sidan.config.embedded import access, keeper
from sidan.config.embedded import server as postgres

ROOT = Path(__file__).resolve().parents[2]
USE = """
import sys
from pathlib import Path
from sidan.config.embedded import sharing
print(sharing.join(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""
SHORT = """
import sys
from pathlib import Path
import psycopg
from sidan.config.embedded import sharing
socket = sharing.join(Path(sys.argv[1]))
with psycopg.connect(host=str(socket), user="sidan", dbname="sidan") as connection:
    connection.execute("insert into visits select 1")
"""
WAIT_SECONDS = 20


class Command:
    """A command that uses the server until it is told to go, or dies."""

    def __init__(self, folder: Path) -> None:
        """Start it and wait until it has the server."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", USE, folder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.socket = self.process.stdout.readline().strip()

    def run(self, sql: str) -> list[tuple[object, ...]]:
        """Return the rows of one statement, run in a session of its own."""
        with psycopg.connect(host=self.socket, user=postgres.ROLE, dbname=postgres.DATABASE) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def end(self, number: int = 0) -> None:
        """Let it finish, or send it a signal."""
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a fresh place for a server, and leave none running there."""
    place = tmp_path / "postgres"
    yield place
    for process in (server(place), keeper_of(place)):
        with suppress(psutil.NoSuchProcess):  # one may end of itself meanwhile
            if process:
                process.kill()


@contextmanager
def using(folder: Path) -> Iterator[Command]:
    """Give a command that uses the server for as long as the block lasts."""
    command = Command(folder)
    try:
        yield command
    finally:
        command.end()


def server(folder: Path) -> psutil.Process | None:
    """Return the server's first process, if it runs."""
    return next((p for p in processes() if p.info["cmdline"][1:3] == ["-D", str(folder.resolve() / "data")]), None)


def keeper_of(folder: Path) -> psutil.Process | None:
    """Return the keeper, if there is one."""
    return next((p for p in processes() if p.info["cmdline"][2:] == [keeper.__name__, str(folder.resolve())]), None)


def processes() -> Iterator[psutil.Process]:
    """Yield the processes that have a command line and are not dead."""
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["cmdline"] and process.info["status"] != psutil.STATUS_ZOMBIE:
            yield process


def eventually(condition: Callable[[], object]) -> bool:
    """Answer whether the condition comes true within WAIT_SECONDS."""
    give_up_at = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


def is_down(folder: Path) -> bool:
    """Answer whether neither server nor keeper runs, and the server left in good order."""
    return not server(folder) and not keeper_of(folder) and not (folder / "data" / "postmaster.pid").exists()


def test_what_is_written_survives_the_last_command(folder):
    """The server goes with its last command and comes back with the next, rows and all."""
    with using(folder) as command:
        command.run("create table visits as select 42 as number")
    assert eventually(lambda: is_down(folder))

    with using(folder) as command:
        rows = command.run("select number, current_setting('server_encoding'), current_setting('fsync') from visits")

    assert rows == [(42, "UTF8", "on")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_the_only_command_stops_the_server(folder, number):
    """Ctrl-C, a polite kill and kill -9 all leave no server behind, shut down in good order."""
    command = Command(folder)

    command.end(number)

    assert eventually(lambda: is_down(folder))
    assert "database system is shut down" in (folder / "server.log").read_text()


def test_killing_one_command_leaves_the_server_to_the_other(folder):
    """The first command started the server; its death by kill -9 does not touch the second."""
    first = Command(folder)
    second = Command(folder)
    pid = server(folder).pid

    first.end(signal.SIGKILL)
    time.sleep(keeper.LINGER_SECONDS + 3 * keeper.POLL_SECONDS)

    assert second.run("select 1") == [(1,)]
    assert server(folder).pid == pid
    second.end()
    assert eventually(lambda: is_down(folder))


def test_a_crash_of_everything_loses_nothing_that_was_confirmed(folder):
    """Keeper and server die at once; the next command recovers the server with its rows."""
    command = Command(folder)
    command.run("create table visits as select 42 as number")
    for process in (keeper_of(folder), server(folder), *server(folder).children()):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    command.end(signal.SIGKILL)

    with using(folder) as command:
        rows = command.run("select number from visits")

    assert rows == [(42,)]


def test_a_reused_process_number_does_not_keep_the_server_down(folder):
    """After a crash the dead server's number may belong to any program, such as this test."""
    with using(folder):
        pass
    assert eventually(lambda: is_down(folder))
    note = folder / "data" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{folder}/data\n1\n5432\n{folder}/socket\n\n  1 1\nready\n")

    with using(folder) as command:
        assert command.run("select 1") == [(1,)]


def test_a_new_keeper_adopts_the_server_of_a_dead_one(folder):
    """A server that lost its keeper is neither started twice nor left behind."""
    command = Command(folder)
    pid = server(folder).pid
    keeper_of(folder).kill()
    assert eventually(lambda: not keeper_of(folder))

    with using(folder) as newcomer:
        assert newcomer.run("select 1") == [(1,)]
        assert server(folder).pid == pid
    command.end()

    assert eventually(lambda: is_down(folder))


def test_a_server_that_dies_under_its_users_comes_back(folder):
    """The keeper starts it again without any command doing anything."""
    with using(folder) as command:
        dead = server(folder)
        dead.kill()

        assert eventually(lambda: (now := server(folder)) and now.pid != dead.pid)
        assert eventually(lambda: postgres.ready_socket(folder.resolve() / "data"))
        assert command.run("select 1") == [(1,)]


def test_many_short_commands_at_once_all_find_the_server(folder):
    """Eighteen commands, six at a time, while the server comes and goes: none is refused."""
    with using(folder) as command:
        command.run("create table visits (number int)")
    ends = []
    for _ in range(3):
        crowd = [subprocess.Popen([sys.executable, "-c", SHORT, folder], cwd=ROOT) for _ in range(6)]
        ends += [short.wait() for short in crowd]
        time.sleep(keeper.LINGER_SECONDS)  # just when the server is about to go

    with using(folder) as command:
        assert command.run("select count(*) from visits") == [(18,)]
    assert set(ends) == {0}


@pytest.mark.parametrize("name", ["四单 city, 'north'", "n" * 120])
def test_any_folder_will_do(tmp_path, name):
    """A socket's path is short and libpq splits it at commas; the folder's path may be long and hold anything."""
    folder = tmp_path / name / "postgres"

    with using(folder) as command:
        assert command.run("select 1") == [(1,)]
        assert len(os.fsencode(command.socket)) < access.SOCKET_PATH_BYTES
        assert Path(command.socket).stat().st_mode & 0o077 == 0

    assert eventually(lambda: is_down(folder))


def test_deleting_the_folder_ends_the_server(folder):
    """Somebody who removes var/ under a running server can start afresh at the same place."""
    with using(folder):
        gone = server(folder)
        (folder.rename(folder.with_name("removed")))
        with using(folder) as command:
            assert command.run("select 1") == [(1,)]
        assert eventually(lambda: not gone.is_running() or gone.status() == psutil.STATUS_ZOMBIE)


def test_a_folder_that_cannot_be_used_is_told_plainly(tmp_path):
    """A file in the way gives a sentence that says what else can be done."""
    (tmp_path / "postgres").touch()

    done = subprocess.run(
        [sys.executable, "-c", USE, tmp_path / "postgres"], cwd=ROOT, capture_output=True, check=False
    )

    assert "cannot use" in done.stderr.decode()
    assert "Set SIDAN_VAR to a folder you may write, or DATABASE_URL" in done.stderr.decode()


def test_a_server_that_cannot_start_is_told_with_its_own_words(folder):
    """A damaged data folder gives the end of the server's log and the way out."""
    with using(folder):
        pass
    assert eventually(lambda: is_down(folder))
    (folder / "data" / "PG_VERSION").write_text("9.6\n")

    done = subprocess.run([sys.executable, "-c", USE, folder], cwd=ROOT, capture_output=True, check=False)

    assert "The embedded PostgreSQL did not start" in done.stderr.decode()
    assert "The data directory was initialized by PostgreSQL version 9.6" in done.stderr.decode()
    assert "set DATABASE_URL to a PostgreSQL (15 or newer)" in done.stderr.decode()
