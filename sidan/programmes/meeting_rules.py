# SPDX-License-Identifier: Apache-2.0
"""Guards and effects of meetings: called in time, opened, ended, counted, minuted, and judged in exact fractions."""

from datetime import date, timedelta
from typing import Any

from sidan.base.errors import Refused
from sidan.orders import opinions
from sidan.orders.bodies import Meeting
from sidan.orders.majority import Verdict, Weight, judge
from sidan.orders.models import Order, Step
from sidan.orders.registry import Effect, Guard
from sidan.orders.relying import Relies
from sidan.people.actors import Actor
from sidan.places.calendars import calendar_for
from sidan.programmes.body_rules import body_kind

LONGEST_BALLOT_DAYS = 90  # no text found; a neutral default, so that no ballot stays open unseen

# A village meeting by the answer to `village_meeting`: its kind of body and what its list holds.
VILLAGE_MEETINGS = {
    "representatives": ("village_representatives", "representatives"),
    "adults": ("village_assembly", "adults"),
    "households": ("village_assembly", "households"),
}


def body_of_the_place(order: Order, step: Step, by: Actor) -> None:
    """Refuse a body of another place: its area must lie in the order's, or hold it."""
    area = step.resolved["body"].area.code
    if not (area.startswith(order.area_code) or order.area_code.startswith(area)):
        raise Refused("“%(body)s” does not belong to the place of this order.", body=step.resolved["body"].name)


def decision_the_body_knows(order: Order, step: Step, by: Actor) -> None:
    """Refuse a kind of decision for which the body has no majority."""
    body = step.resolved["body"]
    body_kind(body.kind).terms(roll=body.roll, decision=step.resolved["decision"].code)


def notice_in_time(order: Order, step: Step, by: Actor) -> None:
    """Refuse a day of meeting earlier than the days of notice that the body's rule gives."""
    kind = body_kind(step.resolved["body"].kind)
    first = calendar_for(order.county).local(step.made_at).date() + timedelta(days=kind.notice_days)
    if step.resolved["held_on"] < first:
        raise Refused(
            "The members must be told %(days)d days ahead: choose %(first)s or later.",
            days=kind.notice_days,
            first=first.isoformat(),
        )


def the_day_has_come(order: Order, step: Step, by: Actor) -> None:
    """Refuse to open a ballot before the day the meeting was called for. One query."""
    meeting = opinions.current_meeting(order)
    if calendar_for(order.county).local(step.made_at).date() < meeting.held_on:
        raise Refused("The meeting was called for %(day)s.", day=meeting.held_on.isoformat())


def last_day_ahead(order: Order, step: Step, by: Actor) -> None:
    """Refuse a last day of a ballot that has passed, or one more than LONGEST_BALLOT_DAYS days ahead."""
    today = calendar_for(order.county).local(step.made_at).date()
    if not today <= step.resolved["closes_on"] <= today + timedelta(days=LONGEST_BALLOT_DAYS):
        raise Refused("Choose a last day from today on, at most %(days)d days ahead.", days=LONGEST_BALLOT_DAYS)


def ballot_open(order: Order, step: Step, by: Actor) -> None:
    """Refuse when no ballot about the order has been opened, or its result is stated already. One query."""
    if opinions.current_meeting(order).opened_at is None:
        raise Refused("No ballot is open now.")


def papers_counted(order: Order, step: Step, by: Actor) -> None:
    """Refuse to state a result while the paper ballots counted are not those handed in. Three queries."""
    opinions.require_papers_counted(opinions.current_meeting(order))


def quorum_reached(order: Order, step: Step, by: Actor) -> None:
    """Refuse when the quorum of the meeting that was counted last was missed."""
    if not order.facts["tally"]["is_quorate"]:
        raise Refused("The quorum was missed; the meeting could not decide.")


def quorum_missed(order: Order, step: Step, by: Actor) -> None:
    """Refuse when the quorum was reached: what was decided stands."""
    if order.facts["tally"]["is_quorate"]:
        raise Refused("The quorum was reached; the decision stands.")


def majority_reached(order: Order, step: Step, by: Actor) -> None:
    """Refuse when the majority of the meeting that was counted last was missed."""
    if not order.facts["tally"]["is_carried"]:
        raise Refused("The majority was missed; the question is not carried.")


def majority_missed(order: Order, step: Step, by: Actor) -> None:
    """Refuse when the majority was reached: the question is carried."""
    if order.facts["tally"]["is_carried"]:
        raise Refused("The majority was reached; the question is carried.")


def valid_party_meeting(order: Order, step: Step, by: Actor) -> None:
    """Refuse a meeting of party members without its quorum and majority, by the heads answered (四议两公开, 审议)."""
    _require_valid(_by_heads(step, "party_members", "members"))


def valid_village_meeting(order: Order, step: Step, by: Actor) -> None:
    """Refuse a village meeting without its quorum and majority, by the heads answered (四议两公开, 决议)."""
    _require_valid(_by_heads(step, *VILLAGE_MEETINGS[step.resolved["village_meeting"].code]))


def heads_add_up(order: Order, step: Step, by: Actor) -> None:
    """Refuse more present than expected, or nobody expected."""
    if not 0 < step.resolved["expected"] >= step.resolved["present"]:
        raise Refused("No more can be present than were expected, and somebody must be.")


def call_meeting(order: Order, step: Step) -> None:
    """Call the meeting of the named body, with a seat for each of its members; `missed_on` is the day after it."""
    body = step.resolved["body"]
    opinions.call_meeting(
        order,
        body,
        terms=body_kind(body.kind).terms(roll=body.roll, decision=step.resolved["decision"].code),
        held_on=step.resolved["held_on"],
        question=step.resolved["question"],
        is_secret=step.resolved["ballot"].code == "secret",
        at=step.made_at,
    )
    step.answers["missed_on"] = _day_after(step.resolved["held_on"])


def call_off_meeting(order: Order, step: Step) -> None:
    """Close the meeting without a result. Three queries."""
    opinions.call_off(opinions.current_meeting(order), at=step.made_at)


def open_ballot(order: Order, step: Step) -> None:
    """Take ballots from now on, to the end of the last day; `counted_from` is the day after it."""
    last_on = step.resolved["closes_on"]
    opinions.open_ballot(opinions.current_meeting(order), last_on=last_on, at=step.made_at)
    step.answers["counted_from"] = _day_after(last_on)


def end_casting(order: Order, step: Step) -> None:
    """Take no more ballots by code; papers in the box are still counted. Three queries."""
    opinions.end_casting(opinions.current_meeting(order), at=step.made_at)


def close_ballot(order: Order, step: Step) -> None:
    """State the result: the field `tally` holds part, whole, threshold and words of quorum and majority."""
    step.answers["tally"] = opinions.close_ballot(opinions.current_meeting(order), at=step.made_at)


def record_minutes(order: Order, step: Step) -> None:
    """Keep this step as the minutes of the last meeting, for its printed page. One query."""
    last = Meeting.objects.filter(order=order).order_by("-pk").values("pk")[:1]
    Meeting.objects.filter(pk__in=last).update(minutes_seq=step.seq)


def state_party_ratio(order: Order, step: Step) -> None:
    """Work out quorum and majority of a meeting of party members from the heads answered, in the field `register`."""
    step.answers["register"] = _register(step, _by_heads(step, "party_members", "members"))


def state_village_ratio(order: Order, step: Step) -> None:
    """Work out quorum and majority of a village meeting from the heads answered, in the field `register`."""
    kind, roll = VILLAGE_MEETINGS[step.resolved["village_meeting"].code]
    step.answers["register"] = _register(step, _by_heads(step, kind, roll))


def _day_after(day: date) -> str:
    """Return the next day as it is stored: a deadline to a day ends on it at the hour it was set."""
    return (day + timedelta(days=1)).isoformat()


def _by_heads(step: Step, kind: str, roll: str) -> Verdict:
    """Return what the answered heads come to under the rule of a kind of body; each household sends one head."""
    expected, present, agreed = (step.resolved[field] for field in ("expected", "present", "agreed"))
    if not 0 < expected >= present >= agreed:
        raise Refused("No more can be present than were expected, and no more can agree than were present.")
    return judge(
        body_kind(kind).terms(roll=roll, decision="general"),
        everybody=_heads(expected, roll),
        taking_part=_heads(present, roll),
        agreed=_heads(agreed, roll),
    )


def _heads(count: int, roll: str) -> Weight:
    """Return the weight of so many heads, or of so many households when each head stands for one."""
    return Weight(heads=count, households=count if roll == "households" else 0)


def _require_valid(verdict: Verdict) -> None:
    """Refuse a meeting whose quorum or majority was missed, with the working."""
    for reached, parts in ((verdict.is_quorate, verdict.quorum), (verdict.is_carried, verdict.majority)):
        if not reached:
            missed = next(each for each in reversed(parts) if not each.is_reached)
            raise Refused("The meeting could not decide: %(working)s.", working=missed.words())


def _register(step: Step, verdict: Verdict) -> dict[str, Any]:
    """Return the worked numbers of a register."""
    return {
        "present": step.resolved["present"],
        "expected": step.resolved["expected"],
        "quorum": [each.to_json() for each in verdict.quorum],
        "majority": [each.to_json() for each in verdict.majority],
        "is_quorate": verdict.is_quorate,
        "is_carried": verdict.is_carried,
    }


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        body_of_the_place,
        decision_the_body_knows,
        notice_in_time,
        the_day_has_come,
        last_day_ahead,
        ballot_open,
        papers_counted,
        quorum_reached,
        quorum_missed,
        majority_reached,
        majority_missed,
        heads_add_up,
        valid_party_meeting,
        valid_village_meeting,
    )
}

EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        call_meeting,
        call_off_meeting,
        open_ballot,
        end_casting,
        close_ballot,
        record_minutes,
        state_party_ratio,
        state_village_ratio,
    )
}

_CALLED = Relies(kept=("meeting",), early=True)
_COUNTED = Relies(kept=("tally",), early=True)
_HEADS = {"expected": "number", "present": "number", "agreed": "number"}
_VILLAGE = {**_HEADS, "village_meeting": "choice"}
_NOTICE = {"body": "body", "decision": "choice", "held_on": "date", "question": "line", "ballot": "choice"}

RELIES: dict[str, Relies] = {
    "body_of_the_place": Relies(asks={"body": "body"}),
    "decision_the_body_knows": Relies(asks={"body": "body", "decision": "choice"}),
    "notice_in_time": Relies(asks={"body": "body", "held_on": "date"}),
    "the_day_has_come": _CALLED,
    "last_day_ahead": Relies(asks={"closes_on": "date"}),
    "ballot_open": _CALLED,
    "papers_counted": _CALLED,
    "quorum_reached": _COUNTED,
    "quorum_missed": _COUNTED,
    "majority_reached": _COUNTED,
    "majority_missed": _COUNTED,
    "heads_add_up": Relies(asks={"expected": "number", "present": "number"}),
    "valid_party_meeting": Relies(asks=_HEADS),
    "valid_village_meeting": Relies(asks=_VILLAGE),
    "call_meeting": Relies(asks=_NOTICE, gives=frozenset({"meeting"}), makes={"missed_on": "date"}),
    "call_off_meeting": Relies(kept=("meeting",), takes=frozenset({"meeting"})),
    "open_ballot": Relies(asks={"closes_on": "date"}, kept=("meeting",), makes={"counted_from": "date"}),
    "end_casting": Relies(kept=("meeting",)),
    "close_ballot": Relies(kept=("meeting",), takes=frozenset({"meeting"}), makes={"tally": "tally"}),
    "record_minutes": Relies(kept=("tally",)),
    "state_party_ratio": Relies(asks=_HEADS, makes={"register": "tally"}),
    "state_village_ratio": Relies(asks=_VILLAGE, makes={"register": "tally"}),
}
