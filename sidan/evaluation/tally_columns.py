# SPDX-License-Identifier: Apache-2.0
"""From a fact to the tallies: on which day each stands, and how much a fact adds to it, as SQL over `f`."""

from collections.abc import Mapping

from sidan.evaluation.tallies import TALLIES

_HANDLED = ("solved", "partly", "not_solved", "explained", "unrated", "done")
_IS_HANDLED = f"f.end IN {_HANDLED}"

# tally -> (column with the day, what a fact of that day adds: a whole number).
COLUMNS: Mapping[str, tuple[str, str]] = {
    "received": ("received_on", "1"),
    "open_still": ("received_on", "(f.closed_on IS NULL)::int"),
    "given": ("given_on", "1"),
    "returned": ("given_on", "f.returned::int"),
    "misdirected": ("given_on", "f.misdirected::int"),
    "dispatch_due": ("dispatch_on", "1"),
    "dispatch_met": ("dispatch_on", "f.dispatch_met::int"),
    "sign_due": ("sign_on", "1"),
    "sign_met": ("sign_on", "f.sign_met::int"),
    "answer_due": ("settled_on", "1"),
    "answer_met": ("settled_on", "f.settled_met::int"),
    "answered": ("settled_on", "f.answered::int"),
    "ended": ("settled_on", "f.ended::int"),
    "ended_met": ("settled_on", "(f.ended AND f.settled_met)::int"),
    "contact_met": ("settled_on", "f.contact_met::int"),
    "extended": ("settled_on", "f.extended::int"),
    "suspended": ("settled_on", "f.suspended::int"),
    "pressed": ("settled_on", "f.pressed::int"),
    "reworked": ("settled_on", "(f.reworks > 0)::int"),
    "reworks": ("settled_on", "f.reworks"),
    "problems": ("settled_on", "f.problem::int"),
    "reopened": ("settled_on", "f.reopened::int"),
    "late": ("late_on", "1"),
    "late_days": ("late_on", "f.late_days"),
    "first_answers": ("first_on", "1"),
    "first_hours": ("first_on", "f.first_minutes"),
    "closed": ("closed_on", f"({_IS_HANDLED})::int"),
    "solved": ("closed_on", "(f.end = 'solved')::int"),
    "partly": ("closed_on", "(f.end = 'partly')::int"),
    "not_solved": ("closed_on", "(f.end = 'not_solved')::int"),
    "explained": ("closed_on", "(f.end = 'explained')::int"),
    "unrated": ("closed_on", f"({_IS_HANDLED} AND f.mark IS NULL AND f.end IN ('unrated', 'done'))::int"),
    **{
        f"mark_{mark}": ("closed_on", f"({_IS_HANDLED} AND COALESCE(f.mark = {mark}, false))::int")
        for mark in range(1, 6)
    },
    "declined": ("closed_on", "(f.end IN ('not_accepted', 'refused'))::int"),
    "merged": ("closed_on", "(f.end = 'merged')::int"),
    "withdrawn": ("closed_on", "(f.end = 'withdrawn')::int"),
    "assist_due": ("assist_on", "1"),
    "assist_met": ("assist_on", "f.assist_met::int"),
}
assert COLUMNS.keys() == TALLIES.keys()
DAYS = tuple(dict.fromkeys(day for day, _ in COLUMNS.values()))
# Kept in whole minutes, so that sums are exact; shown in hours.
IN_MINUTES = frozenset({"first_hours"})


def in_period(tally: str) -> str:
    """Return the SQL of what a fact adds to a tally between %(since)s and %(until)s, 0 outside."""
    day, adds = COLUMNS[tally]
    return f"CASE WHEN f.{day} BETWEEN %(since)s AND %(until)s THEN {adds} ELSE 0 END"
