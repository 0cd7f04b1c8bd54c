# SPDX-License-Identifier: Apache-2.0
"""Measures of outcome: the right unit, what residents judged, and what came back. Pure: no Django."""

from collections.abc import Mapping

import numpy as np

from sidan.base.errors import Words
from sidan.evaluation.declare import Weighed
from sidan.evaluation.figure import Figure, share
from sidan.evaluation.measure import Measure, measure
from sidan.evaluation.tallies import Tallies

# Levels of satisfaction with the part each is worth unless a file says otherwise: the mean of five equal steps.
EVEN_CREDIT: Mapping[str, float] = {"5": 1.0, "4": 0.75, "3": 0.5, "2": 0.25, "1": 0.0}
MARKS = ("1", "2", "3", "4", "5")


def accepted(t: Tallies, _: Weighed) -> Figure:
    """Of the orders that ended, those not declined: (closed + merged + withdrawn) / (these + declined) (有效上报率)."""
    others = t["closed"] + t["merged"] + t["withdrawn"]
    return share(others, others + t["declined"])


def rightly_dispatched(t: Tallies, _: Weighed) -> Figure:
    """Parts given to the right unit at once, of all given: (given - misdirected) / given (准确派遣率)."""
    return share(t["given"] - t["misdirected"], t["given"])


def wrongly_dispatched(t: Tallies, _: Weighed) -> Figure:
    """Parts given to a unit that was not the right one: misdirected / given (派遣差错率)."""
    return share(t["misdirected"], t["given"])


def returned(t: Tallies, _: Weighed) -> Figure:
    """Parts the unit sent back: returned / given (退单率).

    A right return is no fault of the unit: see `wrongly_returned`.
    """
    return share(t["returned"], t["given"])


def wrongly_returned(t: Tallies, _: Weighed) -> Figure:
    """Sent back though the dispatcher decided that it was the right unit: (returned - misdirected) / given (推诿)."""
    return share(t["returned"] - t["misdirected"], t["given"])


def solved(t: Tallies, _: Weighed) -> Figure:
    """Judged solved, of what residents judged: solved / (solved + partly + not_solved) (解决率).

    "Explained, cannot be solved" is its own outcome: neither a success nor a failure, so it is not in here. Silence is
    not in here either.
    """
    return share(t["solved"], t["solved"] + t["partly"] + t["not_solved"])


def at_least_partly(t: Tallies, _: Weighed) -> Figure:
    """Solved or partly, of what residents judged: (solved + partly) / (solved + partly + not_solved)."""
    return share(t["solved"] + t["partly"], t["solved"] + t["partly"] + t["not_solved"])


def explained(t: Tallies, _: Weighed) -> Figure:
    """Ended with an explanation accepted that it cannot be solved: explained / closed."""
    return share(t["explained"], t["closed"])


def rated(t: Tallies, _: Weighed) -> Figure:
    """Orders of which the residents said something: (closed - unrated) / closed (有效回访率)."""
    return share(t["closed"] - t["unrated"], t["closed"])


def satisfied(t: Tallies, asked: Weighed) -> Figure:
    """Satisfaction by five levels, each worth its credit: sum of credit x mark / marks (满意率).

    满意 + 0.9 x 基本满意 is the credit {5 = 1, 4 = 1, 3 = 0.9, 2 = 0, 1 = 0}. Without credit each level is a quarter.
    """
    credit = asked.credit or EVEN_CREDIT
    worth = sum((credit.get(level, 0.0) * t[f"mark_{level}"] for level in MARKS), start=np.zeros(len(t.subjects)))
    return share(worth, sum((t[f"mark_{level}"] for level in MARKS), start=np.zeros(len(t.subjects))))


def reworked(t: Tallies, _: Weighed) -> Figure:
    """Sent back by the resident at least once, of all that was due: reworked / answer_due (返工率)."""
    return share(t["reworked"], t["answer_due"])


def problems(t: Tallies, _: Weighed) -> Figure:
    """Sent back so often that it became a problem order, of all that was due: problems / answer_due."""
    return share(t["problems"], t["answer_due"])


def reopened(t: Tallies, _: Weighed) -> Figure:
    """Opened again after its end, of all that was due: reopened / answer_due."""
    return share(t["reopened"], t["answer_due"])


OUTCOME: tuple[Measure, ...] = (
    measure(Words("有效受理率", "accepted"), accepted, "declined"),
    measure(Words("准确派单率", "rightly dispatched"), rightly_dispatched, "misdirected"),
    measure(Words("派单差错率", "wrongly dispatched"), wrongly_dispatched, "misdirected", good="less"),
    measure(Words("退单率", "returned"), returned, "returned", good="less"),
    measure(Words("不当退单率", "wrongly returned"), wrongly_returned, "returned", "misdirected", good="less"),
    measure(Words("解决率", "solved"), solved, "solved"),
    measure(Words("基本解决率", "solved at least in part"), at_least_partly, "partly", "solved"),
    measure(Words("解释说明率", "explained, cannot be solved"), explained, "explained", good="either"),
    measure(Words("评价率", "rated"), rated, "unrated"),
    measure(Words("满意率", "satisfied"), satisfied, "marks", takes="credit"),
    measure(Words("返工率", "reworked"), reworked, "reworked", good="less"),
    measure(Words("问题工单率", "problem orders"), problems, "problems", good="less"),
    measure(Words("重开率", "reopened"), reopened, "reopened", good="less"),
)
