# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with the fields and the indicators of a programme file. Pure: no Django."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from sidan.base.errors import Refused
from sidan.base.limits import Limit
from sidan.orders.declare import OUTCOMES, Field, Indicator, Programme

_COUNTED = frozenset({"number", "money"})


class Lists(Protocol):
    """The closed lists that fields and indicators name."""

    @property
    def field_types(self) -> Collection[str]:
        """The types of fields."""

    @property
    def free_types(self) -> Collection[str]:
        """Those that may be blanked, and so are never kept on an order."""

    @property
    def made_types(self) -> Collection[str]:
        """Those that only effects answer."""

    @property
    def measures(self) -> Mapping[str, frozenset[str]]:
        """The measures of indicators, each with the keys it needs."""


def faults_of_fields(programme: Programme, lists: Lists) -> Iterator[str]:
    """Yield every fault of fields and indicators as a sentence that names the key."""
    clocks = {stage.deadline.clock for stage in programme.stages if stage.deadline}
    for code, field in programme.fields.items():
        yield from _field(code, field, lists, clocks)
    for asks in (programme.opening.asks, *(move.asks for move in programme.moves)):
        for code in asks:
            if code in programme.fields and programme.fields[code].type in lists.made_types:
                yield f"fields “{code}”: nobody can be asked for it; an effect answers it."
    for indicator in programme.indicators:
        yield from _indicator(programme, indicator, lists)


def _field(code: str, field: Field, lists: Lists, clocks: Collection[str]) -> Iterator[str]:
    """Yield the faults of one field."""
    where = f"fields “{code}”"
    if field.type not in lists.field_types:
        yield f"{where} type: there is no field type “{field.type}”."
    if (field.type == "choice") != bool(field.choices):
        yield f"{where} choices: a choice field needs choices, and no other field has any."
    if field.keep and (field.personal or field.type in lists.free_types):
        yield f"{where} keep: free or personal answers may be blanked one day and are never kept on the order."
    if field.published and field.personal:
        yield f"{where} published: what is personal is not published."
    if field.min is not None and field.max is not None and field.min > field.max:
        yield f"{where} min: it is more than max, so that no answer would do."
    if field.opens and field.type != "lines":
        yield f"{where} opens: only the entries of a field of the type “lines” become orders."
    yield from _choices(where, field, clocks)


def _choices(where: str, field: Field, clocks: Collection[str]) -> Iterator[str]:
    """Yield choices of one code, and limits that are none or for a clock nobody runs."""
    codes = [choice.code for choice in field.choices]
    for twice in sorted({each for each in codes if codes.count(each) > 1}):
        yield f"{where} choices: the code “{twice}” is used twice."
    for choice in field.choices:
        for clock, limit in choice.limits.items():
            if clock not in clocks:
                yield f"{where} choice “{choice.code}” limits: no stage runs the clock “{clock}”."
            try:
                Limit.parse(limit)
            except Refused as refused:
                yield f"{where} choice “{choice.code}” limits: {refused}"


def _indicator(programme: Programme, indicator: Indicator, lists: Lists) -> Iterator[str]:
    """Yield the faults of one indicator: no such measure, a key missing or too many, or one that names nothing."""
    where = f"indicators “{indicator.code}”"
    needed = lists.measures.get(indicator.measure)
    if needed is None:
        yield f"{where} measure: there is no measure “{indicator.measure}”."
        return
    given = {key for key in ("move", "stage", "outcome", "field", "target") if getattr(indicator, key)}
    yield from (f"{where}: the measure “{indicator.measure}” needs “{key}”." for key in sorted(needed - given))
    yield from (f"{where}: the measure “{indicator.measure}” has no “{key}”." for key in sorted(given - needed))
    known: dict[str, Collection[str]] = {
        "move": [move.code for move in programme.moves],
        "stage": [stage.code for stage in programme.stages],
        "outcome": OUTCOMES,
        "field": [code for code, each in programme.fields.items() if each.type in _COUNTED],
        "target": [code for code, each in programme.fields.items() if each.type in _COUNTED and each.keep],
    }
    for key in sorted(given & needed):
        if getattr(indicator, key) not in known[key]:
            yield f"{where} {key}: there is no {_KINDS[key]} “{getattr(indicator, key)}”."


_KINDS = {
    "move": "move",
    "stage": "stage",
    "outcome": "outcome",
    "field": "number or amount",
    "target": "kept number or amount",
}
