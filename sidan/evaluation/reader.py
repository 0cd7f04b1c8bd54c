# SPDX-License-Identifier: Apache-2.0
"""A ranking file becomes a declared ranking, or is refused with sentences that name the key. Pure: no Django."""

from sidan.base.toml_shape import Faulty, Misshapen, Shapes, shaped
from sidan.evaluation.declare import Band, Extra, Ranking, RankingClass, Tier, Weighed

# Which declaration each table of a file must match, found by its key.
_TABLES: Shapes = {
    "indicators": Weighed,
    "classes": RankingClass,
    "tiers": Tier,
    "bonuses": Extra,
    "deductions": Extra,
}
_INNER: Shapes = {"bands": Band}


class Unreadable(Faulty):
    """A file that cannot be read as a ranking, with every fault found in one reading."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, each a sentence."""
        super().__init__("The ranking file has faults: %(faults)s", faults)


def read(source: str) -> Ranking:
    """Return the ranking that a TOML text declares; raise Unreadable with its faults otherwise.

    Reading proves the shape only; `sidan.evaluation.soundness.faults_of` proves that it can be worked out and signed.
    """
    try:
        return shaped(source, Ranking, tables=_TABLES, inner=_INNER)
    except Misshapen as found:
        raise Unreadable(found.faults) from None
