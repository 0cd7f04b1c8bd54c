# SPDX-License-Identifier: Apache-2.0
"""What is matched, what came of it and refusals as JSON, and back. Pure: no Django."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from sidan.base.errors import Refused, Words
from sidan.base.geometry import Point
from sidan.matching.problem import Assignment, Demand, Parts, Problem, Supply, Weights

JSON = dict[str, Any]
# Problems kept in a process's memory, the largest about fifteen megabytes.
MOST_KEPT = 4


def packed(problem: Problem) -> bytes:
    """Return a problem as compressed JSON; the same problem is always the same bytes."""
    return gzip.compress(_text(problem), compresslevel=6, mtime=0)


def unpacked(data: bytes | memoryview) -> Problem:
    """Return the problem that was packed; the last few are kept, so that a hand that drags waits for none."""
    return _unpacked(bytes(data))


@lru_cache(maxsize=MOST_KEPT)
def _unpacked(data: bytes) -> Problem:
    """Return the problem that was packed."""
    stored = json.loads(gzip.decompress(data))
    return Problem(
        demands=tuple(_demand(each) for each in stored["demands"]),
        supplies=tuple(_supply(each) for each in stored["supplies"]),
        forbidden={(company, liaison): barrier for company, liaison, barrier in stored["forbidden"]},
        kept=frozenset((company, liaison) for company, liaison in stored["kept"]),
        fixed=frozenset((company, liaison) for company, liaison in stored["fixed"]),
        weights=Weights(**stored["weights"]),
        fewest_changes=stored["fewest_changes"],
    )


def digest_of(data: bytes | memoryview) -> str:
    """Return the digest of a packed problem, which two plans computed from the same share."""
    return hashlib.sha256(gzip.decompress(bytes(data))).hexdigest()


def result_stored(found: Assignment) -> JSON:
    """Return what came of a problem, the pairs apart, which have rows of their own."""
    return {
        "uncovered": [asdict(each) | {"barriers": dict(each.barriers)} for each in found.uncovered],
        "ways_out": [asdict(each) for each in found.ways_out],
        "changes": [asdict(each) for each in found.changes],
        "proof": asdict(found.proof),
    }


def parts_stored(parts: Parts) -> JSON:
    """Return what a pair costs as its row keeps it."""
    return asdict(parts) | {"answered": list(parts.answered)}


def parts_restored(stored: Mapping[str, Any]) -> Parts:
    """Return what a pair costs."""
    return Parts(**{**stored, "answered": tuple(stored["answered"])})


def refusal_stored(refused: Refused) -> JSON:
    """Return a refusal with its values as JSON; words in two languages and refusals within it are kept as such."""
    return {"text": refused.text, "values": {name: _value(value) for name, value in refused.values.items()}}


def refusal_restored(stored: Mapping[str, Any]) -> Refused:
    """Return the refusal that was stored."""
    return Refused(stored["text"], **{name: _restored(value) for name, value in stored["values"].items()})


def _value(value: object) -> object:
    """Return a value of a refusal as JSON."""
    match value:
        case Words():
            return {"zh": value.zh, "en": value.en}
        case Refused():
            return refusal_stored(value)
        case int() | float():
            return value
        case _:
            return str(value)


def _restored(value: object) -> object:
    """Return a value of a refusal that was stored."""
    match value:
        case {"zh": str(zh), "en": str(en)}:
            return Words(zh, en)
        case {"text": str(text), "values": dict(values)}:
            return refusal_restored({"text": text, "values": values})
        case _:
            return value


def _text(problem: Problem) -> bytes:
    """Return a problem as JSON with everything in order."""
    stored = {
        "demands": [asdict(each) | {"point": each.point} for each in problem.demands],
        "supplies": [
            asdict(each) | {"point": each.point, "skills": sorted(each.skills), "languages": sorted(each.languages)}
            for each in problem.supplies
        ],
        "forbidden": sorted([*pair, barrier] for pair, barrier in problem.forbidden.items()),
        "kept": sorted(problem.kept),
        "fixed": sorted(problem.fixed),
        "weights": asdict(problem.weights),
        "fewest_changes": problem.fewest_changes,
    }
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def _demand(stored: Mapping[str, Any]) -> Demand:
    """Return a company."""
    point = Point(*stored["point"]) if stored["point"] else None
    lists = {"needs": tuple(stored["needs"]), "languages": tuple(stored["languages"])}
    return Demand(**{**stored, **lists, "point": point})


def _supply(stored: Mapping[str, Any]) -> Supply:
    """Return a liaison."""
    point = Point(*stored["point"]) if stored["point"] else None
    lists = {"skills": frozenset(stored["skills"]), "languages": frozenset(stored["languages"])}
    return Supply(**{**stored, **lists, "point": point})
