# SPDX-License-Identifier: Apache-2.0
"""The closed list of measures that an indicator of a programme may name; `sidan.reports.indicators` counts them."""

from dataclasses import dataclass

from sidan.base.errors import Words


@dataclass(frozen=True)
class Measure:
    """What a measure counts and which keys it needs; `is_share` when it has a numerator and a denominator."""

    words: Words
    needs: frozenset[str]
    is_share: bool = False


MEASURES: dict[str, Measure] = {
    "orders": Measure(Words("期间发起的单数", "orders opened in the period"), frozenset()),
    "moves": Measure(Words("期间该动作的次数", "how often the move was made in the period"), frozenset({"move"})),
    "sum": Measure(
        Words("期间该动作所填数值之和", "the sum of the numbers answered in the move"), frozenset({"move", "field"})
    ),
    "target": Measure(
        Words(
            "该动作所填数值之和，占期间发起各单目标之和",
            "the sum answered in the move, of the targets kept by the orders opened in the period",
        ),
        frozenset({"move", "field", "target"}),
        is_share=True,
    ),
    "outcome": Measure(
        Words("期间办结的单中该结果所占", "of the orders closed in the period, those with the outcome"),
        frozenset({"outcome"}),
        is_share=True,
    ),
    "on_time": Measure(
        Words(
            "期间离开该环节的次数中未超时的所占；仍在该环节且已超时的计为超时",
            "of the departures from the stage in the period, those in time; still there and late counts as late",
        ),
        frozenset({"stage"}),
        is_share=True,
    ),
    "hours": Measure(
        Words("从发起到该动作的小时数（中位）", "hours from the opening to the move (median)"), frozenset({"move"})
    ),
}
