# SPDX-License-Identifier: Apache-2.0
"""Files are read and proved one by one, and every fault of every one is told with its line."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from sidan.base.toml_shape import Faulty
from sidan.programmes.fault_lines import with_lines

Proved_co = TypeVar("Proved_co", covariant=True)


class Proof(Protocol[Proved_co]):
    """Turns the text of a file into what it declares, or raises Faulty."""

    def __call__(self, source: str, *, name: str) -> Proved_co:
        """Return what the text of the file of that name declares."""


def proved_files(paths: Iterable[Path], prove: Proof[Proved_co]) -> tuple[list[tuple[Path, str, Proved_co]], list[str]]:
    """Return the sound files with their text and what it declares, and the faults of the others.

    A fault is told as `file:line: sentence`.
    """
    sound: list[tuple[Path, str, Proved_co]] = []
    faults: list[str] = []
    for path in paths:
        source = ""
        try:
            source = path.read_text(encoding="utf-8")
            sound.append((path, source, prove(source, name=path.name)))
        except OSError as error:
            faults.append(f"{path}:1: The file cannot be read: {error.strerror}.")
        except UnicodeDecodeError:
            faults.append(f"{path}:1: The file is not written in UTF-8.")
        except Faulty as refused:
            faults += with_lines(refused.faults, source, name=str(path))
    return sound, faults
