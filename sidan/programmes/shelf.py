# SPDX-License-Identifier: Apache-2.0
"""The programme files the city runs: read, proved and served at start."""

from collections.abc import Iterator
from pathlib import Path

from sidan.base.errors import Refused
from sidan.orders import registry
from sidan.orders.declare import Programme
from sidan.orders.soundness import faults_of
from sidan.programmes.reader import read
from sidan.programmes.vocabulary import VOCABULARY

OFFICIAL = Path(__file__).parent


class Unsound(Refused):
    """A programme that could strand an order, with every fault of it."""

    def __init__(self, name: str, faults: list[str]) -> None:
        """Keep the faults, each a sentence that names the key."""
        super().__init__("%(name)s is refused: %(faults)s", name=name, faults=" ".join(faults))
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


def serve_all(own_folder: str = "") -> None:
    """Read, prove and serve every programme file; one faulty file stops the start, with its faults."""
    for path in files(own_folder):
        source = path.read_text(encoding="utf-8")
        registry.serve(proved(source, name=path.name), source)
