# SPDX-License-Identifier: Apache-2.0
"""The programme files the city runs: read, proved and served at start."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sidan.base.errors import Refused
from sidan.base.toml_shape import Faulty
from sidan.orders import registry
from sidan.orders.declare import Programme
from sidan.orders.soundness import faults_of
from sidan.programmes.fault_lines import line_of
from sidan.programmes.filing import proved_files
from sidan.programmes.reader import read
from sidan.programmes.together import Filed, chosen, faults_between
from sidan.programmes.vocabulary import VOCABULARY

OFFICIAL = Path(__file__).parent


class Unsound(Faulty):
    """A programme that could strand an order, with every fault of it."""

    def __init__(self, name: str, faults: list[str]) -> None:
        """Keep the faults, each a sentence that names the key."""
        super().__init__("%(name)s is refused: %(faults)s", faults, name=name)


class Unserved(Refused):
    """Files that cannot be served, with every fault as `file:line: sentence`."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults."""
        super().__init__("The programme files have faults:\n%(faults)s", faults="\n".join(faults))
        self.faults = faults


def proved(source: str, *, name: str) -> Programme:
    """Return the programme a text declares, read and proved; raise Unreadable or Unsound otherwise."""
    programme = read(source)
    faults = faults_of(programme, vocabulary=VOCABULARY)
    if faults:
        raise Unsound(name, faults)
    return programme


def files(own_folder: str = "") -> Iterator[Path]:
    """Yield the official programme files, then those of the city's own folder, by name."""
    yield from sorted(OFFICIAL.glob("*.toml"))
    if own_folder:
        yield from sorted(Path(own_folder).glob("*.toml"))


def filed(paths: Iterable[Path]) -> tuple[list[Filed], list[str]]:
    """Return the sound files among `paths`, and the faults of the others as `file:line: sentence`."""
    sound, faults = proved_files(paths, proved)
    home = OFFICIAL.resolve()
    return [Filed(path, text, programme, path.resolve().parent != home) for path, text, programme in sound], faults


def faults_together(found: Sequence[Filed]) -> list[str]:
    """Return what is wrong between files, as `file:line: sentence`."""
    return [f"{each.path}:{line_of(fault, each.source)}: {fault}" for each, fault in faults_between(found)]


def serve_all(own_folder: str = "") -> None:
    """Read, prove and serve every programme file; one faulty file stops the start, with its faults.

    A file of the city's own takes the place of the official one with its code when its edition is higher.
    """
    if own_folder and not Path(own_folder).is_dir():
        raise Unserved([f"{own_folder}:1: There is no such folder; SIDAN_PROGRAMMES_DIR names it."])
    found, faults = filed(files(own_folder))
    faults += faults_together(found)
    if faults:
        raise Unserved(faults)
    for each in chosen(found):
        registry.serve(each.programme, each.source)
