# SPDX-License-Identifier: Apache-2.0
"""The papers of a score: every fact it was counted from, packed so that it can be counted again. Pure: no Django.

A paper holds numbers of orders and what was counted of each, no words of anybody and no person. The figures of a round
are counted from its papers and from nothing else, so whoever has the papers can count them again.
"""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import orjson

from sidan.base.crypto import canonical
from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.figure import Figure
from sidan.evaluation.hours import BUCKETS, bucket_of
from sidan.evaluation.measures import MEASURES
from sidan.evaluation.tallies import TALLIES, Tallies
from sidan.evaluation.tally_columns import IN_MINUTES

# Programmes counted, all where none is named, and standings left out.
Scope = tuple[tuple[str, ...], tuple[str, ...]]
Pairs = Mapping[str, tuple[float, float]]
PLACES = {name: place for place, name in enumerate(TALLIES)}


@dataclass(frozen=True, slots=True)
class PaperFact:
    """What one order counts for a subject: its number, programme and standing, its tallies, hours to the answer."""

    order: str
    programme: str
    standing: str
    tallies: Mapping[str, float]
    hours: float | None = None


@dataclass(frozen=True)
class Paper:
    """All that one subject's figures are counted from.

    `steps` and `special` hold by the text of a scope the (made, in time) of each move and the (count, of) of each
    special measure; `outside` the outside figures there are, by indicator.
    """

    facts: Sequence[PaperFact] = ()
    steps: Mapping[str, Pairs] = field(default_factory=dict)
    special: Mapping[str, Pairs] = field(default_factory=dict)
    outside: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def content(self) -> bytes:
        """The canonical text of the paper, by which it is packed, compared and sealed.

        Facts are ordered by their text, so that the order in which they were read leaves no trace; zeros are left out.
        Written by hand as `canonical` would write it: the general form takes minutes for a million facts.
        """
        facts = b",".join(sorted(map(_fact_text, self.facts)))
        rest = canonical({"outside": self.outside, "special": self.special, "steps": self.steps})
        return b'{"facts":[' + facts + b"]," + rest[1:]

    @cached_property
    def sums(self) -> Mapping[tuple[str, str], tuple[Mapping[str, float], Sequence[float]]]:
        """What the facts of each programme and standing add up to, with the hours of those that have any."""
        tallies: dict[tuple[str, str], dict[str, float]] = {}
        hours: dict[tuple[str, str], list[float]] = {}
        for fact in self.facts:
            counted = tallies.setdefault((fact.programme, fact.standing), {})
            for name, number in fact.tallies.items():
                counted[name] = counted.get(name, 0) + number
            if fact.hours is not None:
                hours.setdefault((fact.programme, fact.standing), []).append(fact.hours)
        return {key: (counted, hours.get(key, ())) for key, counted in tallies.items()}


# Nearly as small as the tightest, in half the time.
PACKING = 6
NOTHING = Paper()


def scope_text(scope: Scope) -> str:
    """Return a scope as one text: programmes, a bar, and standings left out."""
    programmes, without = scope
    return f"{' '.join(sorted(programmes))}|{' '.join(sorted(without))}"


def _fact_text(fact: PaperFact) -> bytes:
    """Return the canonical text of a fact."""
    tallies = {name: _whole(number) for name, number in fact.tallies.items() if number}
    kept: dict[str, Any] = {"o": fact.order, "p": fact.programme, "s": fact.standing, "t": tallies}
    if fact.hours is not None:
        kept["h"] = _whole(fact.hours)
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)


def _whole(number: float) -> float:
    """Return a whole float as an integer, as `canonical` writes it."""
    return int(number) if number == int(number) else number


def pack(paper: Paper) -> bytes:
    """Return a paper as it is kept with a score."""
    return gzip.compress(paper.content, PACKING, mtime=0)


def unpack(packed: bytes) -> Paper:
    """Return the paper that was packed; an empty one of nothing."""
    if not packed:
        return NOTHING
    found: Any = orjson.loads(gzip.decompress(packed))
    return Paper(
        tuple(PaperFact(each["o"], each["p"], each["s"], each["t"], each.get("h")) for each in found["facts"]),
        _pairs(found["steps"]),
        _pairs(found["special"]),
        found["outside"],
    )


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def tallies_of(papers: Sequence[Paper], subjects: Sequence[str], scope: Scope) -> Tallies:
    """Return what some papers count of the programmes and without the standings of a scope, a paper for a subject."""
    counted = np.zeros((len(TALLIES), len(papers)))
    hours = np.zeros((len(papers), BUCKETS))
    programmes, without = scope
    for place, paper in enumerate(papers):
        for (programme, standing), (sums, answered) in paper.sums.items():
            if (programmes and programme not in programmes) or standing in without:
                continue
            for name, number in sums.items():
                counted[PLACES[name], place] += number
            if answered:
                hours[place] += np.bincount(bucket_of(np.array(answered, dtype=np.float64)), minlength=BUCKETS)
    # As in the sums: whole minutes are added up, so that nothing is rounded, and are hours from here on.
    for name in IN_MINUTES:
        counted[PLACES[name]] /= 60
    return Tallies(
        subjects,
        dict(zip(TALLIES, counted, strict=True)),
        hours,
        steps=_columns([_of_scope(paper.steps, scope) for paper in papers]),
        special=_columns([_of_scope(paper.special, scope) for paper in papers]),
        outside={
            name: np.array([paper.outside.get(name, np.nan) for paper in papers], dtype=np.float64)
            for name in sorted({name for paper in papers for name in paper.outside})
        },
    )


def figures_of(ranking: Ranking, papers: Sequence[Paper], subjects: Sequence[str]) -> list[Figure]:
    """Return the figure of each indicator of a ranking, counted from the papers; each scope is counted once."""
    tallies: dict[Scope, Tallies] = {}
    figures = []
    for indicator in ranking.indicators:
        scope = scope_of(ranking, indicator)
        if scope not in tallies:
            tallies[scope] = tallies_of(papers, subjects, scope)
        figures.append(measured(indicator, tallies[scope]))
    return figures


def measured(indicator: Weighed, tallies: Tallies) -> Figure:
    """Return the figure of an indicator; what nobody has a number of is no data for anybody."""
    return MEASURES[indicator.measure].of(_completed(tallies, indicator), indicator)


def scope_of(ranking: Ranking, indicator: Weighed) -> Scope:
    """Return which programmes an indicator counts, those of the ranking where it names none, and what it leaves out."""
    return indicator.programmes or ranking.programmes, tuple(indicator.without)


def _completed(tallies: Tallies, indicator: Weighed) -> Tallies:
    """Return the tallies with nothing counted of moves and specials, and no data of figures, that are not there.

    A small county may have made a move not once, and a fact alone has neither steps nor figures from outside.
    """
    many = len(tallies.subjects)
    none = (np.zeros(many), np.zeros(many))
    steps = {move: none for move in (indicator.move, indicator.of_move) if move} | dict(tallies.steps)
    special = {indicator.measure: none} | dict(tallies.special)
    outside = {indicator.outside: np.full(many, np.nan)} | dict(tallies.outside)
    return Tallies(tallies.subjects, tallies.columns, tallies.hours, steps, special, outside)


def _of_scope(kept: Mapping[str, Pairs], scope: Scope) -> Pairs:
    """Return the pairs of a scope; where it was not asked for, those of the same programmes, as nothing is left out."""
    exact = kept.get(scope_text(scope))
    if exact is not None:
        return exact
    programmes = scope_text((scope[0], ()))
    return next((pairs for key, pairs in sorted(kept.items()) if key.startswith(programmes)), {})


def _columns(pairs: Sequence[Pairs]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return by name the two columns of what each paper has of it."""
    found = {}
    for name in sorted({name for each in pairs for name in each}):
        rows = np.array([each.get(name, (0.0, 0.0)) for each in pairs], dtype=np.float64)
        found[name] = (rows[:, 0], rows[:, 1])
    return found


def _pairs(found: Mapping[str, Mapping[str, Sequence[float]]]) -> dict[str, dict[str, tuple[float, float]]]:
    """Return pairs by scope and name as a paper holds them."""
    return {
        scope: {name: (float(pair[0]), float(pair[1])) for name, pair in pairs.items()}
        for scope, pairs in found.items()
    }
