# SPDX-License-Identifier: Apache-2.0
"""The proof that a programme gives its guards, effects and stages what they rely on. Pure: no Django.

A guard that reads an amount needs a move that asks for one; a stage that waits for a unit needs a way there that named
one. What is certain in a stage is what every way into it has made certain: the greatest solution of that rule, found by
narrowing from everything.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sidan.orders.declare import BY_MATTER, Move, Opening, Programme, Stage

# Which column of an order a holder's turn needs.
HOLDER_NEEDS = {
    "unit": "unit_id",
    "unit_head": "unit_id",
    "taker": "member_id",
    "opener": "opener_id",
    "opening_unit": "opener_unit_id",
    "company": "opener_unit_id",
    "assistant": "assisting",
    "party": "assisting",
    "participant": "participants",
}
# Roles that open an order without being known afterwards.
_UNKNOWN = frozenset({"anyone", "reporter", "clock", "rule"})
_OF_A_UNIT = frozenset({"company", "opening_unit"})
# Columns that an effect fills with whoever makes the move: nobody is known when a resident or the clock does.
_OF_THE_MAKER = frozenset({"member_id"})


@dataclass(frozen=True)
class Relies:
    """What a guard or an effect relies on, and what an effect makes certain.

    `asks` are the fields (code: type) that the move must ask and require; `kept` those that every way to the move must
    have kept; `limits` the numbers the programme must set; `gives` and `takes` the columns of the order that an effect
    fills and empties; `makes` the fields (code: type) that an effect answers itself. Of `either`, one field is enough.
    `timed` says that a clock must run in the stage being left. A guard is `early` when it reads no answer, so that a
    page may say what it refuses before anybody fills in a form.
    """

    asks: Mapping[str, str] = field(default_factory=dict)
    either: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    gives: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    makes: Mapping[str, str] = field(default_factory=dict)
    timed: bool = False
    early: bool = False


NOTHING = Relies()


class Place(Protocol):
    """The opening or a move, as far as both are alike."""

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields asked."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The guards."""

    @property
    def does(self) -> tuple[str, ...]:
        """The effects."""


def unmet(programme: Programme, relies: Mapping[str, Relies]) -> Iterator[str]:
    """Yield a sentence for everything that is relied on and not given."""
    for where, place in _places(programme):
        yield from _unasked(programme, where, place, relies)
    asked_for = {limit for _, place in _places(programme) for each in _named(place, relies) for limit in each.limits}
    for limit in sorted(programme.limits.keys() - asked_for):
        yield f"limits: no guard of this programme asks for “{limit}”."
    yield from _uncertain(programme, relies)


def _places(programme: Programme) -> Iterator[tuple[str, Opening | Move]]:
    """Yield the opening and the moves, with the words that name them."""
    yield "opening", programme.opening
    for move in programme.moves:
        yield f"moves “{move.code}”", move


def _named(place: Place, relies: Mapping[str, Relies]) -> Iterator[Relies]:
    """Yield what the guards and effects of a move rely on."""
    for name in (*place.needs, *place.does):
        yield relies.get(name, NOTHING)


def _unasked(programme: Programme, where: str, place: Place, relies: Mapping[str, Relies]) -> Iterator[str]:
    """Yield fields that must be asked and limits that must be set, for the names used at one place."""
    for name in (*place.needs, *place.does):
        relied = relies.get(name, NOTHING)
        for code, kind in {**relied.asks, **_chosen(place, relied.either)}.items():
            declared = programme.fields.get(code)
            if code not in place.asks or declared is None:
                yield f"{where} asks: “{name}” needs the field “{code}”."
            elif declared.type != kind:
                yield f"fields “{code}” type: “{name}” in {where} needs the type “{kind}”."
            elif not declared.required:
                yield f"fields “{code}” required: “{name}” in {where} needs an answer."
        for code, kind in relied.makes.items():
            declared = programme.fields.get(code)
            if declared is None or declared.type != kind:
                yield f"fields “{code}”: “{name}” in {where} answers it; declare it with the type “{kind}”."
        for limit in relied.limits:
            if limit not in programme.limits:
                yield f"limits: “{name}” in {where} needs the number “{limit}”."


def _chosen(place: Place, either: Mapping[str, str]) -> Mapping[str, str]:
    """Return the fields that the place asks of those of which one is enough; the first where it asks none."""
    asked = {code: kind for code, kind in either.items() if code in place.asks}
    return asked or dict(list(either.items())[:1])


def _uncertain(programme: Programme, relies: Mapping[str, Relies]) -> Iterator[str]:
    """Yield what some way through the programme does not make certain, though it is relied on."""
    certain = certainties(programme, relies)
    for stage in programme.stages:
        known = certain.get(stage.code, frozenset())
        needed = HOLDER_NEEDS.get(stage.holder)
        if needed and needed not in known:
            yield f"stages “{stage.code}” holder: on some way there, no “{stage.holder}” has been named."
        until = stage.deadline.until if stage.deadline else ""
        places = _leading(programme, stage) if until else ()
        if not all(until in (*each.asks, *_known_after(programme, each, certain, relies)) for each in places):
            yield f"stages “{stage.code}” deadline until: on some way there, “{until}” has not been answered and kept."
    timed = {stage.code for stage in programme.stages if stage.deadline is not None}
    for where, place in _places(programme):
        sources = place.sources if isinstance(place, Move) else ("",)
        for name in (*place.needs, *place.does):
            relied = relies.get(name, NOTHING)
            for kept in relied.kept:
                if not all(kept in certain.get(source, frozenset()) for source in sources):
                    yield f"{where}: “{name}” needs “{kept}”, which some way there has not kept."
            if relied.timed and not timed.issuperset(sources):
                yield f"{where}: “{name}” needs a stage with a deadline to leave."


def _known_after(
    programme: Programme, place: Opening | Move, certain: Mapping[str, frozenset[str]], relies: Mapping[str, Relies]
) -> frozenset[str]:
    """Return what is certain after a move, from whichever of its stages it is made; what its effects keep counts."""
    if isinstance(place, Opening):
        return _after(programme, place, _opened(programme), relies)
    befores = [certain[source] for source in place.sources if source in certain]
    return frozenset.intersection(*(_after(programme, place, before, relies) for before in befores or [frozenset()]))


def _leading(programme: Programme, stage: Stage) -> Iterator[Opening | Move]:
    """Yield the opening and the moves after which a stage's deadline is counted: from elsewhere, or begun anew."""
    if programme.opening.to == stage.code:
        yield programme.opening
    clock = stage.deadline.clock if stage.deadline else ""
    for move in programme.moves:
        comes = move.to == stage.code and move.sources != (stage.code,)
        if comes or (clock in move.restarts and stage.code in move.sources and move.to in ("", stage.code)):
            yield move


def certainties(programme: Programme, relies: Mapping[str, Relies]) -> dict[str, frozenset[str]]:
    """Return for each stage the kept fields and filled columns that every way into it has made certain.

    A stage that nothing leads to has no entry.
    """
    certain: dict[str, frozenset[str]] = {
        programme.opening.to: _after(programme, programme.opening, _opened(programme), relies)
    }
    changed = True
    while changed:
        changed = False
        for move in programme.moves:
            for source in move.sources:
                if source not in certain:
                    continue
                target = move.to or source
                after = _after(programme, move, certain[source], relies)
                narrowed = certain[target] & after if target in certain else after
                if certain.get(target) != narrowed:
                    certain[target] = narrowed
                    changed = True
    return certain


def _opened(programme: Programme) -> frozenset[str]:
    """Return what is known of whoever opened the order."""
    by = set(programme.opening.by)
    known = set() if by & _UNKNOWN else {"opener_id"}
    return frozenset(known | ({"opener_unit_id"} if by <= _OF_A_UNIT else set()))


def _after(
    programme: Programme, place: Opening | Move, before: Collection[str], relies: Mapping[str, Relies]
) -> frozenset[str]:
    """Return what is certain after a move: what was, what it asks and keeps, and what its effects give and take."""
    known = set(before)
    fields = programme.fields
    known |= {code for code in place.asks if code in fields and fields[code].keep and fields[code].required}
    for name in place.does:
        relied = relies.get(name, NOTHING)
        given = relied.gives - (_OF_THE_MAKER if _UNKNOWN.intersection(place.by) else frozenset())
        known = (known - relied.takes) | given
        known |= {code for code in relied.makes if code in fields and fields[code].keep}
    return frozenset(known)


def faults_of_deadline_choice(programme: Programme, stage: Stage) -> Iterator[str]:
    """Yield what is wrong with a deadline whose limit goes by a kept choice."""
    deadline = stage.deadline
    if deadline is None or deadline.by in ("", BY_MATTER):
        return
    declared = programme.fields.get(deadline.by)
    if declared is None or declared.type != "choice" or not declared.keep:
        yield f"stages “{stage.code}” deadline by: name “matter” or a choice field with keep = true."
    elif not any(deadline.clock in choice.limits for choice in declared.choices):
        yield f"stages “{stage.code}” deadline by: no choice of “{deadline.by}” limits the clock “{deadline.clock}”."
