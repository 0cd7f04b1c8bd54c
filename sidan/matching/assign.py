# SPDX-License-Identifier: Apache-2.0
"""Who serves whom: every company first, then fit, nearness, continuity and even loads; proved. Pure: no Django.

The sum of the costs of pairs and of the balance of loads is the smallest there is among all assignments that leave as
few seats empty (and, where asked, give up as few of today's pairs). Key companies choose first (see
`matching/exclusive.py`), and their liaisons serve nobody else.
"""

import time
from collections.abc import Mapping, Sequence
from itertools import zip_longest

import numpy as np

from sidan.base.errors import Refused
from sidan.matching.costs import barrier_of
from sidan.matching.exchanges import joiners
from sidan.matching.exclusive import Seating, together
from sidan.matching.problem import Assignment, Change, Pair, Problem, Proof, Uncovered
from sidan.matching.reasons import Said
from sidan.matching.seats import NEVER, SCALE, Layout, laid_out, seat_skill
from sidan.matching.ways_out import ways_out

MOST_PAIRS = 50_000_000


def assign(problem: Problem, *, seconds: float = 60) -> Assignment:
    """Return the best assignment and the proof of it.

    Refused where a company or liaison stands twice, or where there are more pairs than a machine holds. `seconds` bound
    the search among key companies alone; when they run out the gap is told.
    """
    _require_sound(problem)
    began = time.monotonic()
    layout = laid_out(problem)
    keys = [row for row in layout.rows if row.is_key]
    others = [row for row in layout.rows if not row.is_key]
    seating = together(layout, keys, others, seconds=seconds)
    pairs = _pairs(problem, layout, seating)
    uncovered = _uncovered(problem, layout, pairs)
    return Assignment(
        pairs=pairs,
        uncovered=uncovered,
        ways_out=ways_out(problem, layout, pairs, uncovered),
        changes=changes_between(problem, pairs),
        proof=_proof(problem, layout, seating, pairs, seconds=time.monotonic() - began),
    )


def changes_between(problem: Problem, pairs: tuple[Pair, ...]) -> tuple[Change, ...]:
    """Return which seats are served otherwise than today, company by company."""
    today: dict[str, list[str]] = {}
    for company, liaison in sorted(problem.kept):
        today.setdefault(company, []).append(liaison)
    then: dict[str, list[str]] = {}
    for pair in pairs:
        then.setdefault(pair.company, []).append(pair.liaison)
    found: list[Change] = []
    for company in sorted(today.keys() | then.keys()):
        gone = [each for each in today.get(company, ()) if each not in then.get(company, ())]
        new = [each for each in then.get(company, ()) if each not in today.get(company, ())]
        found.extend(Change(company, was, then_is) for was, then_is in zip_longest(gone, new, fillvalue=""))
    return tuple(found)


def _require_sound(problem: Problem) -> None:
    """Refuse what cannot be computed."""
    for things, twice in (
        (problem.demands, Said("The company %(code)s stands twice in what is to be matched.")),
        (problem.supplies, Said("The liaison %(code)s stands twice in what is to be matched.")),
    ):
        seen = set()
        for each in things:
            if each.code in seen:
                raise Refused(twice.text, code=each.code)
            seen.add(each.code)
    if len(problem.demands) * len(problem.supplies) > MOST_PAIRS:
        raise Refused("These are too many companies and liaisons for one plan; plan the counties one by one.")


def _pairs(problem: Problem, layout: Layout, seating: Seating) -> tuple[Pair, ...]:
    """Return the pairs by company and seat."""
    sitting = [(company, seat, liaison, True) for company, seat, liaison in layout.taken]
    own = iter(seating.own)
    flown = iter(seating.flow.seated)
    for row in (*(each for each in layout.rows if each.is_key), *(each for each in layout.rows if not each.is_key)):
        here = [next(own) for _ in row.seats] if row.is_key else next(flown)
        sitting.extend(
            (row.company, seat, liaison, False) for seat, liaison in zip(row.seats, here, strict=True) if liaison >= 0
        )
    demands, supplies = problem.demands, problem.supplies
    return tuple(
        Pair(
            company=demands[company].code,
            seat=seat,
            liaison=supplies[liaison].code,
            skill=seat_skill(problem, company, seat),
            is_kept=(demands[company].code, supplies[liaison].code) in problem.kept,
            is_fixed=is_fixed,
        )
        for company, seat, liaison, is_fixed in sorted(sitting)
    )


def _uncovered(problem: Problem, layout: Layout, pairs: tuple[Pair, ...]) -> tuple[Uncovered, ...]:
    """Return the empty seats with what keeps everybody from them.

    A seat is full where somebody who is not at the company's table yet might take it, others moving up if need be.
    """
    sitting = {(pair.company, pair.seat): layout.costs.liaisons[pair.liaison] for pair in pairs}
    found = []
    for row in layout.rows:
        code = problem.demands[row.company].code
        here = [sitting.get((code, seat), -1) for seat in row.seats]
        is_full = -1 in here and bool(joiners(row, here, -1).any())
        for seat, liaison in zip(row.seats, here, strict=True):
            if liaison < 0:
                skill = seat_skill(problem, row.company, seat)
                barriers = {} if is_full else _barriers(problem, code, skill, here=here)
                found.append(Uncovered(code, seat, skill, is_full=is_full, barriers=barriers))
    return tuple(found)


def _barriers(problem: Problem, company: str, skill: str, *, here: Sequence[int]) -> Mapping[str, int]:
    """Return how many liaisons each barrier keeps from a company."""
    found: dict[str, int] = {}
    for place, supply in enumerate(problem.supplies):
        barrier = barrier_of(problem, company, supply.code, skill=skill)
        barrier = barrier or ("at_the_table" if place in here else "no_capacity")
        found[barrier] = found.get(barrier, 0) + 1
    return found


def _proof(problem: Problem, layout: Layout, seating: Seating, pairs: tuple[Pair, ...], *, seconds: float) -> Proof:
    """Return cost and bound in the units of the weights."""
    loads = np.zeros(len(problem.supplies), dtype=np.int64)
    quality = 0
    for pair in pairs:
        company, liaison = layout.costs.companies[pair.company], layout.costs.liaisons[pair.liaison]
        loads[liaison] += 1
        quality += int(layout.quality[company, liaison]) if layout.cost[company, liaison] < NEVER else 0
        quality += layout.slot(liaison, int(loads[liaison]))
    return Proof(
        is_optimal=seating.gap == 0 and seating.is_fullest,
        is_fullest=seating.is_fullest,
        cost=quality / SCALE,
        bound=max(0, quality - seating.gap) / SCALE if seating.is_fullest else 0.0,
        pairs_priced=len(problem.demands) * len(problem.supplies),
        seconds=seconds,
    )
