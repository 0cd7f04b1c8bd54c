# SPDX-License-Identifier: Apache-2.0
"""Due times that run, pause and are extended, and remember why they are what they are.

A `Running` limit knows its due time; a `Paused` one knows what was left of it, in minutes of the limit's own kind:
working minutes for working hours and days, real minutes for the others. Both are values, made from one another and
kept as plain JSON, from which `sidan.base.reasons` makes a sentence. Moments are in the office's own zone and count
from the whole minute.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import NotRequired, Self, TypedDict

from sidan.base.calendar import KNOWN_YEARS, SpecialDay, WorkCalendar
from sidan.base.errors import Words
from sidan.base.limits import Limit

_ONE_DAY = timedelta(days=1)


class DaysJson(TypedDict):
    """A run of days, first and last included, that did not follow the plain week."""

    first: str
    last: str
    is_working: bool
    is_own: bool
    zh: str
    en: str


class EventJson(TypedDict, total=False):
    """Either a pause, by its two moments, or an extension, by its limit and the due time it led to."""

    pause: list[str]
    extension: str
    due: str


class Reason(TypedDict):
    """A due time and everything it follows from, as plain JSON; `paused` and `remaining` stand while it is paused."""

    limit: str
    start: str
    due: str
    days: NotRequired[list[DaysJson]]
    events: NotRequired[list[EventJson]]
    unknown_years: NotRequired[list[int]]
    paused: NotRequired[str]
    remaining: NotRequired[int]


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the limit did not run."""

    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """A limit added to the due time, and the due time it led to."""

    limit: Limit
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that runs: when it began, when it is due, and what has happened to it and on its way."""

    limit: Limit
    started_at: datetime
    due_at: datetime
    events: tuple[Pause | Extension, ...] = ()
    days: tuple[SpecialDay, ...] = ()
    unknown_years: tuple[int, ...] = ()

    def pause(self, at: datetime, calendar: WorkCalendar) -> "Paused":
        """Return the limit stopped at `at`, with what remains of it; nothing remains of one that is late."""
        paused_at = max(calendar.local(at), self._last_moved_at())
        if self.limit.is_working:
            remaining = calendar.working_minutes_between(paused_at, self.due_at)
        else:
            remaining = (self.due_at - paused_at) // timedelta(minutes=1)
        return Paused(self, paused_at, max(0, remaining))

    def extend(self, calendar: WorkCalendar, limit: Limit | None = None) -> "Running":
        """Return the limit with its own length, or `limit`, added to the present due time."""
        added = limit or self.limit
        later = _counted(self, added, added.minutes(calendar), start=self.due_at, calendar=calendar)
        return replace(later, events=(*self.events, Extension(added, later.due_at)))

    def recounted(self, calendar: WorkCalendar) -> "Running":
        """Return the limit counted anew from its start by another calendar, with the same pauses and extensions.

        For a day the city sets after the limit began, such as a typhoon day off.
        """
        running = due(self.limit, self.started_at, calendar=calendar)
        for event in self.events:
            if isinstance(event, Pause):
                running = running.pause(event.from_at, calendar).resume(event.until_at, calendar)
            else:
                running = running.extend(calendar, event.limit)
        return running

    @property
    def reason(self) -> Reason:
        """Everything the due time follows from, as `sidan.base.reasons.explain` reads it."""
        return self.to_json()

    def to_json(self) -> Reason:
        """Return the limit as plain JSON, from which `from_json` makes it again."""
        reason = Reason(limit=str(self.limit), start=_text(self.started_at), due=_text(self.due_at))
        if self.days:
            reason["days"] = _days_json(self.days)
        if self.events:
            reason["events"] = [_event_json(event) for event in self.events]
        if self.unknown_years:
            reason["unknown_years"] = list(self.unknown_years)
        return reason

    @classmethod
    def from_json(cls, reason: Reason) -> Self:
        """Return the limit that `to_json` wrote; of a paused one, the limit as it ran before."""
        return cls(
            limit=Limit.parse(reason["limit"]),
            started_at=datetime.fromisoformat(reason["start"]),
            due_at=datetime.fromisoformat(reason["due"]),
            events=tuple(_event(event) for event in reason.get("events", [])),
            days=tuple(day for days in reason.get("days", []) for day in _days(days)),
            unknown_years=tuple(reason.get("unknown_years", [])),
        )

    def _last_moved_at(self) -> datetime:
        """Return the moment since which the limit has been running, before which nothing can happen to it."""
        return max([self.started_at, *(event.until_at for event in self.events if isinstance(event, Pause))])


@dataclass(frozen=True, slots=True)
class Paused:
    """A limit that stands still, and the minutes of its own kind that remain of it."""

    running: Running
    paused_at: datetime
    remaining_minutes: int

    def resume(self, at: datetime, calendar: WorkCalendar) -> Running:
        """Return the limit running again, due when what remained has passed since `at`.

        A limit that was already late keeps its due time: a pause excuses no lateness before it.
        """
        resumed_at = max(calendar.local(at), self.paused_at)
        if resumed_at == self.paused_at:
            return self.running
        paused = replace(self.running, events=(*self.running.events, Pause(self.paused_at, resumed_at)))
        if self.running.due_at <= self.paused_at:
            return paused
        met = tuple(day for day in paused.days if day.day <= self.paused_at.date())
        paused = replace(paused, days=met)
        return _counted(paused, paused.limit, self.remaining_minutes, start=resumed_at, calendar=calendar)

    @property
    def reason(self) -> Reason:
        """Everything known about the due time, as `sidan.base.reasons.explain` reads it."""
        return self.to_json()

    def to_json(self) -> Reason:
        """Return the paused limit as plain JSON, from which `from_json` makes it again."""
        return {**self.running.to_json(), "paused": _text(self.paused_at), "remaining": self.remaining_minutes}

    @classmethod
    def from_json(cls, reason: Reason) -> Self:
        """Return the paused limit that `to_json` wrote."""
        return cls(Running.from_json(reason), datetime.fromisoformat(reason["paused"]), reason["remaining"])


def due(limit: Limit, start: datetime, *, calendar: WorkCalendar) -> Running:
    """Return `limit` running since `start`, with its due time and the reason for it."""
    started_at = calendar.local(start)
    fresh = Running(limit, started_at, started_at)
    return _counted(fresh, limit, limit.minutes(calendar), start=started_at, calendar=calendar)


def _counted(running: Running, limit: Limit, minutes: int, *, start: datetime, calendar: WorkCalendar) -> Running:
    """Return `running` due when `minutes` of the kind of `limit` have passed since `start`, with the days met."""
    if not limit.is_working:
        return replace(running, due_at=calendar.local(start.astimezone(UTC) + timedelta(minutes=minutes)))
    due_at = calendar.local(calendar.add_working_minutes(start, minutes))
    days = calendar.special_days(start.date(), due_at.date())
    unknown = [year for year in range(start.year, due_at.year + 1) if year not in KNOWN_YEARS]
    return replace(
        running,
        due_at=due_at,
        days=tuple({special.day: special for special in (*running.days, *days)}.values()),
        unknown_years=tuple(sorted({*running.unknown_years, *unknown})),
    )


def _text(moment: datetime) -> str:
    """Return a local moment to the minute with its offset, which a person can read and `fromisoformat` too."""
    return moment.isoformat(timespec="minutes")


def _event_json(event: Pause | Extension) -> EventJson:
    """Return a pause or an extension as plain JSON."""
    if isinstance(event, Pause):
        return {"pause": [_text(event.from_at), _text(event.until_at)]}
    return {"extension": str(event.limit), "due": _text(event.due_at)}


def _event(event: EventJson) -> Pause | Extension:
    """Return the pause or extension that `_event_json` wrote."""
    if "pause" in event:
        from_at, until_at = event["pause"]
        return Pause(datetime.fromisoformat(from_at), datetime.fromisoformat(until_at))
    return Extension(Limit.parse(event["extension"]), datetime.fromisoformat(event["due"]))


def _days_json(days: Iterable[SpecialDay]) -> list[DaysJson]:
    """Return special days as plain JSON, days in a row with the same reason written as one."""
    runs = []
    for _, group in groupby(enumerate(days), key=_run_of):
        run = [day for _, day in group]
        name = run[0].name
        runs.append(
            DaysJson(
                first=run[0].day.isoformat(),
                last=run[-1].day.isoformat(),
                is_working=run[0].is_working,
                is_own=run[0].is_own,
                zh=name.zh,
                en=name.en,
            )
        )
    return runs


def _run_of(numbered: tuple[int, SpecialDay]) -> tuple[object, ...]:
    """Return what days of one run share: in a row, their date grows as their number does."""
    number, (day, *rest) = numbered
    return day.toordinal() - number, *rest


def _days(run: DaysJson) -> list[SpecialDay]:
    """Return the days of a run that `_days_json` wrote."""
    first, last = date.fromisoformat(run["first"]), date.fromisoformat(run["last"])
    name = Words(zh=run["zh"], en=run["en"])
    length = (last - first).days + 1
    return [SpecialDay(first + _ONE_DAY * n, run["is_working"], name, run["is_own"]) for n in range(length)]
