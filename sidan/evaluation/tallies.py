# SPDX-License-Identifier: Apache-2.0
"""The closed list of what is counted of orders, and the table of it that every measure reads. Pure: no Django.

A tally counts facts on the day they are settled: a time to answer is settled on the day of the answer, or on the day
it ran out, whichever comes first. So an order that is open and late counts as late from that day on, and neither a
return, nor a merger, nor never closing it takes that back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# name -> what it counts, with the day it stands on in brackets. `_met` is the numerator of the `_due` before it.
# Days are those of the city's zone. What stands on [settled] may still grow: an answer may come, or be sent back,
# afterwards.
TALLIES: Mapping[str, str] = {
    "received": "orders opened, each with the part that bears its outcome [opened]",
    "open_still": "of received, those not ended yet [opened]",
    "given": "parts given to the unit, or taken by the area itself [given]",
    "returned": "of given, those the unit sent back [given]",
    "misdirected": "of returned, those then given to another unit: it had been the wrong one [given]",
    "dispatch_due": "times to dispatch settled, of the area's staff [dispatched or run out]",
    "dispatch_met": "of these, dispatched before the time ran out",
    "sign_due": "times to sign settled [signed or run out]",
    "sign_met": "of these, signed before the time ran out",
    "answer_due": "times to answer settled [answered or run out]",
    "answer_met": "of these, answered before the time ran out, extensions granted included [settled]",
    "answered": "of answer_due, those answered by now, in time or late [settled]",
    "ended": "of answer_due, those whose order has ended by now [settled]",
    "ended_met": "of answer_due, those answered in time whose order has ended by now [settled]",
    "contact_met": "of answer_due, those whose resident the unit told something before the time ran out [settled]",
    "extended": "of answer_due, those extended at least once [settled]",
    "suspended": "of answer_due, those suspended at least once [settled]",
    "pressed": "of answer_due, those pressed by a supervisor or a leader at least once [settled]",
    "reworked": "of answer_due, those sent back by the resident at least once [settled]",
    "reworks": "how often those were sent back [settled]",
    "problems": "of answer_due, those that became a problem order [settled]",
    "reopened": "of answer_due, those whose order was opened again after its end [settled]",
    "late": "parts that became late [the first day late]",
    "late_days": "whole days from then to the answer, or to today [the first day late]",
    "first_answers": "first answers given [answered]",
    "first_hours": "hours from the part being given to its first answer, added up [answered]",
    "closed": "orders that ended handled: solved, partly, explained, unrated or done [ended]",
    "solved": "of closed, judged solved [ended]",
    "partly": "of closed, judged partly solved [ended]",
    "not_solved": "of closed, last judged not solved [ended]",
    "explained": "of closed, an explanation that it cannot be solved was accepted [ended]",
    "unrated": "of closed, never judged [ended]",
    "mark_1": "of closed, rated 1 of 5 [ended]",
    "mark_2": "of closed, rated 2 of 5 [ended]",
    "mark_3": "of closed, rated 3 of 5 [ended]",
    "mark_4": "of closed, rated 4 of 5 [ended]",
    "mark_5": "of closed, rated 5 of 5 [ended]",
    "declined": "orders that ended as not accepted [ended]",
    "merged": "orders that ended as merged into another [ended]",
    "withdrawn": "orders that ended as withdrawn [ended]",
    "assist_due": "assisting parts settled: answered, or ended without an answer [that day]",
    "assist_met": "of these, answered",
}


@dataclass(frozen=True)
class Tallies:
    """What was counted over a period, an entry for each of `subjects` in their order.

    `columns` by tally. `hours` is how many first answers fell into each bucket of `sidan.evaluation.hours`, a row for
    each subject. `steps` holds by move (made, made in time). `special` holds by measure its (count, of). `outside`
    holds by indicator the value, NaN where there is none.
    """

    subjects: Sequence[str]
    columns: Mapping[str, Numbers]
    hours: Numbers
    steps: Mapping[str, tuple[Numbers, Numbers]] = field(default_factory=dict)
    special: Mapping[str, tuple[Numbers, Numbers]] = field(default_factory=dict)
    outside: Mapping[str, Numbers] = field(default_factory=dict)

    def __getitem__(self, tally: str) -> Numbers:
        """Return the column of a tally."""
        return self.columns[tally]
