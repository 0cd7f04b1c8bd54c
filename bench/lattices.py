# SPDX-License-Identifier: Apache-2.0
"""Makes towns to redraw, as many communities as asked: lattices of small areas, as uneven as real ones.

A community has about 18 areas, a few have many more. Households are lognormal about a median of 130, four areas in a
hundred have none; a third of today's crews look after two areas. Borders differ in length; there is no map.
"""

import numpy as np

from sidan.places.redraw.instance import Instance

MEAN_AREAS = 18
MOST_AREAS = 80


def town(communities: int, *, seed: int = 1) -> Instance:
    """Return a town of so many communities, each a lattice by itself."""
    chance = np.random.default_rng(seed)
    areas = np.clip(chance.lognormal(np.log(MEAN_AREAS * 0.9), 0.5, communities).astype(int), 4, MOST_AREAS)
    borders, community = [], []
    for number, count in enumerate(areas.tolist()):
        begin, width = len(community), max(2, round(count**0.5))
        community += [f"C{number:05d}"] * count
        borders += [(begin + k, begin + k + 1) for k in range(count - 1) if (k + 1) % width]
        borders += [(begin + k, begin + k + width) for k in range(count - width)]
    total = len(community)
    pairs = np.array(sorted(borders), dtype=np.int64)
    metres = chance.uniform(40, 160, len(pairs))
    full = np.bincount(pairs.ravel(), minlength=total)
    perimeter = np.bincount(pairs.ravel(), np.repeat(metres, 2), total) + 100.0 * np.maximum(4 - full, 0)
    households = np.where(chance.random(total) < 0.04, 0, chance.lognormal(np.log(130), 0.6, total)).astype(np.int64)
    crew, ids = _crews(community, chance), tuple(f"S{k:07d}" for k in range(total))
    return Instance(
        ids=ids,
        names=ids,
        community=tuple(community),
        households=households,
        workload=(households * chance.lognormal(0, 0.4, total) + 5).round(1),
        crew=crew,
        area_m2=perimeter**2 / 16 * 0.9,
        perimeter_m=perimeter,
        borders=pairs,
        border_m=metres,
        barriers=np.flatnonzero(chance.random(len(pairs)) < 0.03),
    )


def _crews(community: list[str], chance: np.random.Generator) -> tuple[str, ...]:
    """Return today's crew of each area; at times the one of the area before."""
    crew: list[str] = []
    for area, name in enumerate(community):
        same = area > 0 and community[area - 1] == name and crew[-1] == f"w{area - 1}" and chance.random() < 0.3
        crew.append(crew[-1] if same else f"w{area}")
    return tuple(crew)
