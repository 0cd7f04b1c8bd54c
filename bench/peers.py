# SPDX-License-Identifier: Apache-2.0
"""What others make of the same areas, community by community: libraries that live in an environment of their own.

Run by bench/redraw.py as `PYTHON bench/peers.py TOOL < graphs.json > groups.json`; the part below `divided_by` imports
nothing but the tool. A tool that gives no plan for a connected part leaves it to the greedy merging.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

# Households and pairs of a connected part -> a group for each area.
Graph = dict[str, Any]
Groups = list[int]
RECOM_STEPS = 200


def divided_by(name: str, instance: Any, bounds: Any, *, python: str) -> tuple[list[str] | None, int, str]:
    """Return the region of each area as a tool has it, the parts it gave none for, and why when there is nothing."""
    import shapely  # noqa: PLC0415 - the other Python has no Sidan

    from sidan.places.redraw.parts import parts_of  # noqa: PLC0415

    parts = parts_of(instance)
    points = shapely.get_coordinates(shapely.centroid(instance.shapes)) if instance.shapes is not None else None
    graphs = [
        {
            "lo": bounds.lo,
            "hi": bounds.hi,
            "households": part.households.tolist(),
            "pairs": part.borders.tolist(),
            "points": points[part.areas].tolist() if points is not None else [[0.0, 0.0]] * len(part),
        }
        for part in parts
    ]
    done = subprocess.run(
        [python, __file__, name], input=json.dumps(graphs), capture_output=True, text=True, check=False
    )
    if done.returncode:
        return None, 0, (done.stderr.strip().splitlines() or ["it broke"])[-1]
    regions = [""] * len(instance)
    missed = 0
    for number, (part, groups) in enumerate(zip(parts, json.loads(done.stdout), strict=True)):
        if groups is None:
            missed += 1
            groups = greedy(graphs[number])  # noqa: PLW2901
        for area, group in zip(part.areas.tolist(), groups, strict=True):
            regions[area] = f"{number}-{group}"
    return regions, missed, ""


def near_of(graph: Graph) -> list[set[int]]:
    """Return the neighbours of each area."""
    near: list[set[int]] = [set() for _ in graph["households"]]
    for one, other in graph["pairs"]:
        near[one].add(other)
        near[other].add(one)
    return near


def greedy(graph: Graph) -> Groups:
    """Join the smallest group with its smallest neighbour while both fit, then move single areas while that helps."""
    near, size = near_of(graph), dict(enumerate(graph["households"]))
    of, members = list(size), {area: {area} for area in size}
    done: set[int] = set()
    while todo := [group for group in size if group not in done]:
        small = min(todo, key=lambda group: (size[group], group))
        around = {of[other] for area in members[small] for other in near[area]} - {small}
        fitting = [group for group in around if size[group] + size[small] <= graph["hi"]]
        if not fitting:
            done.add(small)
            continue
        other = max(fitting, key=lambda group: (size[group], -group))
        for area in members[small]:
            of[area] = other
        members[other] |= members.pop(small)
        size[other] += size.pop(small)
        done -= {other, *around}
    while _moved_one(graph, near, of, members, size):
        pass
    return _numbered([members[group] for group in sorted(members)], len(near))


def _moved_one(
    graph: Graph, near: list[set[int]], of: list[int], members: dict[int, set[int]], size: dict[int, int]
) -> bool:
    """Move the area that brings most back into the bounds, or most evens sizes, to a group beside it."""
    mean = sum(size.values()) / len(size)

    def wrong(households: int) -> float:
        out = max(graph["lo"] - households, 0) + max(households - graph["hi"], 0)
        return 1000 * out + abs(households - mean)

    best: tuple[float, int, int] = (-1e-9, -1, -1)
    for area, own in enumerate(of):
        count = graph["households"][area]
        left = size[own] - count
        for other in {of[each] for each in near[area]} - {own}:
            gone = len(members[own]) == 1
            change = wrong(size[other] + count) + (0 if gone else wrong(left)) - wrong(size[own]) - wrong(size[other])
            if change < best[0] and (gone or _hangs_together(members[own] - {area}, near)):
                best = (change, area, other)
    _, area, other = best
    if area < 0:
        return False
    own, of[area] = of[area], other
    members[own].discard(area)
    members[other].add(area)
    for group, change in ((own, -1), (other, 1)):
        size[group] += change * graph["households"][area]
    if not members[own]:
        del members[own], size[own]
    return True


def _hangs_together(areas: set[int], near: list[set[int]]) -> bool:
    """Say whether areas are connected."""
    found = fresh = {min(areas)}
    while fresh:
        fresh = {other for area in fresh for other in near[area] if other in areas} - found
        found = found | fresh
    return len(found) == len(areas)


def _numbered(groups: Any, count: int) -> Groups:
    """Return the group of each area by number."""
    of = [0] * count
    for number, group in enumerate(groups):
        for area in group:
            of[area] = number
    return of


def _number(graph: Graph) -> int:
    """Return how many regions of middling size a part makes."""
    return max(1, round(sum(graph["households"]) / ((graph["lo"] + graph["hi"]) / 2)))


def louvain(graph: Graph) -> Groups:
    """Return communities of the graph after Louvain, at the resolution that gives the number wanted most nearly."""
    import networkx  # noqa: PLC0415 - only where it is installed

    network = networkx.Graph(graph["pairs"])
    network.add_nodes_from(range(len(graph["households"])))
    wanted = _number(graph)
    tried = [
        networkx.community.louvain_communities(network, resolution=resolution, seed=1)
        for resolution in (0.2, 0.4, 0.7, 1, 1.4, 2, 2.8, 4)
    ]
    return _numbered(min(tried, key=lambda groups: abs(len(groups) - wanted)), len(graph["households"]))


def recom(graph: Graph) -> Groups | None:
    """Return the most even of the plans that a walk of GerryChain's ReCom meets; None where it finds no first one."""
    from functools import partial  # noqa: PLC0415

    import networkx  # noqa: PLC0415
    from gerrychain import Graph as Network  # noqa: PLC0415
    from gerrychain import MarkovChain, Partition, accept, constraints, proposals, tree, updaters  # noqa: PLC0415

    count, number = len(graph["households"]), _number(graph)
    if number < 2 or count < 2:
        return [0] * count
    network = networkx.Graph()
    for area, households in enumerate(graph["households"]):
        network.add_node(area, households=max(households, 1))
    network.add_edges_from(graph["pairs"])
    target = sum(max(each, 1) for each in graph["households"]) / number
    spread = (graph["hi"] - graph["lo"]) / (graph["hi"] + graph["lo"])
    if max(graph["households"]) > target * (1 + spread):
        return None
    random.seed(1)
    method = partial(tree.bipartition_tree, max_attempts=500)
    try:
        first = tree.recursive_tree_part(
            Network.from_networkx(network), range(number), target, "households", spread, method=method
        )
        start = Partition(Network.from_networkx(network), first, {"households": updaters.Tally("households")})
        step = partial(
            proposals.recom, pop_col="households", pop_target=target, epsilon=spread, node_repeats=1, method=method
        )
        chain = MarkovChain(step, [constraints.contiguous], accept.always_accept, start, RECOM_STEPS)
        best = min(chain, key=lambda plan: sum(abs(size - target) for size in plan["households"].values()))
    except Exception:
        return None
    place = {part: k for k, part in enumerate(best.parts)}
    return [place[best.assignment.mapping[area]] for area in range(count)]


def ward(graph: Graph) -> Groups | None:
    """Return clusters after spopt's WardSpatial."""
    import libpysal  # noqa: PLC0415
    import pandas  # noqa: PLC0415
    from spopt.region import WardSpatial  # noqa: PLC0415

    count, number = len(graph["households"]), _number(graph)
    if number < 2 or count <= number:
        return [0] * count if number < 2 else list(range(count))
    near = near_of(graph)
    weights = libpysal.weights.W({area: sorted(near[area]) for area in range(count)}, silence_warnings=True)
    table = pandas.DataFrame(graph["points"], columns=["x", "y"])
    model = WardSpatial(table, weights, ["x", "y"], number)
    model.solve()
    return [int(label) for label in model.labels_]


TOOLS: dict[str, Callable[[Graph], Groups | None]] = {
    "greedy": greedy,
    "networkx Louvain": louvain,
    "spopt WardSpatial": ward,
    "GerryChain ReCom": recom,
}


if __name__ == "__main__":
    print(json.dumps([TOOLS[sys.argv[1]](graph) for graph in json.load(sys.stdin)]))
