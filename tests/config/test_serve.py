# SPDX-License-Identifier: Apache-2.0
"""Web server and job worker as one."""

import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest
from django.conf import settings

from sidan.config import serve
from sidan.config.serve import Address, CannotServe

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]

PARENT = f"""
import os, subprocess, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "sidan.config.settings"
import django
django.setup()
from sidan.config.serve import end_with_parent
child = subprocess.Popen({SLEEP!r}, process_group=0, preexec_fn=end_with_parent)
print(child.pid, flush=True)
child.wait()
"""


@pytest.fixture
def parts():
    """Give a dictionary of parts to fill, none of which outlives the test."""
    started: dict[str, subprocess.Popen[bytes]] = {}
    yield started
    for part in started.values():
        part.kill()
        part.wait()
        if part.stdout:
            part.stdout.close()


@pytest.fixture
def listening():
    """Give a port that somebody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_a_taken_port_is_told_before_anything_starts(listening):
    """The sentence names the port and the way to another, in both languages."""
    with pytest.raises(CannotServe) as told:
        serve.require_free(Address("127.0.0.1", listening))

    assert f"{listening} 端口已被占用" in str(told.value)
    assert f"Port {listening} is taken" in str(told.value)
    assert f"make demo PORT={listening + 1}" in str(told.value)


def test_an_address_of_another_machine_is_told(listening):
    """An address that this machine does not have is refused with the system's word."""
    with pytest.raises(CannotServe, match=r"Cannot listen on 192\.0\.2\.1:8000"):
        serve.require_free(Address("192.0.2.1", 8000))


@pytest.mark.parametrize(
    ("address", "url"),
    [
        (Address("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        (Address("0.0.0.0", 80), "http://127.0.0.1:80"),
        (Address("::1", 8000), "http://[::1]:8000"),
    ],
)
def test_the_address_shown_can_be_opened(address, url):
    """A browser on this machine opens what is printed, even when the site listens everywhere."""
    assert address.url == url


def test_a_part_that_ends_by_itself_ends_the_whole(parts, listening, capsys):
    """Jobs without pages, or pages without jobs, are no service: the exit code says that something is wrong."""
    parts |= {"web": subprocess.Popen(SLEEP), "jobs": subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])}

    code = serve.watch(parts, Address("127.0.0.1", listening), threading.Event())
    serve.stop(parts)

    assert code == 1
    assert "“jobs” ended by itself; stopping all" in capsys.readouterr().out
    assert parts["web"].returncode == -signal.SIGTERM


def test_being_asked_to_stop_is_no_failure(parts, listening):
    """After Ctrl-C the exit code is 0 and nothing is left running."""
    parts |= {"web": subprocess.Popen(SLEEP), "jobs": subprocess.Popen(SLEEP)}
    asked = threading.Event()
    asked.set()

    code = serve.watch(parts, Address("127.0.0.1", listening), asked)
    serve.stop(parts)

    assert code == 0
    assert [part.poll() for part in parts.values()] == [-signal.SIGTERM, -signal.SIGTERM]


def test_a_part_that_does_not_listen_is_killed(parts, monkeypatch):
    """A part that ignores the request to end does not keep the terminal for ever."""
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.3)
    parts["web"] = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE)
    parts["web"].stdout.readline()

    serve.stop(parts)

    assert parts["web"].returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_the_parts_do_not_outlive_a_killed_parent():
    """After kill -9 of the command its children end by themselves, so that the port is free again."""
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=settings.BASE_DIR, stdout=subprocess.PIPE) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    psutil.wait_procs([child], timeout=10)
    assert not child.is_running()
