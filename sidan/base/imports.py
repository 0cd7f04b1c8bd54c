# SPDX-License-Identifier: Apache-2.0
"""The frame of every import: read, compare with what is there, tell, and write all or nothing.

An app declares a `Spec` (columns, what names a row, what is there already, which checks rows must pass together) and a
function that writes a `Plan`. Its verb then reads:

    @transaction.atomic
    def import_units(source: bytes | Path, filename: str = "", *, dry_run: bool = False) -> Plan:
        plan = prepare(source, filename, spec=UNITS)
        return plan.carried_out(_write, dry_run=dry_run)

`carried_out` raises `Faulty` when a single cell is wrong, and then nothing has been written.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sidan.base.columns import Column, Record, names, parse_rows, strange_headers
from sidan.base.errors import Refused, Words
from sidan.base.sheets import Table, read_table

Known = Mapping[Any, Mapping[str, Any]]  # the values there are already, by the key of their row


def _no_check(_records: Sequence[Record]) -> Iterable[Refused]:
    """Find no fault."""
    return ()


def _as_it_is(record: Record) -> Record:
    """Return the record unchanged."""
    return record


def _as_they_are(records: Sequence[Record]) -> tuple[Sequence[Record], Iterable[Refused]]:
    """Return the records unchanged."""
    return records, ()


@dataclass(frozen=True, slots=True)
class Spec:
    """What one kind of sheet is about.

    `key` names a row (often `itemgetter("code")`); a file must not name the same thing twice. `known` is asked once for
    all records and returns the present values by key: what it leaves out of a row is not compared. `check` is asked
    once for all records, when every cell could be read, and yields what is wrong between rows or with what they refer
    to, as `record.fault(column, Refused(…))`. `refine` makes of a row what its cells only say together, such as a true
    point from two degrees of a shifted map, and may raise such a fault. `arrange` is asked once for all records when
    every cell could be read, and returns them as they are to be taken, such as with codes for new rows, and faults.
    """

    title: Words
    columns: tuple[Column, ...]
    key: Callable[[Record], Hashable]
    known: Callable[[Sequence[Record]], Known]
    check: Callable[[Sequence[Record]], Iterable[Refused]] = _no_check
    refine: Callable[[Record], Record] = _as_it_is
    arrange: Callable[[Sequence[Record]], tuple[Sequence[Record], Iterable[Refused]]] = _as_they_are


@dataclass(frozen=True, slots=True)
class Change:
    """A record about something that is there already, and the values it has now, those that differ."""

    record: Record
    before: Mapping[str, Any]

    @property
    def after(self) -> dict[str, Any]:
        """Return the new values of what differs."""
        return {name: self.record[name] for name in self.before}


class Faulty(Refused):
    """A file with faults, of which nothing has been taken."""

    def __init__(self, faults: Sequence[Refused]) -> None:
        """Keep the faults beside the sentence."""
        super().__init__("Nothing was imported. Faults to correct first: %(count)d.", count=len(faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[Self], tuple[Sequence[Refused]]]:
        """Copy and pickle by the faults, the one argument."""
        return type(self), (self.faults,)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, or has done: rows new, changed and the same; faults; headers nobody knows."""

    created: tuple[Record, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[Record, ...] = ()
    faults: tuple[Refused, ...] = ()
    ignored: tuple[str, ...] = ()

    def carried_out(self, write: Callable[["Plan"], None], *, dry_run: bool) -> "Plan":
        """Write the plan with `write` unless it is a dry run, and return it; Faulty when a row is wrong.

        Call it inside a transaction. A dry run returns its faults instead of raising them.
        """
        if dry_run:
            return self
        if self.faults:
            raise Faulty(self.faults)
        if self.created or self.changed:
            write(self)
        return self


def prepare(source: bytes | Path | Table, filename: str = "", *, spec: Spec) -> Plan:
    """Return what importing a file, or a table already read, would do; nothing is written.

    The faults of single cells come first and alone: checks between rows would only repeat them in other words.
    """
    table = source if isinstance(source, Table) else read_table(source, filename, known=names(spec.columns))
    ignored = strange_headers(table, spec.columns)
    parsed, faults = parse_rows(table, spec.columns)
    records: Sequence[Record] = list(_refined(parsed, spec, faults=faults))
    together: Iterable[Refused] = ()
    if not faults:
        records, together = spec.arrange(records)
    faults += _named_twice(records, spec.key)
    if not faults:
        faults += spec.check(records)
    faults += together
    created, changed, unchanged = _compared(records, spec)
    return Plan(tuple(created), tuple(changed), tuple(unchanged), tuple(faults), ignored)


def _refined(parsed: Iterable[Record], spec: Spec, *, faults: list[Refused]) -> Iterator[Record]:
    """Yield the records as the spec refines them, adding what it refuses to `faults`."""
    for record in parsed:
        try:
            yield spec.refine(record)
        except Refused as fault:
            faults.append(fault)


def _named_twice(records: Iterable[Record], key: Callable[[Record], Hashable]) -> Iterator[Refused]:
    """Yield a fault for each row about something that an earlier row is about."""
    first: dict[Hashable, Record] = {}
    for record in records:
        earlier = first.setdefault(key(record), record)
        if earlier is not record:
            column = next(iter(record.values), "")
            yield record.fault(column, Refused("this stands in %(cell)s already.", cell=earlier.where(column)))


def _compared(records: Sequence[Record], spec: Spec) -> tuple[list[Record], list[Change], list[Record]]:
    """Return the records that are new, those that change something, and those that change nothing."""
    known = spec.known(records) if records else {}
    created, changed, unchanged = [], [], []
    for record in records:
        present = known.get(spec.key(record))
        if present is None:
            created.append(record)
            continue
        before = {name: old for name, old in present.items() if record.get(name, old) != old}
        if before:
            changed.append(Change(record, before))
        else:
            unchanged.append(record)
    return created, changed, unchanged
