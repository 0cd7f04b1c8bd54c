# SPDX-License-Identifier: Apache-2.0
"""Measures of time: signed, dispatched, answered, told and ended when due, and how late. Pure: no Django."""

import numpy as np

from sidan.base.errors import Words
from sidan.evaluation.declare import Weighed
from sidan.evaluation.figure import Figure, mean, share
from sidan.evaluation.hours import quantile
from sidan.evaluation.measure import Measure, measure
from sidan.evaluation.tallies import Numbers, Tallies


def signed_on_time(t: Tallies, _: Weighed) -> Figure:
    """Parts signed in time, of those whose time to sign is settled: sign_met / sign_due (按时签收率)."""
    return share(t["sign_met"], t["sign_due"])


def dispatched_on_time(t: Tallies, _: Weighed) -> Figure:
    """Orders dispatched in time by the area's staff: dispatch_met / dispatch_due (按时立案率)."""
    return share(t["dispatch_met"], t["dispatch_due"])


def contacted(t: Tallies, _: Weighed) -> Figure:
    """Of all that was due, the resident was told something in time: contact_met / answer_due (响应率、联系反馈)."""
    return share(t["contact_met"], t["answer_due"])


def answered(t: Tallies, _: Weighed) -> Figure:
    """Answered by now, in time or late, of all that was due: answered / answer_due (处置率)."""
    return share(t["answered"], t["answer_due"])


def answered_on_time(t: Tallies, _: Weighed) -> Figure:
    """Answered in time, of all that was due: answer_met / answer_due (按期处置率).

    An open and late order is in the denominator from the day it is late.
    """
    return share(t["answer_met"], t["answer_due"])


def answered_late(t: Tallies, _: Weighed) -> Figure:
    """Answered too late, of all that was due: (answered - answer_met) / answer_due (超期处置率)."""
    return share(t["answered"] - t["answer_met"], t["answer_due"])


def overdue_open(t: Tallies, _: Weighed) -> Figure:
    """Late and not answered to this day: (answer_due - answered) / answer_due (超期待处置率)."""
    return share(t["answer_due"] - t["answered"], t["answer_due"])


def closed(t: Tallies, _: Weighed) -> Figure:
    """Ended by now, of all that was due: ended / answer_due (结案率)."""
    return share(t["ended"], t["answer_due"])


def closed_on_time(t: Tallies, _: Weighed) -> Figure:
    """Answered in time and ended by now, of all that was due: ended_met / answer_due (按期结案率)."""
    return share(t["ended_met"], t["answer_due"])


def closed_late(t: Tallies, _: Weighed) -> Figure:
    """Ended after being late, of all that was due: (ended - ended_met) / answer_due (超期结案率)."""
    return share(t["ended"] - t["ended_met"], t["answer_due"])


def still_open(t: Tallies, _: Weighed) -> Figure:
    """Not ended yet, of all that was opened in the period: open_still / received (未结案率)."""
    return share(t["open_still"], t["received"])


def extended(t: Tallies, _: Weighed) -> Figure:
    """Whose time was extended at least once, of all that was due: extended / answer_due (延期率)."""
    return share(t["extended"], t["answer_due"])


def suspended(t: Tallies, _: Weighed) -> Figure:
    """Suspended at least once, of all that was due: suspended / answer_due (缓办率、挂账率)."""
    return share(t["suspended"], t["answer_due"])


def pressed(t: Tallies, _: Weighed) -> Figure:
    """Pressed by a supervisor or a leader at least once, of all that was due: pressed / answer_due (督办率)."""
    return share(t["pressed"], t["answer_due"])


def late_days(t: Tallies, _: Weighed) -> Figure:
    """Mean days late of what became late in the period: late_days / late.

    What is still open counts to today. Whoever was never late has no such mean: `late_days_each` gives nought then.
    """
    return mean(t["late_days"], t["late"])


def late_days_each(t: Tallies, _: Weighed) -> Figure:
    """Days late for each order that was due, nought for those in time: late_days / answer_due."""
    return mean(t["late_days"], t["answer_due"])


def first_answer_mean(t: Tallies, _: Weighed) -> Figure:
    """Mean hours to the first answer: first_hours / first_answers."""
    return mean(t["first_hours"], t["first_answers"])


def first_answer_median(t: Tallies, _: Weighed) -> Figure:
    """Hours within which half of the first answers came, told to within 5 %."""
    return _quantile(t, 0.5)


def first_answer_p90(t: Tallies, _: Weighed) -> Figure:
    """Hours within which nine of ten first answers came, told to within 5 %."""
    return _quantile(t, 0.9)


def _quantile(t: Tallies, part: float) -> Figure:
    """Return the hours within which a part of the first answers lie."""
    many: Numbers = t.hours.sum(axis=1)
    return Figure("quantile", np.nan_to_num(quantile(t.hours, part)), many)


TIME: tuple[Measure, ...] = (
    measure(Words("按时签收率", "signed in time"), signed_on_time, "sign_met"),
    measure(Words("按时派单率", "dispatched in time"), dispatched_on_time, "dispatch_met"),
    measure(Words("响应率", "contacted"), contacted, "contact_met"),
    measure(Words("处置率", "answered"), answered, "answered"),
    measure(Words("按期处置率", "answered in time"), answered_on_time, "answer_met"),
    measure(Words("超期处置率", "answered late"), answered_late, "answered", "answer_met", good="less"),
    measure(Words("超期待处置率", "overdue and open"), overdue_open, "answered", good="less"),
    measure(Words("结案率", "closed"), closed, "ended"),
    measure(Words("按期结案率", "closed in time"), closed_on_time, "ended_met"),
    measure(Words("超期结案率", "closed late"), closed_late, "ended", "ended_met", good="less"),
    measure(Words("未结案率", "still open"), still_open, "open_still", good="less"),
    measure(Words("延期率", "extended"), extended, "extended", good="less"),
    measure(Words("挂账率", "suspended"), suspended, "suspended", good="less"),
    measure(Words("督办率", "pressed"), pressed, "pressed", good="less"),
    measure(Words("平均超期天数", "days late"), late_days, "late_days", good="less", form="mean"),
    measure(Words("每单超期天数", "days late an order"), late_days_each, "late_days", good="less", form="mean"),
    measure(
        Words("首次答复平均小时", "hours to first answer (mean)"),
        first_answer_mean,
        "first_hours",
        good="less",
        form="mean",
    ),
    measure(
        Words("首次答复中位小时", "hours to first answer (median)"),
        first_answer_median,
        "first_hours",
        good="less",
        form="quantile",
    ),
    measure(
        Words("首次答复九成小时", "hours to first answer (nine of ten)"),
        first_answer_p90,
        "first_hours",
        good="less",
        form="quantile",
    ),
)
