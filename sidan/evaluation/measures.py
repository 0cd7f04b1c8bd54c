# SPDX-License-Identifier: Apache-2.0
"""The closed list of measures a ranking file may name, each a function over what was counted. Pure: no Django.

Each says its formula, what it is of, and where it comes from; `docs/topics/measures.md` works each,
and a test counts it again. Whether excluded and suspended orders are counted is said by the file (`without`), never here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sidan.base.errors import Words
from sidan.evaluation.declare import Weighed
from sidan.evaluation.figure import Figure, amount, count, mean, share
from sidan.evaluation.hours import quantile
from sidan.evaluation.tallies import Numbers, Tallies

# Levels of satisfaction with the part each is worth unless a file says otherwise: the mean of five equal steps.
EVEN_CREDIT: Mapping[str, float] = {"5": 1.0, "4": 0.75, "3": 0.5, "2": 0.25, "1": 0.0}
MARKS = ("1", "2", "3", "4", "5")

Measuring = Callable[[Tallies, Weighed], Figure]


@dataclass(frozen=True)
class Measure:
    """A measure with its name, its function, the keys it needs and what it counts.

    `counts` are the tallies of its numerator: two indicators of a ranking with the same one count something twice.
    `good` is the direction that is good for a unit.
    """

    words: Words
    of: Measuring
    counts: frozenset[str]
    needs: frozenset[str] = frozenset()
    good: str = "more"
    form: str = "share"

    @property
    def formula(self) -> str:
        """Return what the function says of itself."""
        return self.of.__doc__ or ""


def signed_on_time(t: Tallies, _: Weighed) -> Figure:
    """sign_met / sign_due: parts signed in time, of those whose time to sign is settled (24-h 签收率, DOMAIN 4.2)."""
    return share(t["sign_met"], t["sign_due"])


def dispatched_on_time(t: Tallies, _: Weighed) -> Figure:
    """dispatch_met / dispatch_due: orders dispatched in time by the area's staff (按时立案率, DOMAIN 7.6)."""
    return share(t["dispatch_met"], t["dispatch_due"])


def rightly_dispatched(t: Tallies, _: Weighed) -> Figure:
    """(given - misdirected) / given: parts that were given to the right unit at once (准确派遣率, DOMAIN 7.6)."""
    return share(t["given"] - t["misdirected"], t["given"])


def answered(t: Tallies, _: Weighed) -> Figure:
    """Answered / answer_due: answered by now, in time or late, of all that was due (处置率, DOMAIN 7.6)."""
    return share(t["answered"], t["answer_due"])


def answered_on_time(t: Tallies, _: Weighed) -> Figure:
    """answer_met / answer_due: answered in time, of all that was due (按期处置率, DOMAIN 7.6).

    An open and late order is in the denominator from the day it is late.
    """
    return share(t["answer_met"], t["answer_due"])


def answered_late(t: Tallies, _: Weighed) -> Figure:
    """(answered - answer_met) / answer_due: answered too late."""
    return share(t["answered"] - t["answer_met"], t["answer_due"])


def overdue_open(t: Tallies, _: Weighed) -> Figure:
    """(answer_due - answered) / answer_due: late and not answered to this day (超期待处置率, DOMAIN 7.6 金牛区)."""
    return share(t["answer_due"] - t["answered"], t["answer_due"])


def closed(t: Tallies, _: Weighed) -> Figure:
    """Ended / answer_due: ended by now, of all that was due (结案率, DOMAIN 7.6)."""
    return share(t["ended"], t["answer_due"])


def closed_on_time(t: Tallies, _: Weighed) -> Figure:
    """ended_met / answer_due: answered in time and ended (按期结案率, DOMAIN 7.6)."""
    return share(t["ended_met"], t["answer_due"])


def closed_late(t: Tallies, _: Weighed) -> Figure:
    """(ended - ended_met) / answer_due: ended after being late (超期结案率, DOMAIN 7.6)."""
    return share(t["ended"] - t["ended_met"], t["answer_due"])


def still_open(t: Tallies, _: Weighed) -> Figure:
    """open_still / received: not ended yet, of all that was opened in the period (未结案率, DOMAIN 7.6)."""
    return share(t["open_still"], t["received"])


def accepted(t: Tallies, _: Weighed) -> Figure:
    """(ended without being declined) / ended: 有效上报率 (DOMAIN 7.6), of closed + declined + merged + withdrawn."""
    others = t["closed"] + t["merged"] + t["withdrawn"]
    return share(others, others + t["declined"])


def contacted(t: Tallies, _: Weighed) -> Figure:
    """contact_met / answer_due: the unit told the resident something in time (响应率, 联系反馈, DOMAIN 4.2)."""
    return share(t["contact_met"], t["answer_due"])


def solved(t: Tallies, _: Weighed) -> Figure:
    """Solved / (solved + partly + not_solved): of what residents judged (解决率, DOMAIN 4.2).

    "Explained, cannot be solved" is its own outcome: neither a success nor a failure, so it is not in here. Silence is
    not in here either.
    """
    return share(t["solved"], t["solved"] + t["partly"] + t["not_solved"])


def at_least_partly(t: Tallies, _: Weighed) -> Figure:
    """(solved + partly) / (solved + partly + not_solved): solved or partly solved, of what residents judged."""
    return share(t["solved"] + t["partly"], t["solved"] + t["partly"] + t["not_solved"])


def explained(t: Tallies, _: Weighed) -> Figure:
    """Explained / closed: an explanation that it cannot be solved was accepted (DOMAIN 4.3, repair 4)."""
    return share(t["explained"], t["closed"])


def rated(t: Tallies, _: Weighed) -> Figure:
    """(closed - unrated) / closed: the residents said something, of all that ended (有效回访率)."""
    return share(t["closed"] - t["unrated"], t["closed"])


def satisfied(t: Tallies, asked: Weighed) -> Figure:
    """Sum of credit x marks / marks: satisfaction by five levels with the file's credit (满意率, DOMAIN 4.2).

    满意 + 0.9 x 基本满意 is the credit {5 = 1, 4 = 1, 3 = 0.9, 2 = 0, 1 = 0}. Without credit each level is a quarter.
    """
    credit = asked.credit or EVEN_CREDIT
    worth = sum((credit.get(level, 0.0) * t[f"mark_{level}"] for level in MARKS), start=np.zeros(len(t.subjects)))
    return share(worth, sum((t[f"mark_{level}"] for level in MARKS), start=np.zeros(len(t.subjects))))


def reworked(t: Tallies, _: Weighed) -> Figure:
    """Reworked / answer_due: sent back by the resident at least once (返工率, DOMAIN 7.6)."""
    return share(t["reworked"], t["answer_due"])


def returned(t: Tallies, _: Weighed) -> Figure:
    """Returned / given: sent back by the unit (退单率). A right return is no fault: see misdirected."""
    return share(t["returned"], t["given"])


def wrongly_returned(t: Tallies, _: Weighed) -> Figure:
    """(returned - misdirected) / given: sent back though it was the right unit, as the dispatcher decided (推诿)."""
    return share(t["returned"] - t["misdirected"], t["given"])


def wrongly_dispatched(t: Tallies, _: Weighed) -> Figure:
    """Misdirected / given: given to a unit that was not the right one (派遣差错率)."""
    return share(t["misdirected"], t["given"])


def extended(t: Tallies, _: Weighed) -> Figure:
    """Extended / answer_due: whose time was extended at least once (延期率, DOMAIN 7.6)."""
    return share(t["extended"], t["answer_due"])


def suspended(t: Tallies, _: Weighed) -> Figure:
    """Suspended / answer_due: suspended at least once (缓办率、挂账率, DOMAIN 7.6)."""
    return share(t["suspended"], t["answer_due"])


def pressed(t: Tallies, _: Weighed) -> Figure:
    """Pressed / answer_due: a supervisor or a leader had to press (督办率, DOMAIN 3.7)."""
    return share(t["pressed"], t["answer_due"])


def problems(t: Tallies, _: Weighed) -> Figure:
    """Problems / answer_due: sent back so often that it became a problem order (DOMAIN 12.2)."""
    return share(t["problems"], t["answer_due"])


def reopened(t: Tallies, _: Weighed) -> Figure:
    """Reopened / answer_due: opened again after its end."""
    return share(t["reopened"], t["answer_due"])


def assisted(t: Tallies, _: Weighed) -> Figure:
    """assist_met / assist_due: assisting parts answered (协办响应率, DOMAIN 4.1: both sides are assessed)."""
    return share(t["assist_met"], t["assist_due"])


def late_days(t: Tallies, _: Weighed) -> Figure:
    """late_days / late: mean days late of what became late in the period; what is still open counts to today."""
    return mean(t["late_days"], t["late"])


def first_answer_mean(t: Tallies, _: Weighed) -> Figure:
    """first_hours / first_answers: mean hours to the first answer."""
    return mean(t["first_hours"], t["first_answers"])


def first_answer_median(t: Tallies, _: Weighed) -> Figure:
    """Median hours to the first answer, told to within 5 % (`sidan.evaluation.hours`)."""
    return _quantile(t, 0.5)


def first_answer_p90(t: Tallies, _: Weighed) -> Figure:
    """Hours within which nine of ten first answers came, told to within 5 %."""
    return _quantile(t, 0.9)


def received(t: Tallies, _: Weighed) -> Figure:
    """received: orders opened in the period."""
    return count(t["received"])


def given(t: Tallies, _: Weighed) -> Figure:
    """given: parts given to the unit in the period (工作量)."""
    return count(t["given"])


def step_count(t: Tallies, asked: Weighed) -> Figure:
    """How often `move` was made in the period."""
    return count(t.steps[asked.move][0])


def step_share(t: Tallies, asked: Weighed) -> Figure:
    """Times `move` was made / times `of_move` was made in the period, at most 1."""
    of = t.steps[asked.of_move][0]
    return share(np.minimum(t.steps[asked.move][0], of), of)


def step_in_time(t: Tallies, asked: Weighed) -> Figure:
    """Times `move` was made before the stage it left was due / times made (按期核实率、按期核查率, DOMAIN 7.6)."""
    made, in_time = t.steps[asked.move]
    return share(in_time, made)


def visits(t: Tallies, _: Weighed) -> Figure:
    """Visits done / visits due: visit adherence (DOMAIN 12.5). Due is what was agreed for a day that has come."""
    return share(*t.special["visits"])


def coverage(t: Tallies, _: Weighed) -> Figure:
    """Companies visited at least once in the period / companies of the unit's area (全覆盖, DOMAIN 5.3)."""
    return share(*t.special["coverage"])


def decisions(t: Tallies, _: Weighed) -> Figure:
    """Forum decisions carried out / decisions in force whose time has come (DOMAIN 9)."""
    return share(*t.special["decisions"])


def funds(t: Tallies, _: Weighed) -> Figure:
    """Micro-service funds spent / allotted in the year (DOMAIN 12.5: used / allotted)."""
    return share(*t.special["funds"])


def burden(t: Tallies, _: Weighed) -> Figure:
    """Forms filled in by staff / (posts held x weeks): forms a worker and week (DOMAIN 11.6)."""
    return mean(*t.special["burden"])


def outside(t: Tallies, asked: Weighed) -> Figure:
    """The outside figure of that name, entered with evidence and checked by a second person."""
    return amount(t.outside[asked.outside])


def _quantile(t: Tallies, part: float) -> Figure:
    """Return the hours within which a part of the first answers lie."""
    many: Numbers = t.hours.sum(axis=1)
    return Figure("quantile", np.nan_to_num(quantile(t.hours, part)), many)


def _measure(
    words: Words, of: Measuring, *counts: str, good: str = "more", form: str = "share", needs: str = ""
) -> Measure:
    """Return a measure; `counts` are the tallies of its numerator."""
    return Measure(words, of, frozenset(counts or (of.__name__,)), frozenset(needs.split()), good, form)


MEASURES: Mapping[str, Measure] = {
    measure.of.__name__: measure
    for measure in (
        _measure(Words("按时签收率", "signed in time"), signed_on_time, "sign_met"),
        _measure(Words("按时派单率", "dispatched in time"), dispatched_on_time, "dispatch_met"),
        _measure(Words("准确派单率", "rightly dispatched"), rightly_dispatched, "misdirected"),
        _measure(Words("处置率", "answered"), answered, "answered"),
        _measure(Words("按期处置率", "answered in time"), answered_on_time, "answer_met"),
        _measure(Words("超期处置率", "answered late"), answered_late, "answered_late", good="less"),
        _measure(Words("超期待处置率", "overdue and open"), overdue_open, "answered", good="less"),
        _measure(Words("结案率", "closed"), closed, "ended"),
        _measure(Words("按期结案率", "closed in time"), closed_on_time, "ended_met"),
        _measure(Words("超期结案率", "closed late"), closed_late, "ended_late", good="less"),
        _measure(Words("未结案率", "still open"), still_open, "open_still", good="less"),
        _measure(Words("有效受理率", "accepted"), accepted, "declined"),
        _measure(Words("响应率", "contacted"), contacted, "contact_met"),
        _measure(Words("解决率", "solved"), solved, "solved"),
        _measure(Words("基本解决率", "solved at least in part"), at_least_partly, "partly", "solved"),
        _measure(Words("解释说明率", "explained, cannot be solved"), explained, "explained"),
        _measure(Words("评价率", "rated"), rated, "unrated"),
        _measure(Words("满意率", "satisfied"), satisfied, "marks"),
        _measure(Words("返工率", "reworked"), reworked, "reworked", good="less"),
        _measure(Words("退单率", "returned"), returned, "returned", good="less"),
        _measure(Words("不当退单率", "wrongly returned"), wrongly_returned, "returned", good="less"),
        _measure(Words("派单差错率", "wrongly dispatched"), wrongly_dispatched, "misdirected", good="less"),
        _measure(Words("延期率", "extended"), extended, "extended", good="less"),
        _measure(Words("挂账率", "suspended"), suspended, "suspended", good="less"),
        _measure(Words("督办率", "pressed"), pressed, "pressed", good="less"),
        _measure(Words("问题工单率", "problem orders"), problems, "problems", good="less"),
        _measure(Words("重开率", "reopened"), reopened, "reopened", good="less"),
        _measure(Words("协办响应率", "assisted"), assisted, "assist_met"),
        _measure(Words("平均超期天数", "days late"), late_days, "late_days", good="less", form="mean"),
        _measure(
            Words("首次答复平均小时", "hours to first answer (mean)"),
            first_answer_mean,
            "first",
            good="less",
            form="mean",
        ),
        _measure(
            Words("首次答复中位小时", "hours to first answer (median)"),
            first_answer_median,
            "first",
            good="less",
            form="quantile",
        ),
        _measure(
            Words("首次答复九成小时", "hours to first answer (nine of ten)"),
            first_answer_p90,
            "first",
            good="less",
            form="quantile",
        ),
        _measure(Words("来单量", "orders received"), received, form="count"),
        _measure(Words("承办量", "parts given"), given, form="count"),
        _measure(Words("动作次数", "times a step was made"), step_count, "step", form="count", needs="move"),
        _measure(Words("动作占比", "share of steps"), step_share, "step", needs="move of_move"),
        _measure(Words("动作按期率", "steps made in time"), step_in_time, "step", needs="move"),
        _measure(Words("走访完成率", "visits done"), visits),
        _measure(Words("走访覆盖率", "coverage"), coverage),
        _measure(Words("议定事项落实率", "decisions carried out"), decisions),
        _measure(Words("经费使用率", "funds used"), funds),
        _measure(Words("人均每周填表数", "forms a worker and week"), burden, good="less", form="mean"),
        _measure(Words("外部指标", "outside figure"), outside, form="amount", needs="outside"),
    )
}
SPECIAL = ("visits", "coverage", "decisions", "funds", "burden")
