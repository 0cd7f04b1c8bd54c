# SPDX-License-Identifier: Apache-2.0
"""Who the embedded server runs as, and how that user gets to its files when a command runs as root."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

NAME = "sidan"
SOCKET = ".s.PGSQL.5432"
# The kernel's limit is 108 bytes on Linux and 104 on macOS, with a closing zero.
SOCKET_PATH_BYTES = 100


class CannotRun(Exception):
    """Say in a sentence why the embedded server cannot run here."""


def server_user(data: Path) -> pwd.struct_passwd:
    """Return the user a server started by root runs as: the owner of the data, else `sidan`, else `nobody`."""
    with suppress(FileNotFoundError, KeyError):
        if owner := data.stat().st_uid:
            return pwd.getpwuid(owner)
    with suppress(KeyError):
        return pwd.getpwnam(NAME)
    if useradd := shutil.which("useradd"):
        subprocess.run([useradd, "--system", "--no-create-home", NAME], capture_output=True, check=False)
        with suppress(KeyError):
            return pwd.getpwnam(NAME)
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
    if len(os.fsencode(place / SOCKET)) > SOCKET_PATH_BYTES or set(str(place)) & set(",\"'\\"):
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        place = Path(tempfile.gettempdir()) / f"sidan-{name}-{os.geteuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if owner:
        os.chown(place, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    found = place.lstat()
    wanted = owner.pw_uid if owner else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted or stat.S_IMODE(found.st_mode) & 0o077:
        raise CannotRun(f"{place} is not a private folder of the database's user; remove it and try again.")
    return place
