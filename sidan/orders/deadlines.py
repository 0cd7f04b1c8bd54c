# SPDX-License-Identifier: Apache-2.0
"""An order enters a stage: its kind, its holder, and the due time with the reason behind it.

A deadline is counted once, on entering, and stored: a new edition or a changed catalogue never changes a promise
already made. Stages that name the same clock continue one count; a stage may pause the clock it interrupts.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sidan.base.calendar import WorkCalendar
from sidan.base.due import Paused, Running, due
from sidan.base.limits import Limit
from sidan.orders.declare import BY_MATTER, Deadline, Programme, Stage
from sidan.orders.models import NEVER, Order, Step
from sidan.orders.registry import find_stage
from sidan.orders.relying import HOLDER_NEEDS
from sidan.places.calendars import calendar_for


def enter(order: Order, step: Step, *, programme: Programme, restarts: tuple[str, ...]) -> Any:
    """Set the order's stage, kind, holder and due time for the step, and return the reason of the due time (JSON).

    The reason is None for a stage without a deadline. Reads the calendar from memory; no query.
    """
    stage = find_stage(programme, step.target)
    left = find_stage(programme, order.stage) if order.stage else None
    clocks = {name: count for name, count in order.clocks.items() if name not in restarts}
    calendar = calendar_for(order.county)
    if left is not None and left.deadline is not None and left is not stage:
        _leave(clocks, left.deadline.clock, stage=stage, at=step.made_at, calendar=calendar)
    order.clocks = clocks
    order.due_at = None
    reason = None
    if stage.deadline is not None:
        running = _running(order, stage.deadline, step=step, programme=programme, calendar=calendar)
        reason = clocks[stage.deadline.clock] = running.to_json()
        order.due_at = running.due_at
    if order.stage != stage.code:
        order.entered_at = step.made_at
    order.stage = stage.code
    order.kind = stage.kind
    order.holder = stage.holder
    order.closed_at = step.made_at if stage.kind == "closed" else None
    _require_somebody(order)
    return reason


def queue_at(order: Order, step: Step, *, missed_at: datetime | None) -> datetime:
    """Return since when the order is late, or by when it will be, once in its stage; queues are sorted by it.

    A move of lateness (`missed_at`) keeps the beginning of the lateness, also when a second one follows; a move
    within a late stage changes nothing; any other move lets the new stage's own due time count.
    """
    is_late = order.queue_at < step.made_at
    if missed_at is not None:
        return min(order.queue_at, missed_at)
    if is_late and step.source == step.target:
        return order.queue_at
    return order.due_at or NEVER


def extend(order: Order, *, clock: str) -> None:
    """Add the original limit once more to a running count; the caller's step is what grants it."""
    running = Running.from_json(order.clocks[clock])
    order.clocks = {**order.clocks, clock: running.extend(calendar_for(order.county)).to_json()}


def clock_of(programme: Programme, order: Order) -> str:
    """Return the clock that runs in the order's stage, or '' where none does."""
    deadline = find_stage(programme, order.stage).deadline
    return deadline.clock if deadline else ""


def _leave(clocks: dict[str, Any], name: str, *, stage: Stage, at: datetime, calendar: WorkCalendar) -> None:
    """Pause the clock of the stage being left, let it run on, or drop it, as the next stage says."""
    if name not in clocks:
        return
    if stage.deadline is not None and stage.deadline.clock == name:
        return
    if name in stage.pauses:
        clocks[name] = Running.from_json(clocks[name]).pause(at, calendar).to_json()
    else:
        del clocks[name]


def _running(order: Order, deadline: Deadline, *, step: Step, programme: Programme, calendar: WorkCalendar) -> Running:
    """Return the count of the stage: continued, resumed, or begun now."""
    known = order.clocks.get(deadline.clock)
    if known is not None and "paused" in known:
        return Paused.from_json(known).resume(step.made_at, calendar)
    if known is not None:
        return Running.from_json(known)
    limit = _limit(order, deadline, step=step, programme=programme, calendar=calendar)
    return due(limit, step.made_at, calendar=calendar)


def _limit(order: Order, deadline: Deadline, *, step: Step, programme: Programme, calendar: WorkCalendar) -> Limit:
    """Return how long the stage may last: to a day, by the order's matter or a kept choice, or as the stage says."""
    if deadline.until:
        until = step.resolved.get(deadline.until) or date.fromisoformat(order.facts[deadline.until])
        days = (until - calendar.local(step.made_at).date()) // timedelta(days=1)
        return Limit.parse(f"{max(days, 1)} natural_days")
    if deadline.by == BY_MATTER:
        return Limit.parse(order.limit or deadline.limit)
    if deadline.by:
        chosen = order.facts.get(deadline.by)
        limits = next((choice.limits for choice in programme.fields[deadline.by].choices if choice.code == chosen), {})
        return Limit.parse(limits.get(deadline.clock, deadline.limit))
    return Limit.parse(deadline.limit)


def _require_somebody(order: Order) -> None:
    """Fail loudly when a stage waits for a unit or a taker that the order does not have: a programme's own fault."""
    needed = HOLDER_NEEDS.get(order.holder)
    if needed is not None and getattr(order, needed) in (None, []):
        raise RuntimeError(f"Order {order.number} would wait in {order.stage} for nobody.")
