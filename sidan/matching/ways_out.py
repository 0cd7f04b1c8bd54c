# SPDX-License-Identifier: Apache-2.0
"""What would cover the companies that nobody can serve as things are, the cheapest of each kind. Pure: no Django."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np

from sidan.matching.flow import cheapest
from sidan.matching.problem import Pair, Problem, Uncovered, WayOut
from sidan.matching.seats import Layout

USUAL_CAPACITY = 5


def ways_out(
    problem: Problem, layout: Layout, pairs: Sequence[Pair], uncovered: Sequence[Uncovered]
) -> tuple[WayOut, ...]:
    """Return the ways out: capacities raised where they help most, people hired by skill, barriers that must go."""
    return tuple(_ways_out(problem, layout, pairs, uncovered))


def _ways_out(
    problem: Problem, layout: Layout, pairs: Sequence[Pair], uncovered: Sequence[Uncovered]
) -> Iterator[WayOut]:
    """Yield the ways out, the one that needs least first."""
    keys = {demand.code for demand in problem.demands if demand.is_key}
    full = [each for each in uncovered if each.is_full]
    ordinary = [each for each in full if each.company not in keys]
    if ordinary:
        yield _raised(problem, layout, pairs, len(ordinary))
    yield from _hired(problem, full, keys)
    barred = [each for each in uncovered if not each.is_full]
    unskilled = [each for each in barred if each.skill and {"skill", "at_the_table"} & each.barriers.keys()]
    yield from _hired(problem, unskilled, keys)
    lifted = [each for each in barred if each not in unskilled]
    if lifted:
        yield WayOut("lift", covers=len(lifted), companies=tuple(each.company for each in lifted))


def _raised(problem: Problem, layout: Layout, pairs: Sequence[Pair], missing: int) -> WayOut:
    """Return the fewest further seats that cover what can be covered, and of whom, so that the cost grows least.

    Whoever is a key company's own stays so.
    """
    keys = {demand.code for demand in problem.demands if demand.is_key}
    open_to = ~layout.is_own
    for pair in pairs:
        if pair.company in keys:
            open_to[layout.costs.liaisons[pair.liaison]] = False
    rows = [row for row in layout.rows if not row.is_key]
    # Dearer than any exchange among today's seats, and cheaper than an empty one.
    extra_cost = layout.empty_unit // 4
    flow = cheapest(layout, rows, open_to=open_to, extra=missing, extra_cost=extra_cost)
    loads = layout.load.copy()
    for here in flow.seated:
        for liaison in here:
            if liaison >= 0:
                loads[liaison] += 1
    over = np.maximum(loads - layout.capacity, 0)
    named = tuple((problem.supplies[int(each)].code, int(over[each])) for each in np.flatnonzero(over))
    return WayOut("raise", covers=int(over.sum()), more=int(over.sum()), liaisons=named)


def _hired(problem: Problem, seats: Sequence[Uncovered], keys: set[str]) -> Iterator[WayOut]:
    """Yield how many new people with the usual capacity would cover the seats, skill by skill.

    A single seat asks for no skill: named is what most of these companies need first. Each key company wants one alone.
    """
    usual = _usual_capacity(problem)
    first = {demand.code: demand.needs[0] if demand.needs else "" for demand in problem.demands}
    for skill in sorted({each.skill for each in seats}):
        here = [each for each in seats if each.skill == skill]
        alone = sum(1 for each in here if each.company in keys)
        # A team wants different people, so that one newcomer sits at one company once: seats of one skill are of
        # different companies, or of one that names the skill twice.
        shared = len(here) - alone
        more = alone + -(-shared // usual)
        named = skill or Counter(first[each.company] for each in here).most_common(1)[0][0]
        yield WayOut("hire", covers=len(here), more=more, skill=named, companies=tuple(each.company for each in here))


def _usual_capacity(problem: Problem) -> int:
    """Return the middle capacity of those who have any."""
    found = [each.capacity for each in problem.supplies if each.capacity]
    return max(1, int(median(found))) if found else USUAL_CAPACITY
