# SPDX-License-Identifier: Apache-2.0
"""A sweep over the areas of a small part, state by state, for which arrays would be too heavy; see `covering`. Pure."""

from dataclasses import dataclass, field

from sidan.places.redraw.columns import summed
from sidan.places.redraw.model import EPSILON, Cover, Model, TooManyStates

# What is covered, as a mask, and by how many regions.
State = tuple[int, int]


@dataclass
class _Front:
    """The states that leave one area open first: cost, span left, the state before and the column added."""

    states: dict[State, tuple[float, float, State | None, int]] = field(default_factory=dict)

    def offer(self, state: State, cost: float, left: float, before: State, row: int) -> None:
        """Take a state unless it was reached as cheaply before."""
        if state not in self.states or cost < self.states[state][0]:
            self.states[state] = (cost, left, before, row)


def small_cover(model: Model, regions: int, *, below: float, most_states: int) -> Cover | None:
    """Return the cheapest cover by so many regions that costs less than `below`; None when there is none."""
    columns = model.columns
    rows = [
        (row, int.from_bytes(bits.tobytes(), "little"), cost, span)
        for row, (bits, cost, span) in enumerate(
            zip(columns.bits, model.costs.tolist(), summed(columns, model.span).tolist(), strict=True)
        )
    ]
    by_first: list[list[tuple[int, int, float, float]]] = [[] for _ in range(columns.members.shape[1])]
    for each, area in zip(rows, columns.first.tolist(), strict=True):
        by_first[area].append(each)
    fronts = [_Front() for _ in range(len(by_first) + 1)]
    fronts[0].states[0, 0] = (0.0, float(model.span.sum()), None, -1)
    for area, own in enumerate(by_first):
        most_states -= len(fronts[area].states)
        if most_states < 0:
            raise TooManyStates
        for state, (cost, left, _, _) in fronts[area].states.items():
            more = regions - state[1] - 1
            low, high = more * model.least - 1e-6, more * model.most + 1e-6
            for row, mask, price, span in own:
                if not state[0] & mask and low <= left - span <= high and cost + price < below - EPSILON:
                    after = state[0] | mask
                    fronts[_first_open(after)].offer((after, state[1] + 1), cost + price, left - span, state, row)
    return _walked_back(fronts, ((1 << len(by_first)) - 1, regions))


def _walked_back(fronts: list[_Front], end: State) -> Cover | None:
    """Return the columns on the cheapest way to the end; None when no way leads there."""
    if end not in fronts[-1].states:
        return None
    cost, chosen = fronts[-1].states[end][0], []
    at: State | None = end
    while at is not None:
        _, _, before, row = fronts[_first_open(at[0])].states[at]
        if row >= 0:
            chosen.append(row)
        at = before
    return Cover(tuple(reversed(chosen)), cost)


def _first_open(mask: int) -> int:
    """Return the first area that a set leaves out."""
    return (~mask & (mask + 1)).bit_length() - 1
