# SPDX-License-Identifier: Apache-2.0
"""A programme's stages and moves as arrows between points. Pure: no Django."""

from collections.abc import Collection, Iterable, Mapping

from sidan.orders.declare import Move


def arrows_of(moves: Iterable[Move]) -> dict[str, set[str]]:
    """Return for each stage those that moves lead to; a move that keeps the stage leads nowhere."""
    arrows: dict[str, set[str]] = {}
    for move in moves:
        for source in move.sources:
            if move.to and move.to != source:
                arrows.setdefault(source, set()).add(move.to)
    return arrows


def reversed_arrows(arrows: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Return the arrows turned round."""
    turned: dict[str, set[str]] = {}
    for source, targets in arrows.items():
        for target in targets:
            turned.setdefault(target, set()).add(source)
    return turned


def reachable(begin: Collection[str], arrows: Mapping[str, Collection[str]]) -> set[str]:
    """Return the stages that can be reached from `begin`, those included."""
    found, ahead = set(begin), list(begin)
    while ahead:
        for target in arrows.get(ahead.pop(), ()):
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def circle_in(arrows: Mapping[str, Collection[str]]) -> list[str]:
    """Return one circle of stages, its first repeated at the end, or an empty list."""
    done: set[str] = set()

    def walk(stage: str, path: list[str]) -> list[str]:
        if stage in path:
            return [*path[path.index(stage) :], stage]
        if stage in done:
            return []
        for target in sorted(arrows.get(stage, ())):
            if found := walk(target, [*path, stage]):
                return found
        done.add(stage)
        return []

    for stage in sorted(arrows):
        if found := walk(stage, []):
            return found
    return []
