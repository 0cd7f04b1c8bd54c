# SPDX-License-Identifier: Apache-2.0
"""A programme file becomes a declared programme, or is refused with sentences that name the key. Pure: no Django."""

from sidan.base.toml_shape import Faulty, Misshapen, Shapes, shaped
from sidan.orders.declare import Choice, Deadline, Field, Indicator, Move, Opening, Programme, Stage

# Which declaration each table of a file must match, found by its key.
_TABLES: Shapes = {
    "opening": Opening,
    "stages": Stage,
    "moves": Move,
    "fields": Field,
    "indicators": Indicator,
}
_INNER: Shapes = {"deadline": Deadline, "choices": Choice}


class Unreadable(Faulty):
    """A file that cannot be read as a programme, with every fault found in one reading."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, each a sentence."""
        super().__init__("The programme file has faults: %(faults)s", faults)


def read(source: str) -> Programme:
    """Return the programme that a TOML text declares; raise Unreadable with its faults otherwise.

    Reading proves the shape only; `sidan.orders.soundness.faults_of` proves that no order can be stranded.
    """
    try:
        return shaped(source, Programme, tables=_TABLES, inner=_INNER)
    except Misshapen as found:
        raise Unreadable(found.faults) from None
