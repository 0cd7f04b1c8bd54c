# SPDX-License-Identifier: Apache-2.0
"""Run the web server and the job worker together: both start, both stop, and neither runs without the other."""

import ctypes
import errno
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from sidan.config import assets, demo, translations
from sidan.config.embedded import sharing

# Two processes of two threads keep two cores busy: one thread computes while the other waits for the database.
WORKERS = 2
THREADS = 2
POLL_SECONDS = 0.2
START_SECONDS = 60
STOP_SECONDS = 20
DATABASE_STOP_SECONDS = 30
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class CannotServe(Exception):
    """Why the site cannot be served here, in both languages."""


@dataclass(frozen=True)
class Address:
    """Where the site listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to open in a browser."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104  # compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def say(chinese: str, english: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(f"» {chinese} · {english}", flush=True)


def serve(address: Address, *, workers: int = WORKERS, prepared: bool = False) -> int:
    """Serve until a signal asks to stop or a part ends by itself; return the exit code, 1 in the latter case.

    Raises CannotServe when the port is taken. Call from the main thread: signals are handled here.
    """
    require_free(address)
    if not prepared:
        prepare()
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: asked.set())
    parts = start(address, workers=workers)
    try:
        return watch(parts, address, asked)
    finally:
        stop(parts)
        leave_database()


def require_free(address: Address) -> None:
    """Refuse when somebody listens at the address already, or this machine does not have it."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server does: the remains of closed connections do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise CannotServe(_why_not(address, error)) from error


def _why_not(address: Address, error: OSError) -> str:
    """Return the sentences for an address that cannot be taken."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"{address.port} 端口已被占用。请先停止占用它的程序，或换一个端口：make demo PORT={address.port + 1}\n"
            f"Port {address.port} is taken. Stop the program that holds it, or choose another: "
            f"make demo PORT={address.port + 1}"
        )
    return (
        f"不能在 {address.host}:{address.port} 上提供服务：{error.strerror}。\n"
        f"Cannot listen on {address.host}:{address.port}: {error.strerror}."
    )


def prepare() -> None:
    """Bring translations, database, browser files and, in demo mode, the demo city to where the code is."""
    translations.compile_changed()
    if settings.DEMO and demo.is_unfinished():
        say("上次没有建完演示城市，从头再来", "The demo city was not finished last time; beginning again")
        demo.clear()
    say("更新数据库结构", "Bringing the database up to date")
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        say("整理网页文件", "Collecting the browser's files")
        assets.collect()
    if settings.DEMO:
        demo.build()
    close_connections()


def start(address: Address, *, workers: int) -> dict[str, subprocess.Popen[bytes]]:
    """Start the web server and the job worker as children, and return them by name."""
    say("启动网页服务和后台任务", "Starting the web server and the job worker")
    root = settings.BASE_DIR
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"]
    granian += ["--host", address.host, "--port", str(address.port), "--workers", str(workers)]
    granian += ["--blocking-threads", str(THREADS), "--workers-kill-timeout", "10", "--log-level", "warning"]
    commands = {
        "web": [*granian, "sidan.config.wsgi:application"],
        "jobs": [sys.executable, str(root / "manage.py"), "procrastinate", "worker"],
    }
    # In groups of their own, so that Ctrl-C comes to them once, from here: twice at once confuses their workers.
    return {
        name: subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=end_with_parent,  # noqa: PLW1509  # no thread runs here yet that could hold a lock
        )
        for name, command in commands.items()
    }


def end_with_parent() -> None:
    """Ask Linux to end this child when its parent dies, even by kill -9; elsewhere it would be left to itself."""
    if hasattr(LIBC, "prctl"):
        LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def watch(parts: dict[str, subprocess.Popen[bytes]], address: Address, asked: threading.Event) -> int:
    """Return 0 when a signal asked to stop, or 1 when a part ended by itself; say once when the site answers."""
    started_at = time.monotonic()
    answered = False
    while not asked.wait(POLL_SECONDS):
        for name, part in parts.items():
            if part.poll() is not None:
                say(f"“{name}” 意外结束（{part.returncode}），全部停止", f"“{name}” ended by itself; stopping all")
                return 1
        if not answered and answers(address):
            answered = True
            say(f"请在浏览器中打开 {address.url} ，按 Ctrl-C 停止", f"Open {address.url} in a browser; Ctrl-C stops")
        if not answered and time.monotonic() - started_at > START_SECONDS:
            say("网页服务没有启动，全部停止", "The web server did not start; stopping all")
            return 1
    return 0


def answers(address: Address) -> bool:
    """Answer whether somebody takes connections at the address."""
    host = "127.0.0.1" if address.host == "0.0.0.0" else address.host  # noqa: S104  # compared, not bound
    try:
        with socket.create_connection((host, address.port), timeout=1):
            return True
    except OSError:
        return False


def stop(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask the parts to finish what they do and end; those that do not within STOP_SECONDS are killed."""
    say("正在停止", "Stopping")
    for part in parts.values():
        if part.poll() is None:
            part.terminate()
    give_up_at = time.monotonic() + STOP_SECONDS
    for part in parts.values():
        try:
            part.wait(max(0.1, give_up_at - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()


def leave_database() -> None:
    """Wait for the embedded database to go down, unless another command uses it."""
    close_connections()
    folder = settings.DATABASES["default"]["OPTIONS"].get("embedded")
    if folder and not sharing.leave(Path(folder), wait_seconds=DATABASE_STOP_SECONDS):
        say("数据库仍被其他命令使用，保持运行", "The database stays up for other commands that use it")


def close_connections() -> None:
    """Let go of every connection and of the pool's threads."""
    connections.close_all()
    close_pool = getattr(connections["default"], "close_pool", None)
    if close_pool:
        close_pool()
