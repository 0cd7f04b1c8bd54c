# SPDX-License-Identifier: Apache-2.0
"""The proof that a programme strands no order. Pure: no Django.

Every fault is a sentence that names the key. The proof rests on three facts that are checked here: every open stage can
reach an end by moves that never run out; a circle of stages always passes a move that does run out; and in every open
stage somebody may act, by a known time or with a stated reason for having none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sidan.base.errors import Refused, Words
from sidan.base.limits import Limit
from sidan.orders.declare import BY_MATTER, OUTCOMES, Move, Programme, Stage
from sidan.orders.field_faults import faults_of_fields
from sidan.orders.graph import arrows_of, circle_in, reachable, reversed_arrows
from sidan.orders.relying import Relies, faults_of_deadline_choice, unmet
from sidan.orders.rule_faults import faults_of_rules
from sidan.orders.shape_faults import faults_of_shape

# What a message may name: %(number)s, %(unit)s, %(due)s.
PLACES = frozenset({"number", "unit", "due"})


@dataclass(frozen=True)
class Vocabulary:
    """The closed lists a file may name; what guards and effects rely on, and which keys each measure needs."""

    roles: Collection[str]
    guards: Collection[str]
    effects: Collection[str]
    field_types: Collection[str]
    free_types: Collection[str] = frozenset()
    made_types: Collection[str] = frozenset()
    measures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relies: Mapping[str, Relies] = field(default_factory=dict)


def faults_of(programme: Programme, *, vocabulary: Vocabulary) -> list[str]:
    """Return every fault of the programme as a sentence; an empty list is the proof that it is sound."""
    faults = [*_names(programme, vocabulary), *_codes(programme), *faults_of_fields(programme, vocabulary)]
    # The graph can be walked only when every name in it exists.
    if faults:
        return faults
    shape = (*faults_of_shape(programme), *_words(programme))
    proof = (*shape, *_clocks(programme), *_hands(programme), *faults_of_rules(programme), *_graph(programme))
    return [*proof, *unmet(programme, vocabulary.relies)]


def _codes(programme: Programme) -> Iterator[str]:
    """Yield doubled codes and references to stages, moves and fields that are not declared."""
    stages = [stage.code for stage in programme.stages]
    moves = [move.code for move in programme.moves]
    yield from _references(programme, stages, moves)
    for kind, codes in (("stages", stages), ("moves", moves)):
        yield from (f"{kind}: the code “{code}” is used twice." for code in sorted(_doubled(codes)))
    for where, asks in _asking(programme):
        for code in asks:
            if code not in programme.fields:
                yield f"{where} asks: the field “{code}” is not declared."
    for stage_ in programme.stages:
        if stage_.deadline and stage_.deadline.until and stage_.deadline.until not in programme.fields:
            yield f"stages “{stage_.code}” deadline until: the field “{stage_.deadline.until}” is not declared."


def _references(programme: Programme, stages: list[str], moves: list[str]) -> Iterator[str]:
    """Yield stages, moves and groups that are named but not declared."""
    if programme.opening.to not in stages:
        yield f"opening to: there is no stage “{programme.opening.to}”."
    for move in programme.moves:
        for stage in (*move.sources, *([move.to] if move.to else [])):
            if stage not in stages:
                yield f"moves “{move.code}”: there is no stage “{stage}”."
        if move.instead_of and move.instead_of not in moves:
            yield f"moves “{move.code}” instead_of: there is no move “{move.instead_of}”."
        if move.group and move.group not in programme.groups:
            yield f"moves “{move.code}” group: there is no group “{move.group}”."


def _names(programme: Programme, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield roles, guards, effects, field types and outcomes that are on no closed list."""
    for stage in programme.stages:
        if stage.holder and stage.holder not in vocabulary.roles:
            yield f"stages “{stage.code}” holder: there is no role “{stage.holder}”."
    opening = programme.opening
    for where, by, needs, does, tells in (
        ("opening", opening.by, opening.needs, opening.does, opening.tells),
        *((f"moves “{m.code}”", m.by, m.needs, m.does, m.tells) for m in programme.moves),
    ):
        for kind, used, known in (
            ("role", (*by, *tells), vocabulary.roles),
            ("guard", needs, vocabulary.guards),
            ("effect", does, vocabulary.effects),
        ):
            yield from (f"{where}: there is no {kind} “{name}”." for name in used if name not in known)
    for move in programme.moves:
        if move.outcome and move.outcome not in OUTCOMES:
            yield f"moves “{move.code}” outcome: there is no outcome “{move.outcome}”."


def _words(programme: Programme) -> Iterator[str]:
    """Yield words missing in a language, and messages that name something messages cannot know."""
    for where, words in _all_words(programme):
        for language, text in (("zh", words.zh), ("en", words.en)):
            if not text.strip():
                yield f"{where}: the {'Chinese' if language == 'zh' else 'English'} text is missing."
            strange = _places(text) - PLACES
            if strange:
                yield f"{where}: a text may not name “{min(strange)}”; it may name {', '.join(sorted(PLACES))}."
    if not programme.basis.strip():
        yield "basis: name the document this programme rests on."


def _clocks(programme: Programme) -> Iterator[str]:
    """Yield faults of deadlines and of the clock's own moves."""
    for stage in programme.stages:
        late = [move for move in programme.moves if "clock" in move.by and stage.code in move.sources]
        if len(late) > 1:
            names = " and ".join(f"“{move.code}”" for move in late)
            yield f"stages “{stage.code}”: the clock may make only one move, but {names} are both its."
        if stage.deadline and not late:
            yield f"stages “{stage.code}” deadline: no move by the clock says what happens when it has passed."
        if late and not stage.deadline:
            yield f"moves “{late[0].code}”: the clock makes it from “{stage.code}”, which has no deadline."
        if stage.kind != "closed" and not stage.deadline and not stage.patient:
            yield f"stages “{stage.code}”: it keeps somebody waiting; give it a deadline or say why not (patient)."
        if stage.kind == "closed" and stage.deadline:
            yield f"stages “{stage.code}” deadline: a closed stage has none."
        yield from _deadline(programme, stage)
    for move in programme.moves:
        if "clock" in move.by:
            yield from _clock_move(move)


def _deadline(programme: Programme, stage: Stage) -> Iterator[str]:
    """Yield faults of one deadline: no limit to fall back on, one that cannot be read, a paused clock nobody runs."""
    running = {other.deadline.clock for other in programme.stages if other.deadline}
    yield from (
        f"stages “{stage.code}” pauses: no stage runs the clock “{c}”." for c in stage.pauses if c not in running
    )
    deadline = stage.deadline
    if deadline is None:
        return
    if not deadline.limit and not deadline.until:
        yield f"stages “{stage.code}” deadline: give a limit, such as “5 working_days”."
    yield from faults_of_deadline_choice(programme, stage)
    if deadline.by == BY_MATTER and not programme.catalogue:
        yield f"stages “{stage.code}” deadline by: the programme names no catalogue whose matters have limits."
    if deadline.limit:
        try:
            Limit.parse(deadline.limit)
        except Refused as refused:
            yield f"stages “{stage.code}” deadline limit: {refused}"


def _clock_move(move: Move) -> Iterator[str]:
    """Yield what would let the clock's own move fail: a guard, a question, a bound, other hands, staying."""
    for key, found in (("needs", move.needs), ("asks", move.asks)):
        if found:
            yield f"moves “{move.code}” {key}: the clock's own move may not depend on anything."
    if move.at_most is not None or move.instead_of:
        yield f"moves “{move.code}” at_most: the clock's own move may not run out or wait for another."
    if move.by != ("clock",):
        yield f"moves “{move.code}” by: what the clock does nobody else does."
    if not move.to or move.to in move.sources:
        yield f"moves “{move.code}” to: the clock's own move must lead to another stage."


def _hands(programme: Programme) -> Iterator[str]:
    """Yield stages in which nobody may act and closed stages with a way out that nobody may take."""
    for stage in programme.stages:
        leaving = [move for move in programme.moves if stage.code in move.sources]
        if stage.kind == "closed":
            yield from _after_the_end(stage, leaving)
        elif not stage.holder:
            yield f"stages “{stage.code}” holder: say whose turn it is."
        elif not any(stage.holder in move.by for move in leaving):
            yield f"stages “{stage.code}” holder: “{stage.holder}” may make no move there."
    for move in programme.moves:
        if not move.by:
            yield f"moves “{move.code}” by: nobody may make it."
        if not move.sources:
            yield f"moves “{move.code}” from: it leads out of no stage."
        yield from _bounds(programme, move)


def _after_the_end(stage: Stage, leaving: list[Move]) -> Iterator[str]:
    """Yield a closed stage that waits for somebody, and ways out of it that nobody may take."""
    if stage.holder:
        yield f"stages “{stage.code}” holder: a closed stage waits for nobody."
    for move in leaving:
        if set(move.by) <= {"clock", "rule"} or move.instead_of:
            yield f"moves “{move.code}”: it leads out of the closed stage “{stage.code}”, but nobody may."


def _bounds(programme: Programme, move: Move) -> Iterator[str]:
    """Yield a return that is not bounded, and a move that waits for one that never runs out."""
    if move.returns and move.at_most is None:
        yield f"moves “{move.code}” at_most: a return must be bounded."
    replaced = next((other for other in programme.moves if other.code == move.instead_of), None)
    if replaced is not None and replaced.at_most is None:
        yield f"moves “{move.code}” instead_of: “{replaced.code}” never runs out, so this can never come."


def _graph(programme: Programme) -> Iterator[str]:
    """Yield stages that cannot be reached or cannot end, and circles that could be walked for ever."""
    everything = arrows_of(programme.moves)
    reached = reachable({programme.opening.to}, everything)
    for stage in programme.stages:
        if stage.code not in reached:
            yield f"stages “{stage.code}”: no move leads there."
    lasting = arrows_of(move for move in programme.moves if move.at_most is None and not move.instead_of)
    closed = {stage.code for stage in programme.stages if stage.kind == "closed"}
    if not closed:
        yield "stages: no stage is closed, so no order could ever end."
    ending = reachable(closed, reversed_arrows(lasting))
    for stage in programme.stages:
        if stage.kind != "closed" and stage.code not in ending:
            yield f"stages “{stage.code}”: once its bounded moves are used up, no end can be reached from there."
    circle = circle_in(arrows_of(move for move in programme.moves if move.at_most is None))
    if circle:
        yield f"moves: an order could go round for ever ({' → '.join(circle)}); bound one of these moves with at_most."


def _asking(programme: Programme) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the fields asked at each place of the file."""
    yield "opening", programme.opening.asks
    for move in programme.moves:
        yield f"moves “{move.code}”", move.asks


def _all_words(programme: Programme) -> Iterator[tuple[str, Words]]:
    """Yield every text of the file with the words that name its place."""
    yield "name", programme.name
    yield "summary", programme.summary
    yield from ((f"groups “{code}”", words) for code, words in programme.groups.items())
    yield from ((f"indicators “{each.code}” name", each.name) for each in programme.indicators)
    for code, asked in programme.fields.items():
        yield from _present(f"fields “{code}”", label=asked.label, help=asked.help)
        for choice in asked.choices:
            yield from _present(f"fields “{code}” choice “{choice.code}”", label=choice.label, told=choice.told)
    for stage in programme.stages:
        where = f"stages “{stage.code}”"
        yield from _present(where, name=stage.name, told=stage.told, patient=stage.patient, late=stage.late)
    opening = programme.opening
    for where, name, told, help_, tells in (
        ("opening", opening.name, opening.told, None, opening.tells),
        *((f"moves “{m.code}”", m.name, m.told, m.help, m.tells) for m in programme.moves),
    ):
        yield from _present(where, name=name, told=told, help=help_)
        yield from ((f"{where} tells “{role}”", words) for role, words in tells.items())


def _present(where: str, **texts: Words | None) -> Iterator[tuple[str, Words]]:
    """Yield the texts that are given, each with its key."""
    yield from ((f"{where} {key}", words) for key, words in texts.items() if words is not None)


def _places(text: str) -> set[str]:
    """Return the names between %( and )s in a text."""
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def _doubled(codes: Iterable[str]) -> set[str]:
    """Return the codes that come more than once."""
    seen: set[str] = set()
    return {code for code in codes if code in seen or seen.add(code)}  # type: ignore[func-returns-value]
