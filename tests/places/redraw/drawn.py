# SPDX-License-Identifier: Apache-2.0
"""Small areas to redraw, drawn by hand or at random, without files."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from sidan.places.redraw.asked import Bounds, Weights
from sidan.places.redraw.instance import Instance

Pair = tuple[int, int]


def drawn(
    households: Sequence[int],
    borders: Sequence[Pair],
    *,
    community: Sequence[str] | None = None,
    crew: Sequence[str | None] | None = None,
    workload: Sequence[float] | None = None,
    border_m: Sequence[float] | None = None,
    outer_m: Sequence[float] | None = None,
    area_m2: Sequence[float] | None = None,
    barriers: Sequence[int] = (),
) -> Instance:
    """Return areas a0, a1, … with their borders; one community C unless said, outlines like unit squares."""
    count = len(households)
    pairs = np.array(sorted(borders), dtype=np.int64).reshape(-1, 2)
    metres = np.array(border_m if border_m is not None else [1.0] * len(pairs), dtype=np.float64)
    outer = np.array(outer_m if outer_m is not None else [1.0] * count, dtype=np.float64)
    perimeter = outer + np.bincount(pairs.ravel(), np.repeat(metres, 2), count)
    return Instance(
        ids=tuple(f"a{k}" for k in range(count)),
        names=tuple(f"a{k}" for k in range(count)),
        community=tuple(community or ["C"] * count),
        households=np.array(households, dtype=np.int64),
        workload=np.array(workload if workload is not None else households, dtype=np.float64),
        crew=tuple(crew or [None] * count),
        area_m2=np.array(area_m2 if area_m2 is not None else [1.0] * count, dtype=np.float64),
        perimeter_m=perimeter,
        borders=pairs,
        border_m=metres,
        barriers=np.array(sorted(barriers), dtype=np.int64),
    )


def lattice_borders(width: int, height: int) -> list[Pair]:
    """Return the borders of squares in rows, numbered row by row."""
    across = [(y * width + x, y * width + x + 1) for y in range(height) for x in range(width - 1)]
    down = [(y * width + x, (y + 1) * width + x) for y in range(height - 1) for x in range(width)]
    return across + down


def lattice(width: int, height: int, households: Sequence[int], **more: object) -> Instance:
    """Return squares in rows."""
    return drawn(households, lattice_borders(width, height), **more)


def path(households: Sequence[int], **more: object) -> Instance:
    """Return areas in a row."""
    return lattice(len(households), 1, households, **more)


def town(width: int, height: int, *, seed: int = 1, communities: int = 1, crews: bool = False) -> Instance:
    """Return a lattice with chance households, as many as a city's, in upright bands of communities."""
    chance = np.random.default_rng(seed)
    count = width * height
    households = np.where(chance.random(count) < 0.04, 0, chance.lognormal(np.log(110), 0.5, count)).astype(int)
    band = [f"C{(k % width) * communities // width}" for k in range(count)]
    crew = [f"w{k - (k % 3 == 1)}" for k in range(count)] if crews else None
    metres = chance.uniform(0.5, 2, len(lattice_borders(width, height)))
    return lattice(width, height, households.tolist(), community=band, crew=crew, border_m=metres.tolist())


@st.composite
def graphs(draw: st.DrawFn, most: int) -> tuple[int, list[Pair]]:
    """Return lattices with holes, trees, rings, islands and any other graph of up to `most` areas."""
    kind = draw(st.sampled_from(["lattice", "tree", "ring", "any"]))
    if kind == "lattice":
        width = draw(st.integers(1, 4))
        height = draw(st.integers(1, most // width))
        holes = draw(st.sets(st.integers(0, width * height - 1), max_size=2)) if width * height > 3 else set()
        kept = [area for area in range(width * height) if area not in holes]
        place = {area: index for index, area in enumerate(kept)}
        return len(kept), [(place[a], place[b]) for a, b in lattice_borders(width, height) if {a, b} <= set(kept)]
    count = draw(st.integers(1, most))
    if kind == "tree":
        return count, [(draw(st.integers(0, area - 1)), area) for area in range(1, count)]
    if kind == "ring":
        return count, sorted({(min(k, (k + 1) % count), max(k, (k + 1) % count)) for k in range(count) if count > 1})
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    return count, sorted(draw(st.sets(pairs, max_size=2 * count))) if count > 1 else []


@st.composite
def instances(draw: st.DrawFn, most: int = 8) -> Instance:
    """Return any areas: some without households, at times one huge, up to two communities, crews of several areas."""
    count, borders = draw(graphs(most))

    def numbers(low: float, high: float, size: int) -> list[float]:
        return [k / 8 for k in draw(st.lists(st.integers(int(low * 8), int(high * 8)), min_size=size, max_size=size))]

    households = draw(st.lists(st.sampled_from([0, 1, 2, 2, 3, 3, 4, 5]), min_size=count, max_size=count))
    if draw(st.integers(0, 4)) == 0:
        households[draw(st.integers(0, count - 1))] = 30
    split = draw(st.integers(0, count)) if draw(st.booleans()) else count
    barred = draw(st.sets(st.integers(0, len(borders) - 1), max_size=3)) if borders else set()
    return drawn(
        households,
        borders,
        community=["C" if area < split else "D" for area in range(count)],
        crew=draw(st.lists(st.sampled_from([None, "u", "v", "w", "x"]), min_size=count, max_size=count)),
        workload=numbers(0, 9, count),
        border_m=numbers(1, 3, len(borders)),
        outer_m=numbers(1, 4, count),
        area_m2=numbers(0.5, 1, count),
        barriers=barred,
    )


def bounds() -> st.SearchStrategy[Bounds]:
    """Return bounds that some of these areas can keep, and some not."""
    return st.tuples(st.integers(0, 7), st.integers(0, 6)).map(lambda pair: Bounds(pair[0], max(pair[0] + pair[1], 1)))


def weights() -> st.SearchStrategy[Weights]:
    """Return weights of all aims, each of them at times absent."""
    each = st.sampled_from([0, 0.2, 0.7, 1.5])
    return st.builds(Weights, balance=each, workload=each, compactness=each, crew=each, barriers=each)
