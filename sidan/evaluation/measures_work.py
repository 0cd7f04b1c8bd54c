# SPDX-License-Identifier: Apache-2.0
"""Measures of work: how much, which steps, visits, decisions, funds, forms, and outside figures. Pure: no Django."""

import numpy as np

from sidan.base.errors import Words
from sidan.evaluation.declare import Weighed
from sidan.evaluation.figure import Figure, amount, count, mean, share
from sidan.evaluation.measure import Measure, measure
from sidan.evaluation.tallies import Tallies


def received(t: Tallies, _: Weighed) -> Figure:
    """Orders opened in the period: received (来单量)."""
    return count(t["received"])


def given(t: Tallies, _: Weighed) -> Figure:
    """Parts given to the unit in the period: given (工作量)."""
    return count(t["given"])


def assisted(t: Tallies, _: Weighed) -> Figure:
    """Assisting parts answered, of those settled: assist_met / assist_due (协办响应率; both sides are assessed)."""
    return share(t["assist_met"], t["assist_due"])


def step_count(t: Tallies, asked: Weighed) -> Figure:
    """How often `move` was made in the period."""
    return count(t.steps[asked.move][0])


def step_share(t: Tallies, asked: Weighed) -> Figure:
    """How often `move` was made, at most once for each time `of_move` was made, of the times `of_move` was."""
    of = t.steps[asked.of_move][0]
    return share(np.minimum(t.steps[asked.move][0], of), of)


def step_in_time(t: Tallies, asked: Weighed) -> Figure:
    """How often `move` was made before the stage it left was due, of the times it was made (按期核实率、按期核查率)."""
    made, in_time = t.steps[asked.move]
    return share(in_time, made)


def visits(t: Tallies, _: Weighed) -> Figure:
    """Visits done, of the visits due: those agreed for a day that has come."""
    return share(*t.special["visits"])


def coverage(t: Tallies, _: Weighed) -> Figure:
    """Companies visited at least once in the period, of the companies of the unit's area (全覆盖)."""
    return share(*t.special["coverage"])


def paired(t: Tallies, _: Weighed) -> Figure:
    """Companies in scope with a liaison in every seat on the last day, of all in scope in the area (结对全覆盖)."""
    return share(*t.special["paired"])


def rhythm(t: Tallies, _: Weighed) -> Figure:
    """Visits made in their time, of those that fell due by the rhythm of each pairing (走访频次).

    In each span of a pairing as long as its rhythm one visit falls due, and somebody comes in that span or not; a
    second visit in it adds nothing. What the company declined is not due, nor what the liaison's own list did not call
    overdue when the span was over.
    """
    return share(*t.special["rhythm"])


def problems_solved(t: Tallies, _: Weighed) -> Figure:
    """Problems found on visits that were solved, of those settled in the period (问题销号).

    Where the order opened for a problem ended without a word, the company's word on the visit counts; where there is
    none either, it is not in here.
    """
    return share(*t.special["problems_solved"])


def contacts(t: Tallies, _: Weighed) -> Figure:
    """Visits that a company had from all units together, a company and month: contacts / (companies x months)."""
    return mean(*t.special["contacts"])


def decisions(t: Tallies, _: Weighed) -> Figure:
    """Forum decisions carried out, of those in force whose time has come."""
    return share(*t.special["decisions"])


def funds(t: Tallies, _: Weighed) -> Figure:
    """Micro-service funds spent, of what was allotted in the year."""
    return share(*t.special["funds"])


def burden(t: Tallies, _: Weighed) -> Figure:
    """Forms filled in by staff for each post held and week: forms / (posts x weeks)."""
    return mean(*t.special["burden"])


def outside(t: Tallies, asked: Weighed) -> Figure:
    """The outside figure of that name, entered with evidence and checked by a second person."""
    return amount(t.outside[asked.outside])


WORK: tuple[Measure, ...] = (
    measure(Words("来单量", "orders received"), received, good="either", form="count"),
    measure(Words("承办量", "parts given"), given, good="either", form="count"),
    measure(Words("协办响应率", "assisted"), assisted, "assist_met"),
    measure(Words("动作次数", "times a step was made"), step_count, "step", good="either", form="count", needs="move"),
    measure(Words("动作占比", "share of steps"), step_share, "step", good="either", needs="move of_move"),
    measure(Words("动作按期率", "steps made in time"), step_in_time, "step", needs="move"),
    measure(Words("走访完成率", "visits done"), visits),
    measure(Words("走访覆盖率", "coverage"), coverage),
    measure(Words("结对覆盖率", "companies with a liaison"), paired),
    measure(Words("按频次走访率", "visits by rhythm"), rhythm),
    measure(Words("走访问题解决率", "problems solved"), problems_solved),
    measure(Words("每家企业每月接待次数", "contacts a company and month"), contacts, good="less", form="mean"),
    measure(Words("议定事项落实率", "decisions carried out"), decisions),
    measure(Words("经费使用率", "funds used"), funds, good="either"),
    measure(Words("人均每周填表数", "forms a worker and week"), burden, good="less", form="mean"),
    measure(Words("外部指标", "outside figure"), outside, good="either", form="amount", needs="outside"),
)
